{% macro monday_from(day) -%}
    {{ week_start(days_after(day, 6)) }}
{%- endmacro %}
