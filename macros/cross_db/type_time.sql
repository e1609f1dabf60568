{% macro type_time() -%}
    {{ return(adapter.dispatch('type_time', 'bellwether')()) }}
{%- endmacro %}

{% macro default__type_time() -%}
    timestamp
{%- endmacro %}

{#- There a timestamp has a zone, and none is compared with a day. -#}
{% macro bigquery__type_time() -%}
    datetime
{%- endmacro %}
