{% macro clamp(value, low, high) -%}
    case
        when {{ value }} is not null
            then {{ least_of([high, greatest_of([low, value])]) }}
    end
{%- endmacro %}
