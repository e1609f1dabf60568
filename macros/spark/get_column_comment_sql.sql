{#- Of a view's column. Snowflake's adapter has a macro of this name too, which stays its own. -#}
{% macro get_column_comment_sql(column_name, column_dict) -%}
    {{ return(adapter.dispatch('get_column_comment_sql', 'bellwether')(column_name, column_dict)) }}
{%- endmacro %}

{% macro default__get_column_comment_sql(column_name, column_dict) -%}
    {{ return(dbt.get_column_comment_sql(column_name, column_dict)) }}
{%- endmacro %}

{#- A metastore of Hive holds 256 signs. -#}
{% macro spark__get_column_comment_sql(column_name, column_dict) -%}
    {{ adapter.quote(column_name) }}
    {%- set description = column_dict.get(column_name, {}).get('description') -%}
    {%- if description %} comment {{ spark__text_literal(description | truncate(250)) }}
    {%- endif -%}
{%- endmacro %}
