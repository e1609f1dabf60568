{#- `show table extended` refuses Iceberg, and dbt-spark's way around it describes each table: two
    statements a schema tell what it needs to know, of a kind in which this project makes all its
    tables. -#}
{% macro spark__list_relations_without_caching(relation) -%}
    {%- set views = [] -%}
    {%- for row in run_query('show views in ' ~ relation.schema).rows if not row[2] -%}
        {%- do views.append(row[1]) -%}
    {%- endfor -%}
    {%- set found = [] -%}
    {%- for row in run_query('show tables in ' ~ relation.schema).rows if not row[2] -%}
        {%- set told = 'Type: VIEW' if row[1] in views
            else 'Provider: ' ~ node_of('int_open_versions_weekly').config.file_format -%}
        {%- do found.append([row[0], row[1], false, told]) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}
