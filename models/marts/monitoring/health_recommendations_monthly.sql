{{ config(
    materialized='incremental',
    incremental_strategy='by_rescored_month',
    on_schema_change='fail',
) }}

with months as (
    select
        {{ month_start('snapshot_week') }} as snapshot_month,
        max(snapshot_week) as snapshot_week
    from {{ ref('int_snapshot_weeks') }}
    group by 1
),

account_bands as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        segment
    from {{ ref('int_account_bands_weekly') }}
    where is_below_best and {{ in_rescored_months() }}
),

signal_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        category_id,
        signal_id,
        points_lost
    from {{ ref('fct_signal_scores') }}
    where
        is_in_force
        and points_lost is not null
        and snapshot_week in (select months.snapshot_week from months)
        and {{ in_rescored_months() }}
),

signals as (
    select
        signal_id,
        signal_name,
        what_to_do
    from {{ ref('dim_signals') }}
),

scorecards as (
    select
        scorecard_id,
        owner
    from {{ ref('scorecards') }}
),

most as (
    select max(value) as recommendations
    from {{ ref('monitoring_parameters') }}
    where parameter = 'recommendations'
),

in_segments as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        segment
    from account_bands
    union all
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        '*' as segment
    from account_bands
),

at_month_ends as (
    select
        months.snapshot_month,
        in_segments.*,
        count(*) over (
            partition by in_segments.snapshot_week, in_segments.scorecard_id, in_segments.segment
        ) as n_accounts
    from in_segments
    inner join months on in_segments.snapshot_week = months.snapshot_week
),

-- Only what was known to be low costs points; a signal that was missing costs none here.
lost as (
    select
        at_month_ends.snapshot_month,
        at_month_ends.snapshot_week,
        at_month_ends.scorecard_id,
        at_month_ends.version,
        at_month_ends.segment,
        signal_scores.category_id,
        signal_scores.signal_id,
        max(at_month_ends.n_accounts) as n_accounts,
        sum(case when signal_scores.points_lost > 0 then 1 else 0 end) as n_affected,
        {{ round_score(exact_sum('signal_scores.points_lost')) }} as points_lost
    from at_month_ends
    inner join signal_scores
        on
            at_month_ends.account_id = signal_scores.account_id
            and at_month_ends.snapshot_week = signal_scores.snapshot_week
            and at_month_ends.scorecard_id = signal_scores.scorecard_id
            and at_month_ends.version = signal_scores.version
    group by 1, 2, 3, 4, 5, 6, 7
),

ranked as (
    select
        *,
        row_number() over (
            partition by snapshot_week, scorecard_id, segment
            order by points_lost desc, signal_id asc
        ) as place,
        sum(points_lost) over (partition by snapshot_week, scorecard_id, segment) as all_points_lost
    from lost
    where points_lost > 0
),

final as (
    select
        ranked.snapshot_month,
        ranked.snapshot_week,
        {{ month_start(weeks_after('ranked.snapshot_week', 1)) }} > ranked.snapshot_month
            as is_complete,
        ranked.scorecard_id,
        ranked.version,
        ranked.segment,
        ranked.segment = '*' as is_total,
        ranked.scorecard_id = 'health' as is_leading_card,
        cast(ranked.place as integer) as place,
        ranked.category_id,
        ranked.signal_id,
        signals.signal_name,
        cast(ranked.n_accounts as integer) as n_accounts,
        cast(ranked.n_affected as integer) as n_accounts_affected,
        {{ round_to('ranked.points_lost', 2) }} as points_lost,
        {{ round_to('ranked.points_lost / ranked.n_affected', 2) }} as mean_points_lost,
        {{ round_to('ranked.points_lost / ranked.all_points_lost', 4) }} as share_of_points_lost,
        signals.what_to_do as recommendation,
        scorecards.owner
    from ranked
    inner join most on ranked.place <= most.recommendations
    left join signals on ranked.signal_id = signals.signal_id
    left join scorecards on ranked.scorecard_id = scorecards.scorecard_id
)

select * from final
