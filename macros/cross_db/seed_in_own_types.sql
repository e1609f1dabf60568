{#- A seed whose column types are in the engine's words, since yml calls no macro. -#}
{% macro seed_in_own_types(model) -%}
    {%- set types = {} -%}
    {%- for name, type in model['config'].get('column_types', {}).items() -%}
        {%- do types.update({name: type_of(type)}) -%}
    {%- endfor -%}
    {{ return(dict(model, config=dict(model['config'], column_types=types))) }}
{%- endmacro %}

{% macro bigquery__load_csv_rows(model, agate_table) -%}
    {{ return(dbt.bigquery__load_csv_rows(seed_in_own_types(model), agate_table)) }}
{%- endmacro %}

{#- There a table without rows is made by itself. -#}
{% macro bigquery__create_csv_table(model, agate_table) -%}
    {{ return(dbt.bigquery__create_csv_table(seed_in_own_types(model), agate_table)) }}
{%- endmacro %}

{% macro redshift__create_csv_table(model, agate_table) -%}
    {{ return(dbt.redshift__create_csv_table(seed_in_own_types(model), agate_table)) }}
{%- endmacro %}

{% macro databricks__create_csv_table(model, agate_table) -%}
    {{ return(dbt.databricks__create_csv_table(seed_in_own_types(model), agate_table)) }}
{%- endmacro %}

{% macro databricks__load_csv_rows(model, agate_table) -%}
    {{ return(dbt.databricks__load_csv_rows(seed_in_own_types(model), agate_table)) }}
{%- endmacro %}
