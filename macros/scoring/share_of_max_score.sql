{% macro share_of_max_score(value, reference, scale) -%}
    case
        when {{ value }} is null or {{ reference }} is null then null
        when {{ reference }} <= 0 then 0
        else {{ scale }} * least(1, greatest(0, {{ value }} / nullif({{ reference }}, 0)))
    end
{%- endmacro %}
