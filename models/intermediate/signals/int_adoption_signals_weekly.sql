with account_weeks as (
    select
        account_id,
        snapshot_week,
        tenure_days,
        go_live_date
    from {{ ref('int_account_weeks') }}
    where
        {{ in_open_snapshots() }}
        and is_alive
),

windows as (
    select
        account_id,
        snapshot_week,
        window_from
    from {{ ref('int_signal_windows_weekly') }}
    where
        {{ in_open_snapshots() }}
        and signal_id = 'metrics_measured'
),

accounts as (
    select
        account_id,
        created_at
    from {{ ref('int_accounts') }}
),

success_records as (
    select
        account_id,
        record_kind,
        coalesce(lower(trim(record_name)), record_id) as item,
        opened_at,
        due_at,
        closed_at,
        value
    from {{ ref('int_success_records') }}
    where account_id is not null
),

-- Of what the company never recorded before a snapshot, having none says nothing.
first_records as (
    select
        min(case when record_kind = 'integration' then opened_at end) as integration_at,
        min(case when record_kind = 'tracking_coverage' then opened_at end) as tracking_at,
        min(case when record_kind = 'success_metric' then opened_at end) as metric_at
    from success_records
),

milestone_counts as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        count(case when milestones.due_at < account_weeks.snapshot_week then 1 end) as n_due,
        count(
            case
                when
                    milestones.due_at < account_weeks.snapshot_week
                    and milestones.closed_at < account_weeks.snapshot_week
                    then 1
            end
        ) as n_due_completed,
        count(case when milestones.closed_at < account_weeks.snapshot_week then 1 end)
            as n_completed,
        count(
            case
                when
                    milestones.closed_at < account_weeks.snapshot_week
                    and cast(milestones.closed_at as date) <= cast(milestones.due_at as date)
                    then 1
            end
        ) as n_in_time
    from account_weeks
    inner join success_records as milestones
        on
            account_weeks.account_id = milestones.account_id
            and milestones.record_kind = 'implementation_milestone'
            and milestones.due_at is not null
    group by 1, 2
),

-- An item counts once, whatever was recorded of it: each record stands for its item until the next
-- one. An integration is enabled while any of its records says so, a metric is what was measured.
followed_items as (
    select
        account_id,
        record_kind,
        opened_at,
        case
            when record_kind = 'integration'
                then
                    max(coalesce(closed_at, cast('9999-12-31' as {{ type_time() }}))) over (
                        partition by account_id, record_kind, item
                        order by opened_at
                        range between unbounded preceding and current row
                    )
            else cast('9999-12-31' as {{ type_time() }})
        end as ends_at,
        lead(opened_at, 1, cast('9999-12-31' as {{ type_time() }})) over (
            partition by account_id, record_kind, item order by opened_at
        ) as next_opened_at
    from success_records
    where
        opened_at is not null
        and (
            record_kind in ('integration', 'tracking_coverage')
            or (record_kind = 'success_metric' and value is not null)
        )
),

item_counts as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        count(case when items.record_kind = 'integration' then 1 end) as n_integrations,
        count(case when items.record_kind = 'tracking_coverage' then 1 end) as n_tracked,
        count(case when items.record_kind = 'success_metric' then 1 end) as n_metrics
    from account_weeks
    left join windows
        on
            account_weeks.account_id = windows.account_id
            and account_weeks.snapshot_week = windows.snapshot_week
    inner join followed_items as items
        on
            account_weeks.account_id = items.account_id
            and account_weeks.snapshot_week > items.opened_at
            and account_weeks.snapshot_week <= items.next_opened_at
            and account_weeks.snapshot_week <= items.ends_at
    where items.record_kind <> 'success_metric' or windows.window_from <= items.opened_at
    group by 1, 2
),

final as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        cast(account_weeks.tenure_days as {{ type_double() }}) as tenure_days,
        100 * cast(milestone_counts.n_due_completed as {{ type_double() }})
        / nullif(milestone_counts.n_due, 0) as milestones_completed,
        100 * cast(milestone_counts.n_in_time as {{ type_double() }})
        / nullif(milestone_counts.n_completed, 0) as milestone_timeliness,
        case
            when first_records.integration_at < account_weeks.snapshot_week
                then cast(coalesce(item_counts.n_integrations, 0) as {{ type_double() }})
        end as integrations_enabled,
        case
            when
                account_weeks.go_live_date < account_weeks.snapshot_week
                and accounts.created_at is not null
                then
                    cast(
                        {{ greatest_of([
                            '0',
                            days_between('accounts.created_at', 'account_weeks.go_live_date'),
                        ]) }} as {{ type_double() }}
                    )
        end as time_to_go_live,
        case
            when first_records.tracking_at < account_weeks.snapshot_week
                then cast(coalesce(item_counts.n_tracked, 0) as {{ type_double() }})
        end as tracked_items,
        case
            when first_records.metric_at < account_weeks.snapshot_week
                then cast(coalesce(item_counts.n_metrics, 0) as {{ type_double() }})
        end as metrics_measured
    from account_weeks
    cross join first_records
    left join accounts on account_weeks.account_id = accounts.account_id
    left join milestone_counts
        on
            account_weeks.account_id = milestone_counts.account_id
            and account_weeks.snapshot_week = milestone_counts.snapshot_week
    left join item_counts
        on
            account_weeks.account_id = item_counts.account_id
            and account_weeks.snapshot_week = item_counts.snapshot_week
)

select * from final
