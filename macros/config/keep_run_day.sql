{#- Tests alone leave the day of the run whose tables they test. -#}
{% macro keep_run_day() -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'test'] -%}
        {%- set relation = run_day_relation().include(database=is_database_named()) -%}
        create schema if not exists {{ relation.without_identifier() }};
        create table if not exists {{ relation }} (as_of_date date);
        {%- if flags.WHICH != 'test' %}
            delete from {{ relation }} where 1 = 1;
        {%- endif %}
        insert into {{ relation }} (as_of_date)
        select {{ as_of_date() }} as as_of_date
        from {{ one_row() }}
        where not exists (select 1 from {{ relation }})
    {%- endif -%}
{%- endmacro %}
