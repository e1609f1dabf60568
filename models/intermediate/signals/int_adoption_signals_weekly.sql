with account_weeks as (
    select
        account_id,
        snapshot_week,
        segment,
        tenure_days,
        go_live_date,
        has_billing_key
    from {{ ref('int_account_weeks') }}
    where is_alive
),

accounts as (
    select
        account_id,
        created_at
    from {{ ref('int_accounts') }}
),

parameters as (
    select
        segment,
        max(case when signal_id = 'metrics_measured' then value end) as metric_weeks,
        max(case when signal_id = 'service_hours_used' then value end) as hours_weeks
    from {{ ref('int_signal_parameters') }}
    where parameter = 'window_weeks'
    group by 1
),

success_records as (
    select
        account_id,
        record_kind,
        coalesce(lower(trim(record_name)), record_id) as item,
        opened_at,
        due_at,
        closed_at,
        value,
        target_value
    from {{ ref('int_success_records') }}
    where account_id is not null
),

-- who was trained is known only where the course names the person
training_assignments as (
    select
        account_id,
        contact_key,
        assigned_at,
        completed_at,
        certified
    from {{ ref('int_training_assignments') }}
    where account_id is not null and contact_key is not null
),

subscription_revenue as (
    select
        account_id,
        snapshot_week,
        subscription_id,
        is_in_force,
        revenue
    from {{ ref('int_subscription_revenue_weekly') }}
),

windows as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        account_weeks.tenure_days,
        account_weeks.go_live_date,
        account_weeks.has_billing_key,
        cast(account_weeks.snapshot_week as timestamp) as snapshot_at,
        {{ days_before('account_weeks.snapshot_week', '7 * parameters.metric_weeks') }}
            as metrics_from,
        {{ days_before('account_weeks.snapshot_week', '7 * parameters.hours_weeks') }}
            as hours_from
    from account_weeks
    left join parameters on account_weeks.segment = parameters.segment
),

-- of what the company never recorded before a snapshot, having none says nothing
first_records as (
    select
        min(case when record_kind = 'integration' then opened_at end) as integration_at,
        min(case when record_kind = 'tracking_coverage' then opened_at end) as tracking_at,
        min(case when record_kind = 'success_metric' then opened_at end) as metric_at,
        min(case when record_kind = 'service_hours' then opened_at end) as hours_at
    from success_records
),

first_courses as (
    select
        min(assigned_at) as course_at,
        min(case when certified is not null then completed_at end) as certificate_at
    from training_assignments
),

milestone_counts as (
    select
        windows.account_id,
        windows.snapshot_week,
        sum(case when milestones.due_at < windows.snapshot_at then 1 else 0 end) as n_due,
        sum(
            case
                when
                    milestones.due_at < windows.snapshot_at
                    and milestones.closed_at < windows.snapshot_at
                    then 1
                else 0
            end
        ) as n_due_completed,
        sum(case when milestones.closed_at < windows.snapshot_at then 1 else 0 end) as n_completed,
        sum(
            case
                when
                    milestones.closed_at < windows.snapshot_at
                    and cast(milestones.closed_at as date) <= cast(milestones.due_at as date)
                    then 1
                else 0
            end
        ) as n_in_time
    from windows
    inner join success_records as milestones
        on
            windows.account_id = milestones.account_id
            and milestones.record_kind = 'implementation_milestone'
            and milestones.due_at is not null
    group by 1, 2
),

item_counts as (
    select
        windows.account_id,
        windows.snapshot_week,
        count(distinct case when items.record_kind = 'integration' then items.item end)
            as n_integrations,
        count(distinct case when items.record_kind = 'tracking_coverage' then items.item end)
            as n_tracked,
        count(distinct case when items.record_kind = 'success_metric' then items.item end)
            as n_metrics
    from windows
    inner join success_records as items
        on
            windows.account_id = items.account_id
            and windows.snapshot_at > items.opened_at
            and (
                items.record_kind = 'tracking_coverage'
                or (
                    items.record_kind = 'integration'
                    and coalesce(windows.snapshot_at <= items.closed_at, true)
                )
                or (
                    items.record_kind = 'success_metric'
                    and windows.metrics_from <= items.opened_at
                    and items.value is not null
                )
            )
    group by 1, 2
),

