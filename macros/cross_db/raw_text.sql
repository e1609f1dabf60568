{% macro raw_text(expression, kind) -%}
    cast({{ utc_time(expression) if kind == 'timestamptz' else expression }} as {{ type_text() }})
{%- endmacro %}
