{#- What `_<source>__sources.yml` says of a source beside its capabilities; nothing while dbt parses, when its graph is empty. -#}
{% macro source_declares(source_name, entry) -%}
    {%- set found = [] -%}
    {%- if execute -%}
        {%- for node in graph.sources.values() if node.source_name == source_name and entry in node.source_meta -%}
            {%- do found.append(node.source_meta[entry]) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found | first if found else none) }}
{%- endmacro %}
