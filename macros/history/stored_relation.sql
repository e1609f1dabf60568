{#- A model as earlier runs left it, none on a full refresh. No ref: what a run closes stands downstream of what reads it. -#}
{% macro stored_relation(name) -%}
    {%- set found = none -%}
    {%- if execute and not flags.FULL_REFRESH -%}
        {%- set node = node_of(name) -%}
        {%- set found = adapter.get_relation(node.database, node.schema, node.alias) -%}
    {%- endif -%}
    {{ return(found) }}
{%- endmacro %}
