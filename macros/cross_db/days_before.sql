{% macro days_before(date, days) -%}
    {{ return(adapter.dispatch('days_before', 'bellwether')(date, days)) }}
{%- endmacro %}

{% macro default__days_before(date, days) -%}
    cast(dateadd(day, -cast({{ days }} as integer), cast({{ date }} as date)) as date)
{%- endmacro %}

{% macro duckdb__days_before(date, days) -%}
    (cast({{ date }} as date) - cast({{ days }} as integer))
{%- endmacro %}

{% macro postgres__days_before(date, days) -%}
    (cast({{ date }} as date) - cast({{ days }} as integer))
{%- endmacro %}

{% macro redshift__days_before(date, days) -%}
    cast(dateadd(day, -cast({{ days }} as integer), cast({{ date }} as date)) as date)
{%- endmacro %}

{% macro spark__days_before(date, days) -%}
    date_sub(cast({{ date }} as date), cast({{ days }} as integer))
{%- endmacro %}

{% macro bigquery__days_before(date, days) -%}
    date_sub(cast({{ date }} as date), interval cast({{ days }} as int64) day)
{%- endmacro %}
