{#- Sum, what it sums up, and the window over which it does. -#}
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

usage_weeks as (
    select
        account_id,
        usage_week,
        active_days,
        user_days,
        events,
        user_events,
        user_minutes,
        feature_uses
    from {{ ref('int_account_usage_weeks') }}
),

active_users as (
    select
        account_id,
        snapshot_week,
        n_agents,
        n_users_of_actions
    from {{ ref('int_active_users_weekly') }}
    where {{ in_open_snapshots() }}
),

core_feature_use as (
    select
        account_id,
        snapshot_week,
        n_core_features,
        n_core_features_used,
        n_features_used
    from {{ ref('int_core_feature_use_weekly') }}
    where {{ in_open_snapshots() }}
),

spoken_weeks as (
    select
        account_id,
        snapshot_week,
        weeks_spoken
    from {{ ref('int_product_speakers_weekly') }}
    where {{ in_open_snapshots() }}
),

parameters as (
    select
        segment,
        effective_from,
        effective_to,
        {{ parameter_columns({
            'adoption_weeks': ['feature_adoption', 'window_weeks'],
            'breadth_weeks': ['feature_breadth', 'window_weeks'],
            'agent_weeks': ['active_agents', 'window_weeks'],
            'login_weeks': ['login_frequency', 'window_weeks'],
            'trend_weeks': ['usage_trend', 'window_weeks'],
            'depth_weeks': ['depth_of_use', 'window_weeks'],
            'depth_benchmark': ['depth_of_use', 'benchmark'],
            'session_weeks': ['session_duration', 'window_weeks'],
            'identified_weeks': ['identified_usage', 'window_weeks'],
            'action_weeks': ['completed_actions', 'window_weeks'],
        }) }}
    from {{ ref('int_signal_parameters') }}
    group by 1, 2, 3
),

weeks_ago as (
    {{ week_numbers() }}
),

-- A trend reaches back over two windows.
weeks_in_reach as (
    select week_number as n_weeks_ago
    from weeks_ago
    where
        week_number between 1
        and (
            select
                max(
                    {{ greatest_of([
                        'parameters.login_weeks',
                        '2 * parameters.trend_weeks',
                        'parameters.depth_weeks',
                        'parameters.session_weeks',
                        'parameters.identified_weeks',
                        'parameters.action_weeks',
                    ]) }}
                )
            from parameters
        )
),

usage_ahead as (
    select
        usage_weeks.*,
        {{ days_after('usage_weeks.usage_week', '7 * weeks_in_reach.n_weeks_ago') }}
            as snapshot_week,
        weeks_in_reach.n_weeks_ago
    from usage_weeks
    cross join weeks_in_reach
),

window_sums as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        sum(
            case
                when usage_ahead.n_weeks_ago <= parameters.login_weeks
                    then usage_ahead.active_days
            end
        ) as active_days,
        sum(
            case
                when usage_ahead.n_weeks_ago <= parameters.trend_weeks
                    then usage_ahead.events
            end
        ) as events_now,
        sum(
            case
                when usage_ahead.n_weeks_ago <= parameters.depth_weeks
                    then usage_ahead.user_days
            end
        ) as user_days,
        sum(
            case
                when usage_ahead.n_weeks_ago <= parameters.depth_weeks
                    then usage_ahead.user_events
            end
        ) as user_events,
        sum(
            case
                when usage_ahead.n_weeks_ago <= parameters.session_weeks
                    then usage_ahead.user_minutes
            end
        ) as session_minutes,
        sum(
            case
                when usage_ahead.n_weeks_ago <= parameters.session_weeks
                    then usage_ahead.user_days
            end
        ) as session_days,
        sum(
            case
                when usage_ahead.n_weeks_ago <= parameters.identified_weeks
                    then usage_ahead.user_events
            end
        ) as identified_events,
        sum(
            case
                when usage_ahead.n_weeks_ago <= parameters.identified_weeks
                    then usage_ahead.events
            end
        ) as all_events,
        sum(
            case
                when usage_ahead.n_weeks_ago <= parameters.action_weeks
                    then usage_ahead.feature_uses
            end
        ) as feature_uses,
        sum(
            case
                when
                    usage_ahead.n_weeks_ago > parameters.trend_weeks
                    and usage_ahead.n_weeks_ago <= 2 * parameters.trend_weeks
                    then usage_ahead.events
            end
        ) as events_before
    from account_weeks
    inner join parameters
        on
            account_weeks.segment = parameters.segment
            and {{ is_in_period('account_weeks.snapshot_week', 'parameters') }}
    inner join usage_ahead
        on
            account_weeks.account_id = usage_ahead.account_id
            and account_weeks.snapshot_week = usage_ahead.snapshot_week
    group by 1, 2
),

