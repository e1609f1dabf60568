{% macro days_between(from_date, to_date) -%}
    {{ return(adapter.dispatch('days_between', 'bellwether')(from_date, to_date)) }}
{%- endmacro %}

{% macro default__days_between(from_date, to_date) -%}
    (cast({{ to_date }} as date) - cast({{ from_date }} as date))
{%- endmacro %}
