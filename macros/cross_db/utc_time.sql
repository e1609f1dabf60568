{#- A time that knows its zone, as the plain time that UTC had then. -#}
{% macro utc_time(expression) -%}
    {{ return(adapter.dispatch('utc_time', 'bellwether')(expression)) }}
{%- endmacro %}

{% macro default__utc_time(expression) -%}
    timezone('UTC', {{ expression }})
{%- endmacro %}

{% macro snowflake__utc_time(expression) -%}
    cast(convert_timezone('UTC', {{ expression }}) as timestamp_ntz)
{%- endmacro %}

{#- Times have no zone of their own there; the session's is UTC. -#}
{% macro spark__utc_time(expression) -%}
    {{ expression }}
{%- endmacro %}

{% macro bigquery__utc_time(expression) -%}
    datetime({{ expression }})
{%- endmacro %}
