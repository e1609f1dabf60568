{#- A contract's columns, as dbt compares them with what a model selects. -#}
{% macro spark__get_empty_schema_sql(columns) -%}
    {%- set own = {} -%}
    {%- for name, column in columns.items() -%}
        {%- set data_type = type_of(column['data_type']) -%}
        {%- do own.update({name: dict(column, data_type=data_type)}) -%}
    {%- endfor -%}
    {{ return(dbt.default__get_empty_schema_sql(own)) }}
{%- endmacro %}
