with snapshots as (
    select
        snapshot_week,
        {{ month_start('snapshot_week') }} as snapshot_month
    from {{ ref('int_snapshot_weeks') }}
),

newest as (
    select max(snapshot_week) as snapshot_week
    from snapshots
),

months as (
    select distinct snapshot_month
    from snapshots
),

alerts as (
    select
        alert_id,
        {{ month_start('opened_week') }} as snapshot_month,
        account_id,
        status,
        is_answered,
        answer,
        is_answered_in_time,
        days_to_answer
    from {{ ref('score_alerts') }}
),

counted as (
    select
        months.snapshot_month,
        count(alerts.alert_id) as n_opened,
        count(distinct alerts.account_id) as n_accounts,
        count(case when alerts.is_answered then 1 end) as n_answered,
        count(case when alerts.is_answered_in_time then 1 end) as n_answered_in_time,
        count(alerts.is_answered_in_time) as n_judged,
        count(case when alerts.answer = 'done' then 1 end) as n_done,
        count(case when alerts.answer = 'dismissed' then 1 end) as n_dismissed,
        count(case when alerts.status = 'open' then 1 end) as n_still_open,
        {{ quantile_of('alerts.days_to_answer', 0.5) }} as median_days_to_answer
    from months
    left join alerts on months.snapshot_month = alerts.snapshot_month
    group by 1
),

final as (
    select
        counted.snapshot_month,
        {{ month_start(weeks_after('newest.snapshot_week', 1)) }} > counted.snapshot_month
            as is_complete,
        cast(counted.n_opened as integer) as n_opened,
        cast(counted.n_accounts as integer) as n_accounts,
        cast(counted.n_answered as integer) as n_answered,
        cast(counted.n_answered_in_time as integer) as n_answered_in_time,
        cast(counted.n_judged as integer) as n_judged,
        {{ round_to(
            'cast(counted.n_answered_in_time as ' ~ type_double()
            ~ ') / nullif(counted.n_judged, 0)', 4
        ) }} as share_answered_in_time,
        cast(counted.n_done as integer) as n_done,
        cast(counted.n_dismissed as integer) as n_dismissed,
        cast(counted.n_still_open as integer) as n_still_open,
        {{ round_to('counted.median_days_to_answer', 1) }} as median_days_to_answer
    from counted
    cross join newest
)

select * from final
