{% macro spark__load_csv_rows(model, agate_table) -%}
    {%- set sql = spark__seed_sql(model, agate_table) -%}
    {%- do adapter.add_query(sql, abridge_sql_log=True) -%}
    {{ return(sql) }}
{%- endmacro %}
