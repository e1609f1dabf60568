{% macro after_every_time() -%}
    {{ return(adapter.dispatch('after_every_time', 'bellwether')()) }}
{%- endmacro %}

{% macro default__after_every_time() -%}
    {{ return('10000-01-01') }}
{%- endmacro %}

{#- There no time is later than 9999, and naming one is an error. -#}
{% macro bigquery__after_every_time() -%}
    {{ return(none) }}
{%- endmacro %}
