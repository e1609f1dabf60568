{% macro type_text() -%}
    {{ return(adapter.dispatch('type_text', 'bellwether')()) }}
{%- endmacro %}

{% macro default__type_text() -%}
    text
{%- endmacro %}

{% macro spark__type_text() -%}
    string
{%- endmacro %}

{% macro bigquery__type_text() -%}
    string
{%- endmacro %}

{#- `text` is 256 signs there. -#}
{% macro redshift__type_text() -%}
    varchar(65535)
{%- endmacro %}
