{{ config(materialized='table') }}

with parameters as (
    select
        signal_id,
        parameter,
        segment,
        value
    from {{ ref('signal_parameters') }}
),

segments as (
    select distinct segment
    from {{ ref('int_account_attributes') }}
    union
    select 'unsegmented' as segment
),

parameter_names as (
    select distinct
        signal_id,
        parameter
    from parameters
),

-- A segment's own number wins over the one for every segment.
resolved as (
    select
        segments.segment,
        parameter_names.signal_id,
        parameter_names.parameter,
        coalesce(own_segment.value, every_segment.value) as value
    from segments
    cross join parameter_names
    left join parameters as own_segment
        on
            parameter_names.signal_id = own_segment.signal_id
            and parameter_names.parameter = own_segment.parameter
            and segments.segment = own_segment.segment
    left join parameters as every_segment
        on
            parameter_names.signal_id = every_segment.signal_id
            and parameter_names.parameter = every_segment.parameter
            and every_segment.segment = '*'
),

final as (
    select
        segment,
        signal_id,
        parameter,
        value
    from resolved
    where value is not null
)

select * from final
