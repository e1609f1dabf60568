{#- Of a view's column; a metastore of Hive holds 256 signs. -#}
{% macro get_column_comment_sql(column_name, column_dict) -%}
    {{ adapter.quote(column_name) }}
    {%- set description = column_dict.get(column_name, {}).get('description') -%}
    {%- if description %} comment {{ spark__text_literal(description | truncate(250)) }}
    {%- endif -%}
{%- endmacro %}
