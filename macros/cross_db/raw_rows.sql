{#- What follows `from` to read all rows of a raw table. -#}
{% macro raw_rows(relation) -%}
    {{ return(adapter.dispatch('raw_rows', 'bellwether')(relation)) }}
{%- endmacro %}

{% macro default__raw_rows(relation) -%}
    {{ return(relation) }}
{%- endmacro %}

{#- A table may refuse a query that does not filter by what it is partitioned by; filtered so, no row is left out. -#}
{% macro bigquery__raw_rows(relation) -%}
    {%- set table = adapter.get_bq_table(
        api.Relation.create(database=relation.database, schema=relation.schema, identifier=relation.identifier)
    ) -%}
    {%- set partitioning = table.time_partitioning or table.range_partitioning if table else none -%}
    {%- if not partitioning -%}
        {{ return(relation) }}
    {%- endif -%}
    {%- set column = adapter.quote(partitioning.field) if partitioning.field else '_PARTITIONTIME' -%}
    {{ return('(select * from ' ~ relation ~ ' where ' ~ column ~ ' is not null or ' ~ column ~ ' is null) as raw_rows') }}
{%- endmacro %}
