{% macro history_start() -%}
    {%- set day = given_day('history_start', var('history_start', none), '2025-01-06') -%}
    cast({{ "'" ~ day ~ "'" if day else 'null' }} as date)
{%- endmacro %}
