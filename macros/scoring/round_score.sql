{#- By way of 12 decimals, as exact_sum has them: half of the 9th is then half on every engine.
    A double of 1e15 and more has no such decimals, and would not fit the fixed-point type. -#}
{% macro round_score(expression) -%}
    case
        when abs({{ expression }}) < 1e15
            then cast(round(cast({{ expression }} as decimal(28, 12)), 9) as {{ type_double() }})
        else {{ expression }}
    end
{%- endmacro %}
