{% macro percent_text(expression) -%}
    cast(cast(floor({{ round_to('100 * (' ~ expression ~ ')', 6) }}) as integer) as {{ type_text() }}) || '%'
{%- endmacro %}
