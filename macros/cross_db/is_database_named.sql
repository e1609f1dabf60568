{#- Staging may lie in another file there; elsewhere a schema is made without naming the database. -#}
{% macro is_database_named() -%}
    {{ return(adapter.dispatch('is_database_named', 'bellwether')()) }}
{%- endmacro %}

{% macro default__is_database_named() -%}
    {{ return(false) }}
{%- endmacro %}

{% macro duckdb__is_database_named() -%}
    {{ return(true) }}
{%- endmacro %}
