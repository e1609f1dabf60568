{% macro engine_statistics(relation) -%}
    {{ return(adapter.dispatch('engine_statistics', 'bellwether')(relation)) }}
{%- endmacro %}

{% macro default__engine_statistics(relation) -%}
{%- endmacro %}

{#- Without statistics the next model is planned as if this one were tiny; the server gathers them later by itself. -#}
{% macro postgres__engine_statistics(relation) -%}
    analyze {{ relation }}
{%- endmacro %}
