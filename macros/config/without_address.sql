{% macro without_address(expression) -%}
    case
        when {{ matches(expression, '[^@<[:space:]]+@[^@[:space:]]+[.][^@[:space:]]+') }}
            then 'address ' || left({{ md5_of(expression) }}, 12)
        else {{ expression }}
    end
{%- endmacro %}
