{{ config(incremental_strategy='by_rescored_snapshot', meta={'opened_from': 'read_from'}) }}

with landed_values as (
    select
        account_id,
        snapshot_week,
        signal_id,
        value,
        level,
        -- People and tools do not agree on capitals and blanks.
        {{ snake_case('level') }} as level_key,
        {{ round_score('value') }} as rounded_value
    from {{ ref('int_account_signals') }}
    where {{ in_rescored_snapshots(opened_from='read_from') }}
),

-- The ways in which the rules read a signal: by a rubric, or by its number (no rubric).
ways as (
    select distinct
        signal_id,
        rubric_key
    from {{ ref('int_scorecard_rules') }}
),

rubrics as (
    select
        rubric_id,
        level,
        lower_bound,
        upper_bound,
        coalesce(upper_inclusive, false) as upper_inclusive,
        label,
        score
    from {{ ref('rubrics') }}
),

-- A range that starts where the one below includes its end starts just above it.
ranges as (
    select
        rubric_id,
        lower_bound,
        upper_bound,
        upper_inclusive,
        label,
        score,
        coalesce(
            lag(upper_inclusive) over (
                partition by rubric_id
                order by lower_bound nulls first, upper_bound nulls last
            ),
            false
        ) as lower_exclusive
    from rubrics
    where level is null
),

-- A level is read by its name, a value without one by its range.
read_values as (
    select
        landed_values.account_id,
        landed_values.snapshot_week,
        landed_values.signal_id,
        ways.rubric_key,
        landed_values.value,
        landed_values.level,
        coalesce(levels.label, levels.level, ranges.label) as label,
        coalesce(levels.score, ranges.score) as rubric_score,
        coalesce(landed_values.level_key = 'not_applicable', false) as is_exempt
    from landed_values
    inner join ways on landed_values.signal_id = ways.signal_id
    left join rubrics as levels
        on
            ways.rubric_key = levels.rubric_id
            and landed_values.level_key = {{ snake_case('levels.level') }}
    left join ranges
        on
            ways.rubric_key = ranges.rubric_id
            and landed_values.level is null
            and {{ is_in_range(
                'landed_values.rounded_value',
                'ranges.lower_bound',
                'ranges.upper_bound',
                'ranges.lower_exclusive',
                'ranges.upper_inclusive',
            ) }}
),

final as (
    select
        account_id,
        snapshot_week,
        signal_id,
        rubric_key,
        value,
        level,
        label,
        rubric_score,
        is_exempt,
        is_exempt
        or rubric_score is not null
        or (rubric_key = '(number)' and value is not null) as is_known
    from read_values
)

select * from final
