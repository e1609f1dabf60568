{{ config(materialized='view') }}

with versions as (
    select
        snapshot_week,
        scorecard_id,
        version,
        is_in_force,
        scale_max,
        rollup,
        peer_group,
        lifecycle
    from {{ ref('int_scorecard_versions_weekly') }}
),

account_weeks as (
    select
        account_id,
        snapshot_week,
        segment,
        lifecycle
    from {{ ref('int_account_weeks') }}
    where is_alive
),

rules as (
    select
        scorecard_id,
        version,
        segment,
        signal_id,
        category_id,
        category_weight,
        signal_weight,
        declared_weight,
        method,
        rubric_key,
        low,
        high,
        missing_policy,
        default_score,
        max_carry_weeks,
        is_subjective,
        first_snapshot_week
    from {{ ref('int_scorecard_rules') }}
),

final as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        versions.scorecard_id,
        versions.version,
        rules.signal_id,
        versions.is_in_force,
        versions.rollup,
        versions.scale_max,
        rules.category_id,
        rules.category_weight,
        rules.signal_weight,
        rules.declared_weight,
        rules.method,
        rules.rubric_key,
        rules.low,
        rules.high,
        rules.missing_policy,
        rules.default_score,
        rules.max_carry_weeks,
        rules.is_subjective,
        case when versions.peer_group = 'segment' then account_weeks.segment else '*' end
            as peer_group,
        coalesce(account_weeks.snapshot_week < rules.first_snapshot_week, false)
            as is_before_signal_start
    from account_weeks
    inner join versions
        on
            account_weeks.snapshot_week = versions.snapshot_week
            and versions.lifecycle in ('all', account_weeks.lifecycle)
    inner join rules
        on
            versions.scorecard_id = rules.scorecard_id
            and versions.version = rules.version
            and account_weeks.segment = rules.segment
)

select * from final
