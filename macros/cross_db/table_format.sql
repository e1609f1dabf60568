{#- What a `create table` of a hook says of the form in which rows are stored. -#}
{% macro table_format() -%}
    {{ return(adapter.dispatch('table_format', 'bellwether')()) }}
{%- endmacro %}

{% macro default__table_format() -%}
{%- endmacro %}

{#- The same as dbt makes models in: rows of no other can be deleted or replaced there. -#}
{% macro spark__table_format() -%}
    using {{ node_of('int_open_versions_weekly').config.file_format }}
{%- endmacro %}
