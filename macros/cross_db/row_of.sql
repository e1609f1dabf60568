{#- Columns that a subquery compares as one: `(a, b) in (select {{ row_of(['x', 'y']) }} from ...)`. -#}
{% macro row_of(columns) -%}
    {{ return(adapter.dispatch('row_of', 'bellwether')(columns)) }}
{%- endmacro %}

{% macro default__row_of(columns) -%}
    {{ columns | join(', ') }}
{%- endmacro %}

{#- A subquery gives one column there, which may be a row. -#}
{% macro bigquery__row_of(columns) -%}
    ({{ columns | join(', ') }})
{%- endmacro %}
