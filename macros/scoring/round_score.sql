{% macro round_score(expression) -%}
    {{ round_to(expression, 9) }}
{%- endmacro %}
