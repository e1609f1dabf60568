{% macro as_of_week() -%}
    cast(date_trunc('week', {{ as_of_date() }}) as date)
{%- endmacro %}
