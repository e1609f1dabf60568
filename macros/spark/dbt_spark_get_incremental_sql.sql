{% macro dbt_spark_get_incremental_sql(
    strategy, source, target, existing, unique_key, incremental_predicates
) -%}
    {%- if strategy == 'append' -%}
        {{ return(get_insert_into_sql(source, target)) }}
    {%- endif -%}
    {%- set arguments = {
        'target_relation': target,
        'temp_relation': source,
        'unique_key': unique_key,
        'dest_columns': adapter.get_columns_in_relation(target),
        'incremental_predicates': incremental_predicates,
    } -%}
    {%- if strategy == 'delete+insert' -%}
        {{ return(get_incremental_delete_insert_sql(arguments)) }}
    {%- endif -%}
    {{ return(adapter.get_incremental_strategy_macro(context, strategy)(arguments)) }}
{%- endmacro %}
