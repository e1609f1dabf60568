{% macro hours_between(from_timestamp, to_timestamp) -%}
    {{ return(adapter.dispatch('hours_between', 'bellwether')(from_timestamp, to_timestamp)) }}
{%- endmacro %}

{% macro default__hours_between(from_timestamp, to_timestamp) -%}
    cast(datediff(microsecond, {{ from_timestamp }}, {{ to_timestamp }}) as {{ type_double() }}) / 3600000000
{%- endmacro %}

{% macro duckdb__hours_between(from_timestamp, to_timestamp) -%}
    (
        cast(extract(epoch from {{ to_timestamp }}) as {{ type_double() }})
        - cast(extract(epoch from {{ from_timestamp }}) as {{ type_double() }})
    ) / 3600
{%- endmacro %}

{% macro postgres__hours_between(from_timestamp, to_timestamp) -%}
    (
        cast(extract(epoch from {{ to_timestamp }}) as {{ type_double() }})
        - cast(extract(epoch from {{ from_timestamp }}) as {{ type_double() }})
    ) / 3600
{%- endmacro %}

{% macro redshift__hours_between(from_timestamp, to_timestamp) -%}
    cast(datediff(microsecond, {{ from_timestamp }}, {{ to_timestamp }}) as {{ type_double() }}) / 3600000000
{%- endmacro %}

{% macro spark__hours_between(from_timestamp, to_timestamp) -%}
    cast(
        unix_micros(cast({{ to_timestamp }} as timestamp)) - unix_micros(cast({{ from_timestamp }} as timestamp))
        as {{ type_double() }}
    ) / 3600000000
{%- endmacro %}

{% macro bigquery__hours_between(from_timestamp, to_timestamp) -%}
    cast(datetime_diff({{ to_timestamp }}, {{ from_timestamp }}, microsecond) as {{ type_double() }}) / 3600000000
{%- endmacro %}
