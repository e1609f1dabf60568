{#- Periods are common to all parameters, so that several of them can stand in one row. -#}
{% macro resolved_signal_parameters() -%}
    with parameters as (
        {{ signal_parameter_periods() }}
    ),

    starts as (
        select cast('0001-01-01' as date) as effective_from
        union distinct
        select effective_from
        from parameters
    ),

    periods as (
        select
            effective_from,
            lead(effective_from, 1, cast('9999-12-31' as date)) over (order by effective_from)
                as effective_to
        from starts
    ),

    parameter_names as (
        select distinct
            signal_id,
            parameter
        from parameters
    )

    -- A segment's own number wins over the one for every segment.
    select
        segments.segment,
        parameter_names.signal_id,
        parameter_names.parameter,
        coalesce(own_segment.value, every_segment.value) as value,
        periods.effective_from,
        periods.effective_to
    from segments
    cross join parameter_names
    cross join periods
    left join parameters as own_segment
        on
            parameter_names.signal_id = own_segment.signal_id
            and parameter_names.parameter = own_segment.parameter
            and segments.segment = own_segment.segment
            and own_segment.effective_from <= periods.effective_from
            and own_segment.effective_to > periods.effective_from
    left join parameters as every_segment
        on
            parameter_names.signal_id = every_segment.signal_id
            and parameter_names.parameter = every_segment.parameter
            and every_segment.segment = '*'
            and every_segment.effective_from <= periods.effective_from
            and every_segment.effective_to > periods.effective_from
{%- endmacro %}
