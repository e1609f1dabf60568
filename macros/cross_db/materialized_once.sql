{% macro materialized_once() -%}
    {{ return(adapter.dispatch('materialized_once', 'bellwether')()) }}
{%- endmacro %}

{% macro default__materialized_once() -%}{%- endmacro %}

{#- Else its planner takes twice as long with every second step. -#}
{% macro duckdb__materialized_once() -%}materialized{%- endmacro %}

{% macro postgres__materialized_once() -%}materialized{%- endmacro %}

{% macro redshift__materialized_once() -%}{%- endmacro %}
