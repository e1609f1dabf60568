{% macro weeks_after(date, weeks) -%}
    {{ days_after(date, '(' ~ weeks ~ ') * 7') }}
{%- endmacro %}
