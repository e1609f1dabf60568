{% macro rankable(value, better_when) -%}
    {%- if better_when not in ('higher', 'lower') -%}
        {{ exceptions.raise_compiler_error(
            "better_when is '" ~ better_when ~ "'; write 'higher' or 'lower'."
        ) }}
    {%- endif -%}
    {{ '-(' ~ value ~ ')' if better_when == 'lower' else value }}
{%- endmacro %}
