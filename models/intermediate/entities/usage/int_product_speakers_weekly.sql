{{ config(materialized='view') }}

with account_weeks as (
    select
        account_id,
        snapshot_week
    from {{ ref('int_account_weeks') }}
    where is_alive
),

speakers as (
    select
        account_id,
        source,
        valid_from,
        valid_to,
        is_first
    from {{ ref('int_product_speakers') }}
),

-- A snapshot hears who spoke in the week before it.
final as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        speakers.source,
        cast(
            {{ days_between('speakers.valid_from', 'account_weeks.snapshot_week') }} / 7 as integer
        ) as weeks_spoken,
        speakers.is_first
    from account_weeks
    inner join speakers
        on
            account_weeks.account_id = speakers.account_id
            and account_weeks.snapshot_week > speakers.valid_from
            and account_weeks.snapshot_week <= speakers.valid_to
)

select * from final
