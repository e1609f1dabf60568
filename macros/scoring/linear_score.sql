{#- Cast first: whole numbers would divide as whole numbers on some engines. -#}
{% macro linear_score(value, low, high, scale=100) -%}
    case
        when {{ value }} is not null and {{ low }} <> {{ high }}
            then {{ scale }} * least(
                1,
                greatest(
                    0,
                    cast(({{ value }}) - ({{ low }}) as {{ type_double() }})
                    / nullif(({{ high }}) - ({{ low }}), 0)
                )
            )
    end
{%- endmacro %}
