{#- BigQuery refuses a description of a column above 1,024 characters; dbt docs shows all of it. -#}
{% macro bigquery__alter_column_comment(relation, column_dict) -%}
    {%- set taken = {} -%}
    {%- for name, column in column_dict.items() -%}
        {%- set text = column.description | default('', true) | truncate(1024, end=' ...', leeway=0) -%}
        {%- do taken.update({name: dict(column, description=text)}) -%}
    {%- endfor -%}
    {%- do adapter.update_columns(relation, taken) -%}
{%- endmacro %}
