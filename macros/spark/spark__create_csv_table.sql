{#- A seed is one statement, so that its readers never find it empty: the rows make the table
    (spark__load_csv_rows). Without rows there is none to make it, so it is made here. -#}
{% macro spark__create_csv_table(model, agate_table) -%}
    {%- if agate_table.rows | length == 0 -%}
        {%- set sql = spark__seed_sql(model, agate_table) -%}
        {%- do run_query(sql) -%}
        {{ return(sql) }}
    {%- endif -%}
    {{ return('') }}
{%- endmacro %}
