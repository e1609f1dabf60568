{{ config(materialized='view') }}

with account_weeks as (
    select
        account_id,
        snapshot_week,
        segment
    from {{ ref('int_account_weeks') }}
    where is_alive
),

parameters as (
    select
        segment,
        signal_id,
        effective_from,
        effective_to,
        value as window_weeks
    from {{ ref('int_signal_parameters') }}
    where parameter = 'window_weeks'
),

final as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        account_weeks.segment,
        parameters.signal_id,
        parameters.window_weeks,
        {{ days_before('account_weeks.snapshot_week', '7 * parameters.window_weeks') }}
            as window_from
    from account_weeks
    inner join parameters
        on
            account_weeks.segment = parameters.segment
            and {{ is_in_period('account_weeks.snapshot_week', 'parameters') }}
)

select * from final
