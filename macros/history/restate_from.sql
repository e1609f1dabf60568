{% macro restate_from() -%}
    {%- set day = given_day('restate_from', run_option('restate_from'), '2026-03-02') -%}
    cast({{ "'" ~ day ~ "'" if day else 'null' }} as date)
{%- endmacro %}
