{% macro four_weeks_after(date) -%}
    {{ weeks_after(date, 4) }}
{%- endmacro %}
