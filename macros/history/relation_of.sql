{#- A model upstream by way of others, by name: a ref in a filter would have to be given in every unit test. -#}
{% macro relation_of(name) -%}
    {%- set node = node_of(name) -%}
    {{ return(api.Relation.create(node.database, node.schema, node.alias)) }}
{%- endmacro %}
