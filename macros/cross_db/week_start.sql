{% macro week_start(expression) -%}
    {{ return(adapter.dispatch('week_start', 'bellwether')(expression)) }}
{%- endmacro %}

{% macro default__week_start(expression) -%}
    cast(date_trunc('week', {{ expression }}) as date)
{%- endmacro %}

{#- There date_trunc('week') goes by the account's WEEK_START. -#}
{% macro snowflake__week_start(expression) -%}
    cast(dateadd(day, 1 - dayofweekiso({{ expression }}), cast({{ expression }} as date)) as date)
{%- endmacro %}

{% macro bigquery__week_start(expression) -%}
    date_trunc(cast({{ expression }} as date), isoweek)
{%- endmacro %}
