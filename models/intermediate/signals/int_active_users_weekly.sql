with account_weeks as (
    select
        account_id,
        snapshot_week,
        segment
    from {{ ref('int_account_weeks') }}
    where
        {{ in_open_snapshots() }}
        and is_alive
),

spoken_weeks as (
    select
        account_id,
        snapshot_week,
        source
    from {{ ref('int_product_speakers_weekly') }}
    where {{ in_open_snapshots() }}
),

sightings as (
    select
        account_id,
        usage_week,
        linked_at,
        is_known,
        seen_again
    from {{ ref('int_visitor_sightings') }}
),

associated_visitors as (
    select
        account_id,
        source,
        visitor_id,
        linked_at
    from {{ ref('int_associated_visitors') }}
),

-- Before a source's first link of anybody, associated visitors are not known rather than none.
first_links as (
    select
        source,
        min(coalesce(linked_at, cast('1900-01-01' as {{ type_time() }}))) as first_linked_at
    from {{ ref('int_product_visitor_links') }}
    group by 1
),

parameters as (
    select
        segment,
        effective_from,
        effective_to,
        {{ parameter_columns({
            'agent_weeks': ['active_agents', 'window_weeks'],
            'action_weeks': ['completed_actions', 'window_weeks'],
        }) }}
    from {{ ref('int_signal_parameters') }}
    group by 1, 2, 3
),

-- The window of account_product_usage is one for every segment.
product_windows as (
    {{ product_windows() }}
),

weeks_ago as (
    {{ week_numbers() }}
),

weeks_in_reach as (
    select week_number as n_weeks_ago
    from weeks_ago
    where
        week_number between 1
        and (
            select
                max(
                    {{ greatest_of([
                        'parameters.agent_weeks',
                        'parameters.action_weeks',
                        'product_windows.n_weeks',
                    ]) }}
                )
            from parameters
            cross join product_windows
        )
),

-- Each sighting stands for its user until the next one, of the same week not at all: a user counts
-- once in a window. Summed up first, because an engine may join the weeks last.
last_seen as (
    select
        sightings.account_id,
        {{ days_after('sightings.usage_week', '7 * weeks_in_reach.n_weeks_ago') }} as snapshot_week,
        weeks_in_reach.n_weeks_ago,
        count(case when sightings.is_known then 1 end) as n_users,
        count(
            case
                when
                    sightings.linked_at
                    < {{ days_after('sightings.usage_week', '7 * weeks_in_reach.n_weeks_ago') }}
                    then 1
            end
        ) as n_associated_visitors
    from sightings
    cross join weeks_in_reach
    where
        sightings.seen_again is null
        or {{ days_after('sightings.usage_week', '7 * weeks_in_reach.n_weeks_ago') }}
        <= sightings.seen_again
    group by 1, 2, 3
),

seen_users as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        spoken_weeks.source,
        sum(
            case
                when last_seen.n_weeks_ago <= parameters.agent_weeks then last_seen.n_users
                else 0
            end
        ) as n_agents,
        sum(
            case
                when last_seen.n_weeks_ago <= parameters.action_weeks then last_seen.n_users
                else 0
            end
        ) as n_users_of_actions,
        sum(
            case
                when last_seen.n_weeks_ago <= product_windows.n_weeks
                    then last_seen.n_associated_visitors
                else 0
            end
        ) as n_associated_visitors_in_window
    from account_weeks
    inner join spoken_weeks
        on
            account_weeks.account_id = spoken_weeks.account_id
            and account_weeks.snapshot_week = spoken_weeks.snapshot_week
    inner join parameters
        on
            account_weeks.segment = parameters.segment
            and {{ is_in_period('account_weeks.snapshot_week', 'parameters') }}
    inner join product_windows
        on {{ is_in_period('account_weeks.snapshot_week', 'product_windows') }}
    left join last_seen
        on
            account_weeks.account_id = last_seen.account_id
            and account_weeks.snapshot_week = last_seen.snapshot_week
    group by 1, 2, 3
),

linked_visitors as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        count(*) as n_associated_visitors
    from account_weeks
    inner join spoken_weeks
        on
            account_weeks.account_id = spoken_weeks.account_id
            and account_weeks.snapshot_week = spoken_weeks.snapshot_week
    inner join associated_visitors
        on
            account_weeks.account_id = associated_visitors.account_id
            and spoken_weeks.source = associated_visitors.source
            and account_weeks.snapshot_week > associated_visitors.linked_at
    group by 1, 2
),

final as (
    select
        seen_users.account_id,
        seen_users.snapshot_week,
        cast(seen_users.n_agents as bigint) as n_agents,
        cast(seen_users.n_users_of_actions as bigint) as n_users_of_actions,
        case
            when first_links.first_linked_at < seen_users.snapshot_week
                then cast(seen_users.n_associated_visitors_in_window as bigint)
        end as n_associated_visitors_in_window,
        case
            when first_links.first_linked_at < seen_users.snapshot_week
                then coalesce(linked_visitors.n_associated_visitors, 0)
        end as n_associated_visitors
    from seen_users
    left join linked_visitors
        on
            seen_users.account_id = linked_visitors.account_id
            and seen_users.snapshot_week = linked_visitors.snapshot_week
    left join first_links on seen_users.source = first_links.source
)

select * from final
