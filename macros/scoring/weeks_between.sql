{% macro weeks_between(from_date, to_date) -%}
    cast({{ days_between(from_date, to_date) }} / 7 as integer)
{%- endmacro %}
