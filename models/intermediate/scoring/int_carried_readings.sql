{{ config(incremental_strategy='by_cell') }}

with versions as (
    select
        snapshot_week,
        version_hash,
        lifecycle
    from {{ ref('int_scorecard_versions_weekly') }}
    where {{ in_open_versions() }}
),

rules as (
    select
        version_hash,
        segment,
        rule_hash,
        signal_hash,
        rubric_number,
        max_carry_weeks
    from {{ ref('int_scorecard_rules') }}
    where missing_policy = 'carry_forward'
),

account_weeks as (
    select
        account_hash,
        snapshot_week,
        segment,
        lifecycle
    from {{ ref('int_account_weeks') }}
    where {{ in_rescored_snapshots() }} and is_alive
),

-- Signals that no rule carries are not looked at.
landed_values as (
    select
        account_hash,
        snapshot_week,
        signal_hash,
        value,
        level,
        level_key,
        {{ round_score('value') }} as rounded_value
    from {{ ref('int_account_signals') }}
    where
        {{ in_rescored_snapshots(opened_from='read_from') }}
        and signal_hash in (select rules.signal_hash from rules)
),

rubric_rows as (
    select
        rubric_number,
        rubric_row,
        level_key,
        score
    from {{ ref('int_rubric_rows') }}
),

rubric_bounds as (
    select * from {{ ref('int_rubric_bounds') }}
),

cells as (
    select
        account_weeks.account_hash,
        account_weeks.snapshot_week,
        rules.version_hash,
        rules.rule_hash,
        rules.signal_hash,
        rules.rubric_number,
        rules.max_carry_weeks
    from account_weeks
    inner join versions
        on
            account_weeks.snapshot_week = versions.snapshot_week
            and versions.lifecycle in ('all', account_weeks.lifecycle)
    inner join rules
        on
            versions.version_hash = rules.version_hash
            and account_weeks.segment = rules.segment
),

-- Every earlier value that is young enough, read as the rule reads it.
looked_back as (
    select
        cells.account_hash,
        cells.snapshot_week,
        cells.version_hash,
        cells.rule_hash,
        cells.rubric_number,
        landed_values.snapshot_week as observed_week,
        landed_values.value,
        landed_values.level,
        coalesce(landed_values.level_key = 'not_applicable', false) as is_exempt,
        coalesce(
            levels.rubric_row,
            case
                when landed_values.level is null
                    then {{ range_number('landed_values.rounded_value', 'rubric_bounds') }}
            end
        ) as rubric_row
    from cells
    inner join landed_values
        on
            cells.account_hash = landed_values.account_hash
            and cells.signal_hash = landed_values.signal_hash
            and cells.snapshot_week > landed_values.snapshot_week
            and cells.snapshot_week
            <= {{ weeks_after('landed_values.snapshot_week', 'cells.max_carry_weeks') }}
    left join rubric_rows as levels
        on
            cells.rubric_number = levels.rubric_number
            and landed_values.level_key = levels.level_key
    left join rubric_bounds on cells.rubric_number = rubric_bounds.rubric_number
),

known as (
    select
        looked_back.*,
        row_number() over (
            partition by
                looked_back.account_hash, looked_back.snapshot_week, looked_back.rule_hash
            order by looked_back.observed_week desc
        ) as recency
    from looked_back
    left join rubric_rows
        on
            looked_back.rubric_number = rubric_rows.rubric_number
            and looked_back.rubric_row = rubric_rows.rubric_row
    where
        looked_back.is_exempt
        or rubric_rows.score is not null
        or (looked_back.rubric_number is null and looked_back.value is not null)
),

final as (
    select
        account_hash,
        snapshot_week,
        version_hash,
        rule_hash,
        observed_week,
        value,
        level,
        rubric_row,
        is_exempt
    from known
    where recency = 1
)

select * from final
