{% macro type_zoned_time() -%}
    {{ return(adapter.dispatch('type_zoned_time', 'bellwether')()) }}
{%- endmacro %}

{% macro default__type_zoned_time() -%}
    timestamp with time zone
{%- endmacro %}

{% macro snowflake__type_zoned_time() -%}
    timestamp_tz
{%- endmacro %}

{% macro spark__type_zoned_time() -%}
    timestamp
{%- endmacro %}

{% macro bigquery__type_zoned_time() -%}
    timestamp
{%- endmacro %}
