{% macro days_between(from_date, to_date) -%}
    {{ return(adapter.dispatch('days_between', 'bellwether')(from_date, to_date)) }}
{%- endmacro %}

{% macro default__days_between(from_date, to_date) -%}
    datediff(day, cast({{ from_date }} as date), cast({{ to_date }} as date))
{%- endmacro %}

{% macro duckdb__days_between(from_date, to_date) -%}
    (cast({{ to_date }} as date) - cast({{ from_date }} as date))
{%- endmacro %}

{% macro postgres__days_between(from_date, to_date) -%}
    (cast({{ to_date }} as date) - cast({{ from_date }} as date))
{%- endmacro %}

{% macro redshift__days_between(from_date, to_date) -%}
    datediff(day, cast({{ from_date }} as date), cast({{ to_date }} as date))
{%- endmacro %}

{% macro spark__days_between(from_date, to_date) -%}
    datediff(cast({{ to_date }} as date), cast({{ from_date }} as date))
{%- endmacro %}

{% macro bigquery__days_between(from_date, to_date) -%}
    date_diff(cast({{ to_date }} as date), cast({{ from_date }} as date), day)
{%- endmacro %}
