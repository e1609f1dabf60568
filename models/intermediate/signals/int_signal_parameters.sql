{{ config(materialized='table') }}

-- What the last run left is read there before it is replaced:
-- depends_on: {{ ref('int_open_snapshots') }}
with segments as (
    select distinct segment
    from {{ ref('int_account_attributes') }}
    union distinct
    select 'unsegmented' as segment
),

resolved as (
    {{ resolved_signal_parameters() }}
),

compared as (
    select
        segment,
        signal_id,
        parameter,
        effective_from,
        effective_to,
        value,
        lag(value) over (
            partition by segment, signal_id, parameter order by effective_from
        ) as value_before,
        row_number() over (
            partition by segment, signal_id, parameter order by effective_from
        ) as period_number
    from resolved
),

final as (
    select
        segment,
        signal_id,
        parameter,
        effective_from,
        effective_to,
        value,
        period_number > 1 and coalesce(value <> value_before, true) as is_new
    from compared
    where value is not null
)

select * from final
