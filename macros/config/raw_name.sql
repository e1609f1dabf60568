{% macro raw_name(source_name, table_name) -%}
    {%- set relation = source(source_name, table_name) -%}
    {{ return([relation.database, relation.schema, relation.identifier] | select | join('.')) }}
{%- endmacro %}
