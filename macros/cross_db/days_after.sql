{% macro days_after(date, days) -%}
    {{ return(adapter.dispatch('days_after', 'bellwether')(date, days)) }}
{%- endmacro %}

{% macro default__days_after(date, days) -%}
    (cast({{ date }} as date) + cast({{ days }} as integer))
{%- endmacro %}
