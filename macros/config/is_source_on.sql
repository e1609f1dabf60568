{% macro is_source_on(source_name) -%}
    {%- set switched_on = var('bellwether_sources') -%}
    {%- set known = source_capabilities() if execute else {} -%}
    {%- if switched_on is string -%}
        {{ exceptions.raise_compiler_error(
            "var bellwether_sources is the text '" ~ switched_on ~ "': give a list, for example ["
            ~ (known or [switched_on]) | sort | join(', ') ~ "]."
        ) }}
    {%- endif -%}
    {%- for name in switched_on if known and name not in known -%}
        {{ exceptions.raise_compiler_error(
            "var bellwether_sources names the unknown source '" ~ name ~ "'. Known sources: " ~ known | join(', ')
            ~ ". Correct the name or take it out of the list."
        ) }}
    {%- endfor -%}
    {{ return(source_name in switched_on) }}
{%- endmacro %}
