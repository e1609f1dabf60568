{% macro raw_columns(source_name, table_name) -%}
    {#- A fresh relation: under --empty, source() renders as a subquery that has no columns to ask for. -#}
    {%- set landed = source(source_name, table_name) -%}
    {%- set relation = api.Relation.create(
        database=landed.database, schema=landed.schema, identifier=landed.identifier, type='table'
    ) -%}
    {{ return(adapter.get_columns_in_relation(relation) | map(attribute='name') | list) }}
{%- endmacro %}
