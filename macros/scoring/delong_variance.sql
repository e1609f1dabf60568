{#- DeLong, DeLong and Clarke-Pearson 1988. One case shows no spread; rounding may leave a hair below 0. -#}
{% macro delong_variance(sum_of_squares, n, auc) -%}
    case
        when {{ n }} > 1
            then {{ greatest_of(['(' ~ sum_of_squares ~ ') - (' ~ n ~ ') * (' ~ auc ~ ') * (' ~ auc ~ ')', '0']) }}
                / (({{ n }}) * (({{ n }}) - 1))
    end
{%- endmacro %}
