{#- Tests alone leave the day of the run whose tables they test. -#}
{% macro keep_run_day() -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'test'] -%}
        {%- set relation = run_day_relation().include(database=is_database_named()) -%}
        {%- set day = 'select ' ~ as_of_date() ~ ' as as_of_date' -%}
        {%- set day_if_none -%}
            insert into {{ relation }} (as_of_date)
            {{ day }}
            from {{ one_row() }}
            where not exists (select 1 from {{ relation }})
        {%- endset -%}
        {{ one_by_one([
            'create schema if not exists ' ~ relation.without_identifier(),
            'create table if not exists ' ~ relation ~ ' (as_of_date date) ' ~ table_format(),
            day_if_none if flags.WHICH == 'test' else refill(relation, ['as_of_date'], day),
        ]) }}
    {%- endif -%}
{%- endmacro %}