-- With a product account, no rows are no use; without one, use is not known. Nor is it in a window
-- in which two sources spoke, since they do not count alike.
final as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        case
            when spoken_weeks.weeks_spoken >= parameters.login_weeks
                then cast(coalesce(window_sums.active_days, 0) as {{ type_double() }})
        end as login_frequency,
        case
            when spoken_weeks.weeks_spoken >= parameters.adoption_weeks
                then
                    100 * cast(core_feature_use.n_core_features_used as {{ type_double() }})
                    / nullif(core_feature_use.n_core_features, 0)
        end as feature_adoption,
        case
            when spoken_weeks.weeks_spoken >= 2 * parameters.trend_weeks
                then
                    cast(coalesce(window_sums.events_now, 0) as {{ type_double() }})
                    / nullif(window_sums.events_before, 0) - 1
        end as usage_trend,
        case
            when spoken_weeks.weeks_spoken >= parameters.depth_weeks
                then
                    cast(window_sums.user_events as {{ type_double() }})
                    / nullif(window_sums.user_days, 0)
                    / nullif(parameters.depth_benchmark, 0)
        end as depth_of_use,
        case
            when spoken_weeks.weeks_spoken >= parameters.agent_weeks
                then cast(active_users.n_agents as {{ type_double() }})
        end as active_agents,
        case
            when spoken_weeks.weeks_spoken >= parameters.session_weeks
                then
                    cast(window_sums.session_minutes as {{ type_double() }})
                    / nullif(window_sums.session_days, 0)
        end as session_duration,
        case
            when spoken_weeks.weeks_spoken >= parameters.action_weeks
                then
                    cast(window_sums.feature_uses as {{ type_double() }})
                    / nullif(active_users.n_users_of_actions, 0)
        end as completed_actions,
        case
            when spoken_weeks.weeks_spoken >= parameters.breadth_weeks
                then cast(core_feature_use.n_features_used as {{ type_double() }})
        end as feature_breadth,
        case
            when spoken_weeks.weeks_spoken >= parameters.identified_weeks
                then
                    100 * cast(window_sums.identified_events as {{ type_double() }})
                    / nullif(window_sums.all_events, 0)
        end as identified_usage
    from account_weeks
    left join parameters
        on
            account_weeks.segment = parameters.segment
            and {{ is_in_period('account_weeks.snapshot_week', 'parameters') }}
    left join spoken_weeks
        on
            account_weeks.account_id = spoken_weeks.account_id
            and account_weeks.snapshot_week = spoken_weeks.snapshot_week
    left join window_sums
        on
            account_weeks.account_id = window_sums.account_id
            and account_weeks.snapshot_week = window_sums.snapshot_week
    left join core_feature_use
        on
            account_weeks.account_id = core_feature_use.account_id
            and account_weeks.snapshot_week = core_feature_use.snapshot_week
    left join active_users
        on
            account_weeks.account_id = active_users.account_id
            and account_weeks.snapshot_week = active_users.snapshot_week
)

select * from final
