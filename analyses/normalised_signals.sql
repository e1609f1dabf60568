-- The normalising macros on a table of your own, here signals of usage, each snapshot by itself.
-- `dbt show --select normalised_signals`, or copy it into a model.
with usage_signals as (
    select
        account_id,
        snapshot_week,
        login_frequency,
        depth_of_use,
        session_duration,
        completed_actions,
        feature_breadth
    from {{ ref('int_usage_signals_weekly') }}
),

final as (
    select
        account_id,
        snapshot_week,
        {{ rubric_score('login_frequency', 'login_frequency_1') }} as login_score,
        {{ linear_score('depth_of_use', 0, 1) }} as depth_score,
        {{ percentile_of('session_duration', 'snapshot_week') }} as session_percentile,
        {{ quintile_of('completed_actions', 'snapshot_week') }} as actions_points,
        {{ share_of_max_of('feature_breadth', 'snapshot_week', 10) }} as breadth_share
    from usage_signals
)

select * from final
