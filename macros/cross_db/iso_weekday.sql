{% macro iso_weekday(expression) -%}
    {{ return(adapter.dispatch('iso_weekday', 'bellwether')(expression)) }}
{%- endmacro %}

{% macro default__iso_weekday(expression) -%}
    extract(isodow from {{ expression }})
{%- endmacro %}

{% macro snowflake__iso_weekday(expression) -%}
    dayofweekiso({{ expression }})
{%- endmacro %}

{% macro spark__iso_weekday(expression) -%}
    (weekday({{ expression }}) + 1)
{%- endmacro %}

{% macro bigquery__iso_weekday(expression) -%}
    (mod(extract(dayofweek from {{ expression }}) + 5, 7) + 1)
{%- endmacro %}

{% macro redshift__iso_weekday(expression) -%}
    (mod(cast(extract(dow from {{ expression }}) as integer) + 6, 7) + 1)
{%- endmacro %}
