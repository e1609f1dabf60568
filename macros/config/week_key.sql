{% macro week_key(expression) -%}
    case
        when {{ expression }} >= cast('1000-01-01' as timestamp) and {{ expression }} < cast('9999-01-01' as timestamp)
            then cast({{ week_start(expression) }} as {{ type_text() }})
        else 'undated'
    end
{%- endmacro %}
