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
        value as window_weeks
    from {{ ref('int_signal_parameters') }}
    where
        parameter = 'window_weeks'
        and signal_id in (
            'goals_achieved', 'roi', 'value_demonstrated', 'success_metrics_met', 'referenceability'
        )
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
    where record_kind in ('goal', 'value_review', 'success_metric', 'advocacy')
),

windows as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        parameters.signal_id,
        {{ days_before('account_weeks.snapshot_week', '7 * parameters.window_weeks') }}
            as window_from
    from account_weeks
    inner join parameters on account_weeks.segment = parameters.segment
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

-- Requests to speak for us, answered in the window or asked in it and not answered yet; the
-- newest answer speaks.
requests as (
    select
        windows.account_id,
        windows.snapshot_week,
        case
            when records.closed_at < windows.snapshot_week and records.status_text = 'agreed'
                then 'referenceable'
            when records.closed_at < windows.snapshot_week then 'declined'
            else 'asked'
        end as level,
        row_number() over (
            partition by windows.account_id, windows.snapshot_week
            order by
                case when records.closed_at < windows.snapshot_week then records.closed_at end
                desc nulls last,
                case when records.status_text = 'agreed' then 1 else 0 end asc,
                records.loaded_at desc nulls last,
                records.record_id desc
        ) as place
    from windows
    inner join records
        on
            windows.account_id = records.account_id
            and windows.snapshot_week > records.opened_at
            and (
                windows.window_from <= records.opened_at
                or (
                    windows.window_from <= records.closed_at
                    and windows.snapshot_week > records.closed_at
                )
            )
    where
        windows.signal_id = 'referenceability'
        and records.record_kind = 'advocacy'
        and {{ snake_case('records.record_name') }} in ('reference', 'case_study')
),

final as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        goal_shares.goals_achieved,
        latest.roi,
        latest.value_demonstrated_level,
        latest.success_metrics_met,
        requests.level as referenceability_level
    from account_weeks
    left join goal_shares
        on
            account_weeks.account_id = goal_shares.account_id
            and account_weeks.snapshot_week = goal_shares.snapshot_week
    left join latest
        on
            account_weeks.account_id = latest.account_id
            and account_weeks.snapshot_week = latest.snapshot_week
    left join requests
        on
            account_weeks.account_id = requests.account_id
            and account_weeks.snapshot_week = requests.snapshot_week
            and requests.place = 1
)

select * from final
