{% macro days_after(date, days) -%}
    {{ return(adapter.dispatch('days_after', 'bellwether')(date, days)) }}
{%- endmacro %}

{% macro default__days_after(date, days) -%}
    cast(dateadd(day, cast({{ days }} as integer), cast({{ date }} as date)) as date)
{%- endmacro %}

{% macro duckdb__days_after(date, days) -%}
    (cast({{ date }} as date) + cast({{ days }} as integer))
{%- endmacro %}

{% macro postgres__days_after(date, days) -%}
    (cast({{ date }} as date) + cast({{ days }} as integer))
{%- endmacro %}

{% macro redshift__days_after(date, days) -%}
    cast(dateadd(day, cast({{ days }} as integer), cast({{ date }} as date)) as date)
{%- endmacro %}

{% macro spark__days_after(date, days) -%}
    date_add(cast({{ date }} as date), cast({{ days }} as integer))
{%- endmacro %}

{% macro bigquery__days_after(date, days) -%}
    date_add(cast({{ date }} as date), interval cast({{ days }} as int64) day)
{%- endmacro %}
