with cells as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        signal_id,
        is_in_force,
        rollup,
        scale_max,
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
        peer_group,
        is_before_signal_start
    from {{ ref('int_expected_signals') }}
    where {{ in_open_versions() }}
),

readings as (
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
        is_known
    from {{ ref('int_signal_readings') }}
    where {{ in_rescored_snapshots(opened_from='read_from') }}
),

-- What was landed for the snapshot itself.
observed as (
    select
        cells.*,
        readings.snapshot_week as observed_week,
        readings.value,
        readings.level,
        readings.label,
        readings.rubric_score,
        coalesce(readings.is_exempt, false) as is_exempt,
        coalesce(readings.is_known, false) as is_known
    from cells
    left join readings
        on
            cells.account_id = readings.account_id
            and cells.snapshot_week = readings.snapshot_week
            and cells.signal_id = readings.signal_id
            and cells.rubric_key = readings.rubric_key
),

-- Cells that may look back, with every reading that is young enough; the newest can be used.
looked_back as (
    select
        cells.account_id,
        cells.snapshot_week,
        cells.scorecard_id,
        cells.version,
        cells.signal_id,
        readings.snapshot_week as observed_week,
        readings.value,
        readings.level,
        readings.label,
        readings.rubric_score,
        readings.is_exempt,
        row_number() over (
            partition by
                cells.account_id,
                cells.snapshot_week,
                cells.scorecard_id,
                cells.version,
                cells.signal_id
            order by readings.snapshot_week desc
        ) as recency
    from cells
    inner join readings
        on
            cells.account_id = readings.account_id
            and cells.signal_id = readings.signal_id
            and cells.rubric_key = readings.rubric_key
            and readings.is_known
            and cells.snapshot_week > readings.snapshot_week
            and cells.snapshot_week
            <= {{ weeks_after('readings.snapshot_week', 'cells.max_carry_weeks') }}
    where cells.missing_policy = 'carry_forward'
),

carried as (
    select * from looked_back
    where recency = 1
),

final as (
    select
        observed.account_id,
        observed.snapshot_week,
        observed.scorecard_id,
        observed.version,
        observed.signal_id,
        observed.is_in_force,
        observed.rollup,
        observed.scale_max,
        observed.peer_group,
        observed.category_id,
        observed.category_weight,
        observed.signal_weight,
        observed.declared_weight,
        observed.method,
        observed.low,
        observed.high,
        observed.missing_policy,
        observed.default_score,
        observed.is_subjective,
        observed.is_before_signal_start,
        -- A value or level that no rule can read is kept, so that it can be counted.
        case when carried.observed_week is null then observed.value else carried.value end
            as value,
        case when carried.observed_week is null then observed.level else carried.level end
            as level,
        coalesce(carried.label, observed.label) as label,
        coalesce(carried.rubric_score, observed.rubric_score) as rubric_score,
        coalesce(carried.observed_week, observed.observed_week) as observed_week,
        coalesce(carried.is_exempt, observed.is_exempt) as is_exempt,
        observed.is_known or carried.observed_week is not null as is_known,
        observed.observed_week is not null and not observed.is_known as has_unread_value
    from observed
    left join carried
        on
            observed.account_id = carried.account_id
            and observed.snapshot_week = carried.snapshot_week
            and observed.scorecard_id = carried.scorecard_id
            and observed.version = carried.version
            and observed.signal_id = carried.signal_id
            and not observed.is_known
)

select * from final
