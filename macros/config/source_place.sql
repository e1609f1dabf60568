{#- Place of a source in var bellwether_sources among those used for a capability; null for every other. -#}
{% macro source_place(source, capability) -%}
    case
        when {{ source }} is null then cast(null as integer)
        {%- for name in sources_for(capability) %}
        when {{ source }} = '{{ name }}' then {{ loop.index }}
        {%- endfor %}
    end
{%- endmacro %}
