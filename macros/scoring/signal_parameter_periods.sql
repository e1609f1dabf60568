{#- A row holds from the first Monday on or after its day until the next row of its kind. -#}
{% macro signal_parameter_periods() -%}
    {%- set first_week = week_start(
        days_after("coalesce(effective_from, cast('0001-01-01' as date))", 6)
    ) -%}
    select
        signal_id,
        parameter,
        segment,
        value,
        {{ first_week }} as effective_from,
        lead({{ first_week }}, 1, cast('9999-12-31' as date)) over (
            partition by signal_id, parameter, segment order by effective_from asc nulls first
        ) as effective_to
    from {{ ref('signal_parameters') }}
{%- endmacro %}
