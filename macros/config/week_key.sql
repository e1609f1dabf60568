{% macro week_key(expression) -%}
    case
        when {{ expression }} >= cast('1000-01-01' as {{ type_time() }}) and {{ expression }} < cast('9999-01-01' as {{ type_time() }})
            then cast({{ week_start(expression) }} as {{ type_text() }})
        else 'undated'
    end
{%- endmacro %}
