{% macro linear_score(value, low, high, scale) -%}
    case
        when {{ value }} is not null and {{ low }} <> {{ high }}
            then {{ scale }}
                * least(1, greatest(0, ({{ value }} - {{ low }}) / nullif({{ high }} - {{ low }}, 0)))
    end
{%- endmacro %}
