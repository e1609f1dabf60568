{#- Cast first: whole numbers would divide as whole numbers on some engines. -#}
{% macro linear_score(value, low, high, scale=100) -%}
    {%- set share -%}
        cast(({{ value }}) - ({{ low }}) as {{ type_double() }}) / nullif(({{ high }}) - ({{ low }}), 0)
    {%- endset -%}
    case
        when {{ value }} is not null and {{ low }} <> {{ high }}
            then {{ scale }} * {{ least_of(['1', greatest_of(['0', share])]) }}
    end
{%- endmacro %}