-- hours of a period that runs are as landed; a period with either number missing says nothing
hour_sums as (
    select
        windows.account_id,
        windows.snapshot_week,
        count(hours.target_value) as n_periods,
        {{ exact_sum('hours.target_value') }} as purchased_hours,
        {{ exact_sum('case when hours.value is not null then hours.target_value end') }}
            as known_purchased_hours,
        {{ exact_sum('case when hours.target_value is not null then hours.value end') }}
            as used_hours
    from windows
    inner join success_records as hours
        on
            windows.account_id = hours.account_id
            and hours.record_kind = 'service_hours'
            and windows.hours_from <= hours.opened_at
            and windows.snapshot_at > hours.opened_at
    group by 1, 2
),

people_counts as (
    select
        windows.account_id,
        windows.snapshot_week,
        count(distinct courses.contact_key) as n_trained,
        count(distinct case when courses.certified then courses.contact_key end) as n_certified
    from windows
    inner join training_assignments as courses
        on
            windows.account_id = courses.account_id
            and windows.snapshot_at > courses.completed_at
    group by 1, 2
),

-- a subscription in force that no invoice covers has unknown revenue, not none
revenue as (
    select
        account_id,
        snapshot_week,
        {{ exact_sum('revenue') }} as revenue,
        max(case when subscription_id = 'none' then 1 else 0 end) as has_unnamed,
        max(case when is_in_force and revenue is null then 1 else 0 end) as has_uncovered
    from subscription_revenue
    group by 1, 2
),

final as (
    select
        windows.account_id,
        windows.snapshot_week,
        cast(windows.tenure_days as {{ type_double() }}) as tenure_days,
        100 * cast(milestone_counts.n_due_completed as {{ type_double() }})
        / nullif(milestone_counts.n_due, 0) as milestones_completed,
        100 * cast(milestone_counts.n_in_time as {{ type_double() }})
        / nullif(milestone_counts.n_completed, 0) as milestone_timeliness,
        case
            when first_records.integration_at < windows.snapshot_at
                then cast(coalesce(item_counts.n_integrations, 0) as {{ type_double() }})
        end as integrations_enabled,
        case
            when windows.go_live_date < windows.snapshot_week and accounts.created_at is not null
                then
                    cast(
                        greatest(
                            0, {{ days_between('accounts.created_at', 'windows.go_live_date') }}
                        ) as {{ type_double() }}
                    )
        end as time_to_go_live,
        case
            when first_records.tracking_at < windows.snapshot_at
                then cast(coalesce(item_counts.n_tracked, 0) as {{ type_double() }})
        end as tracked_items,
        case
            when first_records.metric_at < windows.snapshot_at
                then cast(coalesce(item_counts.n_metrics, 0) as {{ type_double() }})
        end as metrics_measured,
        case
            when first_courses.course_at < windows.snapshot_at
                then cast(coalesce(people_counts.n_trained, 0) as {{ type_double() }})
        end as people_trained,
        case
            when first_courses.certificate_at < windows.snapshot_at
                then cast(coalesce(people_counts.n_certified, 0) as {{ type_double() }})
        end as certifications,
        100 * hour_sums.used_hours / nullif(hour_sums.known_purchased_hours, 0)
            as service_hours_used,
        case
            when hour_sums.account_id is null and first_records.hours_at < windows.snapshot_at
                then 'not_applicable'
            when hour_sums.n_periods > 0 and hour_sums.purchased_hours = 0 then 'not_applicable'
        end as service_hours_used_level,
        case
            when
                windows.has_billing_key
                and (revenue.has_unnamed = 1 or revenue.has_uncovered = 0)
                then revenue.revenue
        end as recurring_revenue
    from windows
    cross join first_records
    cross join first_courses
    left join accounts on windows.account_id = accounts.account_id
    left join milestone_counts
        on
            windows.account_id = milestone_counts.account_id
            and windows.snapshot_week = milestone_counts.snapshot_week
    left join item_counts
        on
            windows.account_id = item_counts.account_id
            and windows.snapshot_week = item_counts.snapshot_week
    left join hour_sums
        on
            windows.account_id = hour_sums.account_id
            and windows.snapshot_week = hour_sums.snapshot_week
    left join people_counts
        on
            windows.account_id = people_counts.account_id
            and windows.snapshot_week = people_counts.snapshot_week
    left join revenue
        on
            windows.account_id = revenue.account_id
            and windows.snapshot_week = revenue.snapshot_week
)

select * from final
