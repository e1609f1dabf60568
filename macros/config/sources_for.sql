{#- Sources that are on and used for a capability, in the order of var bellwether_sources. -#}
{% macro sources_for(capability) -%}
    {%- if not execute -%}
        {{ return([]) }}
    {%- endif -%}
    {%- set able = source_capabilities() -%}
    {%- set narrowed = var('bellwether_capabilities') or {} -%}
    {%- set used = [] -%}
    {%- for name in var('bellwether_sources') if is_source_on(name) -%}
        {#- A unit test sees no sources: there each that is on may fill whatever is asked. -#}
        {%- set fills = able.get(name, [capability]) -%}
        {%- if capability in fills and capability in narrowed.get(name, fills) -%}
            {%- do used.append(name) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(used) }}
{%- endmacro %}
