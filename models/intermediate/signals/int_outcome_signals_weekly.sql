with account_weeks as (
    select
        account_id,
        snapshot_week
    from {{ ref('int_account_weeks') }}
    where
        {{ in_open_snapshots() }}
        and is_alive
),

windows as (
    select
        account_id,
        snapshot_week,
        signal_id,
        window_from
    from {{ ref('int_signal_windows_weekly') }}
    where
        {{ in_open_snapshots() }}
        and signal_id in ('goals_achieved', 'roi', 'value_demonstrated', 'success_metrics_met')
),

records as (
    select
        record_id,
        record_kind,
        account_id,
        record_name,
        opened_at,
        due_at,
        closed_at,
        value,
        target_value,
        status_text,
        loaded_at
    from {{ ref('int_success_records') }}
    where record_kind in ('goal', 'value_review', 'success_metric')
),

-- A goal has no beginning, so that one still open is known only from the day on which it is due.
goal_shares as (
    select
        windows.account_id,
        windows.snapshot_week,
        cast(
            sum(case when records.closed_at < windows.snapshot_week then 1 else 0 end)
            as {{ type_double() }}
        ) / count(*) as goals_achieved
    from windows
    inner join records
        on
            windows.account_id = records.account_id
            and (
                (
                    windows.window_from <= records.due_at
                    and windows.snapshot_week > records.due_at
                )
                or (
                    windows.window_from <= records.closed_at
                    and windows.snapshot_week > records.closed_at
                )
            )
    where windows.signal_id = 'goals_achieved' and records.record_kind = 'goal'
    group by 1, 2
),

-- What speaks for a signal: the review that states a return, the review that says whether value was
-- confirmed, the measurement of each metric.
signal_records as (
    select
        'roi' as signal_id,
        account_id,
        'review' as item,
        opened_at,
        loaded_at,
        record_id,
        value,
        target_value,
        status_text
    from records
    where record_kind = 'value_review' and value is not null

    union all

    select
        'value_demonstrated' as signal_id,
        account_id,
        'review' as item,
        opened_at,
        loaded_at,
        record_id,
        value,
        target_value,
        status_text
    from records
    where record_kind = 'value_review' and status_text is not null

    union all

    select
        'success_metrics_met' as signal_id,
        account_id,
        coalesce(lower(trim(record_name)), record_id) as item,
        opened_at,
        loaded_at,
        record_id,
        value,
        target_value,
        status_text
    from records
    where record_kind = 'success_metric' and value is not null
),

-- The newest of its item holds until the next one.
followed as (
    select
        *,
        lead(opened_at, 1, cast('9999-12-31' as {{ type_time() }})) over (
            partition by account_id, signal_id, item
            order by opened_at asc, loaded_at asc nulls first, record_id asc
        ) as holds_until
    from signal_records
    where opened_at is not null
),

latest_records as (
    select
        windows.account_id,
        windows.snapshot_week,
        windows.signal_id,
        followed.value,
        followed.target_value,
        followed.status_text
    from windows
    inner join followed
        on
            windows.account_id = followed.account_id
            and windows.signal_id = followed.signal_id
            and windows.window_from <= followed.opened_at
            and windows.snapshot_week > followed.opened_at
            and windows.snapshot_week <= followed.holds_until
),

latest as (
    select
        account_id,
        snapshot_week,
        max(case when signal_id = 'roi' then value end) as roi,
        max(case when signal_id = 'value_demonstrated' then status_text end)
            as value_demonstrated_level,
        cast(
            sum(
                case
                    when signal_id = 'success_metrics_met' and value >= target_value then 1
                    when signal_id = 'success_metrics_met' and target_value is not null then 0
                end
            ) as {{ type_double() }}
        ) / nullif(
            count(case when signal_id = 'success_metrics_met' then target_value end), 0
        ) as success_metrics_met
    from latest_records
    group by 1, 2
),

final as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        goal_shares.goals_achieved,
        latest.roi,
        latest.value_demonstrated_level,
        latest.success_metrics_met
    from account_weeks
    left join goal_shares
        on
            account_weeks.account_id = goal_shares.account_id
            and account_weeks.snapshot_week = goal_shares.snapshot_week
    left join latest
        on
            account_weeks.account_id = latest.account_id
            and account_weeks.snapshot_week = latest.snapshot_week
)

select * from final
