{#- Cast first: whole numbers would divide as whole numbers on some engines. -#}
{% macro share_of_max_score(value, reference, scale=100) -%}
    case
        when {{ value }} is null or {{ reference }} is null then null
        when {{ reference }} <= 0 then 0
        else {{ scale }} * least(
            1, greatest(0, cast({{ value }} as {{ type_double() }}) / nullif({{ reference }}, 0))
        )
    end
{%- endmacro %}
