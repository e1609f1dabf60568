{% macro months_after(timestamp, months) -%}
    {{ return(adapter.dispatch('months_after', 'bellwether')(timestamp, months)) }}
{%- endmacro %}

{% macro default__months_after(timestamp, months) -%}
    case
        when extract(day from dateadd(day, 1, {{ timestamp }})) = 1
            then dateadd(day, -1, dateadd(month, cast({{ months }} as integer), dateadd(day, 1, {{ timestamp }})))
        else dateadd(month, cast({{ months }} as integer), {{ timestamp }})
    end
{%- endmacro %}

{% macro duckdb__months_after(timestamp, months) -%}
    case
        when extract(day from {{ timestamp }} + interval '1 day') = 1
            then {{ timestamp }} + interval '1 day'
                + interval '1 month' * cast({{ months }} as integer) - interval '1 day'
        else {{ timestamp }} + interval '1 month' * cast({{ months }} as integer)
    end
{%- endmacro %}

{% macro postgres__months_after(timestamp, months) -%}
    {{ return(bellwether.duckdb__months_after(timestamp, months)) }}
{%- endmacro %}

{#- Else it would inherit PostgreSQL's. -#}
{% macro redshift__months_after(timestamp, months) -%}
    {{ return(bellwether.default__months_after(timestamp, months)) }}
{%- endmacro %}

{% macro spark__months_after(timestamp, months) -%}
    case
        when day({{ timestamp }} + interval 1 day) = 1
            then {{ timestamp }} + interval 1 day + make_ym_interval(0, cast({{ months }} as int)) - interval 1 day
        else {{ timestamp }} + make_ym_interval(0, cast({{ months }} as int))
    end
{%- endmacro %}

{% macro bigquery__months_after(timestamp, months) -%}
    case
        when extract(day from datetime_add({{ timestamp }}, interval 1 day)) = 1
            then datetime_sub(
                datetime_add(
                    datetime_add({{ timestamp }}, interval 1 day), interval cast({{ months }} as int64) month
                ),
                interval 1 day
            )
        else datetime_add({{ timestamp }}, interval cast({{ months }} as int64) month)
    end
{%- endmacro %}
