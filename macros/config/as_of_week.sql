{% macro as_of_week() -%}
    {{ week_start(as_of_date()) }}
{%- endmacro %}
