{#- What a strategy writes, from the table that dbt-bigquery has made to compare columns (`on_schema_change` is never ignored). -#}
{% macro bq_generate_incremental_build_sql(
    strategy, tmp_relation, target_relation, sql, unique_key, partition_by, partitions, dest_columns,
    tmp_relation_exists, copy_partitions, incremental_predicates
) -%}
    {%- set arguments = {
        'target_relation': target_relation,
        'temp_relation': tmp_relation,
        'unique_key': unique_key,
        'dest_columns': dest_columns,
        'incremental_predicates': incremental_predicates,
    } -%}
    {%- if strategy == 'append' -%}
        {{ return(get_incremental_append_sql(arguments)) }}
    {%- elif strategy == 'delete+insert' -%}
        {{ return(in_one_transaction(get_incremental_delete_insert_sql(arguments))) }}
    {%- endif -%}
    {{ return(adapter.get_incremental_strategy_macro(context, strategy)(arguments)) }}
{%- endmacro %}
