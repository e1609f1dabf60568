{#- The record of what runs closed. Hooks keep it, so it stands beside the models: none of them reads every mart. -#}
{% macro closed_versions_relation() -%}
    {%- set beside = node_of('int_open_versions_weekly') -%}
    {{ return(api.Relation.create(
        database=beside.database, schema=beside.schema, identifier='int_closed_versions_weekly'
    )) }}
{%- endmacro %}
