{#- A double of 1e18 and more has no decimals left, and would not fit the fixed-point type. -#}
{% macro round_score(expression) -%}
    case
        when abs({{ expression }}) < 1e18 then {{ round_to(expression, 9) }}
        else {{ expression }}
    end
{%- endmacro %}
