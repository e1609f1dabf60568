{% macro type_double() -%}
    {{ return(adapter.dispatch('type_double', 'bellwether')()) }}
{%- endmacro %}

{% macro default__type_double() -%}
    double precision
{%- endmacro %}
