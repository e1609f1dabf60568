{% macro days_before(date, days) -%}
    {{ return(adapter.dispatch('days_before', 'bellwether')(date, days)) }}
{%- endmacro %}

{% macro default__days_before(date, days) -%}
    (cast({{ date }} as date) - cast({{ days }} as integer))
{%- endmacro %}
