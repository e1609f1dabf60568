{#- A column of a raw table as staging reads it. -#}
{% macro raw_value(column) -%}
    {{ return(adapter.dispatch('raw_value', 'bellwether')(column)) }}
{%- endmacro %}

{% macro default__raw_value(column) -%}
    {{ return(adapter.quote(column.name)) }}
{%- endmacro %}

{#- There neither JSON nor a nested record can be cast to text. -#}
{% macro bigquery__raw_value(column) -%}
    {%- set name = adapter.quote(column.name) -%}
    {%- if column.dtype in ('JSON', 'RECORD', 'STRUCT') or column.mode == 'REPEATED' -%}
        {{ return('case when ' ~ name ~ ' is not null then to_json_string(' ~ name ~ ') end') }}
    {%- endif -%}
    {{ return(name) }}
{%- endmacro %}
