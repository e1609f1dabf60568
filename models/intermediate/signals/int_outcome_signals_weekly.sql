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

-- What is newest of its kind: the review that states a return, the review that says whether value
-- was confirmed, the measurement of each metric.
latest_records as (
    select
        windows.account_id,
        windows.snapshot_week,
        windows.signal_id,
        records.value,
        records.target_value,
        records.status_text,
        row_number() over (
            partition by
                windows.account_id,
                windows.snapshot_week,
                windows.signal_id,
                case
                    when windows.signal_id = 'success_metrics_met'
                        then coalesce(lower(trim(records.record_name)), records.record_id)
                end
            order by
                records.opened_at desc, records.loaded_at desc nulls last, records.record_id desc
        ) as place
    from windows
    inner join records
        on
            windows.account_id = records.account_id
            and windows.window_from <= records.opened_at
            and windows.snapshot_week > records.opened_at
    where
        (
            windows.signal_id = 'roi'
            and records.record_kind = 'value_review'
            and records.value is not null
        )
        or (
            windows.signal_id = 'value_demonstrated'
            and records.record_kind = 'value_review'
            and records.status_text is not null
        )
        or (
            windows.signal_id = 'success_metrics_met'
            and records.record_kind = 'success_metric'
            and records.value is not null
        )
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
    where place = 1
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
