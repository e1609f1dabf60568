{#- Rows as they shall lie in a table, in an engine whose files grow with every other order. -#}
{% macro stored_by(columns) -%}
    {{ return(adapter.dispatch('stored_by', 'bellwether')(columns)) }}
{%- endmacro %}

{#- Equal numbers that lie together are stored once, and who asks for a week reads that week alone. -#}
{% macro duckdb__stored_by(columns) -%}
    order by {{ columns | join(', ') }}
{%- endmacro %}

{% macro default__stored_by(columns) -%}
{%- endmacro %}
