{#- By name and not by key: a project that uses this one as a package may put a model of its own in the place of ours. -#}
{% macro node_of(name) -%}
    {%- set ours = 'model.bellwether.' ~ name -%}
    {%- if ours in graph.nodes -%}
        {{ return(graph.nodes[ours]) }}
    {%- endif -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.name == name -%}
        {{ return(node) }}
    {%- endfor -%}
    {{ exceptions.raise_compiler_error("Model " ~ name ~ " is disabled, and no model of that name stands in for it.") }}
{%- endmacro %}
