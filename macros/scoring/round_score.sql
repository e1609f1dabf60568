{#- By way of 12 decimals, as exact_sum has them: half of the 9th is then half on every engine.
    A double of 1e15 and more has no such decimals, and would not fit the fixed-point type.
    Of 18 digits a machine word holds all: on DuckDB 25 times faster, and the same number. -#}
{% macro round_score(expression) -%}
    case
        when abs({{ expression }}) < 1e6
            then cast(round(cast({{ expression }} as {{ type_decimal(18, 12) }}), 9) as {{ type_double() }})
        when abs({{ expression }}) < 1e15
            then cast(round(cast({{ expression }} as {{ type_decimal(28, 12) }}), 9) as {{ type_double() }})
        else {{ expression }}
    end
{%- endmacro %}
