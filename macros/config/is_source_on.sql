{% macro is_source_on(source_name) -%}
    {%- set known = ['salesforce', 'pendo', 'zendesk', 'stripe', 'qualtrics', 'customer_success'] -%}
    {%- set switched_on = var('bellwether_sources') -%}
    {%- if switched_on is string -%}
        {{ exceptions.raise_compiler_error(
            "var bellwether_sources is the text '" ~ switched_on ~ "': give a list, for example [salesforce, pendo]."
        ) }}
    {%- endif -%}
    {%- for name in switched_on if name not in known -%}
        {{ exceptions.raise_compiler_error(
            "var bellwether_sources names the unknown source '" ~ name ~ "'. Known sources: " ~ known | join(', ')
            ~ ". Correct the name or take it out of the list."
        ) }}
    {%- endfor -%}
    {%- if 'salesforce' not in switched_on -%}
        {{ exceptions.raise_compiler_error(
            "var bellwether_sources holds no CRM: accounts come from salesforce. Add salesforce to the list."
        ) }}
    {%- endif -%}
    {{ return(source_name in switched_on) }}
{%- endmacro %}
