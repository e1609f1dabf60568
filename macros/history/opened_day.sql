{#- The earliest day of what this run scores, as a literal: engines push no subquery through views and windows. -#}
{% macro opened_day(opened_from, weeks_before=0) -%}
    {%- set first = days_before('min(open_versions.' ~ opened_from ~ ')', 7 * weeks_before) -%}
    {%- set question -%}
        select {{ first }} as day
        from {{ relation_of('int_open_versions_weekly') }} as open_versions
    {%- endset -%}
    {%- set opened = relation_of('int_open_versions_weekly') -%}
    {%- if execute and adapter.get_relation(opened.database, opened.schema, opened.identifier) -%}
        {%- set day = run_query(question).rows[0][0] -%}
        cast({{ "'" ~ (day | string)[:10] ~ "'" if day else 'null' }} as date)
    {%- else -%}
        ({{ question }})
    {%- endif -%}
{%- endmacro %}
