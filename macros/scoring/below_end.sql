{% macro below_end(value, bounds, number) -%}
    (
        {{ bounds }}.end_{{ number }} is null
        or {{ value }} < {{ bounds }}.end_{{ number }}
        or ({{ bounds }}.is_end_{{ number }}_included and {{ value }} = {{ bounds }}.end_{{ number }})
    )
{%- endmacro %}
