{% macro raw_columns(source_name, table_name) -%}
    {#- A fresh relation: under --empty, source() renders as a subquery that has no columns to ask for. -#}
    {%- set source_relation = source(source_name, table_name) -%}
    {%- set relation = api.Relation.create(
        database=source_relation.database, schema=source_relation.schema, identifier=source_relation.identifier, type='table'
    ) -%}
    {%- set landed = {} -%}
    {%- for column in adapter.get_columns_in_relation(relation) -%}
        {%- do landed.update({
            column.name | lower: {'raw': raw_value(column), 'kind': landed_kind(column.dtype)},
        }) -%}
    {%- endfor -%}
    {{ return(landed) }}
{%- endmacro %}
