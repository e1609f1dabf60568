{#- What each source can fill, as its `_<source>__sources.yml` says; a project that uses this package may have other sources. -#}
{% macro source_capabilities() -%}
    {%- set found = {} -%}
    {%- for node in graph.get('sources', {}).values() if 'capabilities' in node.source_meta -%}
        {%- do found.update({node.source_name: node.source_meta.capabilities}) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}
