{{ config(materialized='view') }}

with rules as (
    select
        target_id,
        scorecard_id,
        metric,
        band_id,
        window_weeks,
        recovery_weeks
    from {{ ref('health_target_rules') }}
),

months as (
    select
        snapshot_week,
        scorecard_id
    from {{ ref('int_health_trends_monthly') }}
    where segment = '*'
),

pairs as (
    select
        snapshot_week,
        recovery_weeks,
        scorecard_id,
        band,
        is_intervention,
        is_recovered,
        weight
    from {{ ref('int_intervention_pairs_weekly') }}
),

account_bands as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        band,
        is_counted
    from {{ ref('int_account_bands_weekly') }}
),

windows as (
    select
        months.snapshot_week,
        {{ weeks_after('months.snapshot_week', '-rules.window_weeks') }} as window_week,
        rules.*
    from months
    inner join rules on months.scorecard_id = rules.scorecard_id
),

recoveries as (
    select
        windows.target_id,
        windows.snapshot_week,
        sum(case when pairs.is_intervention then 1 else 0 end) as n_accounts,
        cast(
            sum(case when pairs.is_intervention and pairs.is_recovered then 1 else 0 end)
            as {{ type_double() }}
        ) as n_reached,
        sum(case when not pairs.is_intervention then 1 else 0 end) as n_similar,
        {{ exact_sum('case when not pairs.is_intervention then pairs.weight end') }} as weight,
        {{ exact_sum(
            'case when not pairs.is_intervention and pairs.is_recovered then pairs.weight else 0 end'
        ) }} as weight_reached
    from windows
    inner join pairs
        on
            windows.scorecard_id = pairs.scorecard_id
            and windows.band_id = pairs.band
            and windows.recovery_weeks = pairs.recovery_weeks
            and windows.window_week < pairs.snapshot_week
            and windows.snapshot_week >= pairs.snapshot_week
    where windows.metric = 'recovery_share'
    group by 1, 2
),

departures as (
    select
        windows.target_id,
        windows.snapshot_week,
        count(distinct account_bands.account_id) as n_accounts,
        cast(count(distinct gone.account_id) as {{ type_double() }}) as n_reached
    from windows
    inner join account_bands
        on
            windows.scorecard_id = account_bands.scorecard_id
            and windows.window_week = account_bands.snapshot_week
            and account_bands.is_counted
    left join account_bands as gone
        on
            account_bands.account_id = gone.account_id
            and account_bands.scorecard_id = gone.scorecard_id
            and gone.band = 'gone'
            and windows.window_week < gone.snapshot_week
            and windows.snapshot_week >= gone.snapshot_week
    where windows.metric = 'churn_share'
    group by 1, 2
),

final as (
    select
        target_id,
        snapshot_week,
        n_accounts,
        n_reached / nullif(n_accounts, 0) as actual,
        n_similar,
        weight_reached / nullif(weight, 0) as similar_actual
    from recoveries
    union all
    select
        target_id,
        snapshot_week,
        n_accounts,
        n_reached / nullif(n_accounts, 0) as actual,
        null as n_similar,
        null as similar_actual
    from departures
)

select * from final
