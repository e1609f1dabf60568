{#- A time that clocks of a zone showed, as the plain time that UTC had then. -#}
{% macro utc_time_of(expression, zone) -%}
    {{ return(expression if zone == 'UTC' else adapter.dispatch('utc_time_of', 'bellwether')(expression, zone)) }}
{%- endmacro %}

{% macro default__utc_time_of(expression, zone) -%}
    timezone('UTC', timezone('{{ zone }}', {{ expression }}))
{%- endmacro %}

{% macro snowflake__utc_time_of(expression, zone) -%}
    convert_timezone('{{ zone }}', 'UTC', {{ expression }})
{%- endmacro %}

{% macro redshift__utc_time_of(expression, zone) -%}
    convert_timezone('{{ zone }}', 'UTC', {{ expression }})
{%- endmacro %}

{% macro spark__utc_time_of(expression, zone) -%}
    to_utc_timestamp({{ expression }}, '{{ zone }}')
{%- endmacro %}

{% macro bigquery__utc_time_of(expression, zone) -%}
    datetime(timestamp({{ expression }}, '{{ zone }}'))
{%- endmacro %}
