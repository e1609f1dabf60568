{% macro clamp(value, low, high) -%}
    case
        when {{ value }} is not null
            then least({{ high }}, greatest({{ low }}, {{ value }}))
    end
{%- endmacro %}
