{#- What `_<source>__sources.yml` says of a source beside its capabilities; a unit test sees no sources. -#}
{% macro source_declares(source_name, entry, unseen=none) -%}
    {%- set sources = graph.get('sources', {}).values() -%}
    {%- set found = [] -%}
    {%- for node in sources if node.source_name == source_name and entry in node.source_meta -%}
        {%- do found.append(node.source_meta[entry]) -%}
    {%- endfor -%}
    {{ return(found[0] if found else (none if sources else unseen)) }}
{%- endmacro %}
