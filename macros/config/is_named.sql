{% macro is_named(expression, names) -%}
    (
        1 = 0
        {%- for name in names or [] | map('string') %}
        or {% if name.endswith('*') -%}
            left({{ expression }}, {{ name | length - 1 }}) = '{{ name[:-1] }}'
        {%- else -%}
            {{ expression }} = '{{ name }}'
        {%- endif %}
        {%- endfor %}
    )
{%- endmacro %}
