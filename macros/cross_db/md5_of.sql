{% macro md5_of(expression) -%}
    {{ return(adapter.dispatch('md5_of', 'bellwether')(expression)) }}
{%- endmacro %}

{% macro default__md5_of(expression) -%}
    md5({{ expression }})
{%- endmacro %}

{#- There md5 is bytes. -#}
{% macro bigquery__md5_of(expression) -%}
    to_hex(md5({{ expression }}))
{%- endmacro %}
