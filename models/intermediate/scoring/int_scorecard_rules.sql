{{ config(materialized='table') }}

-- Whatever scores reads these rules, and has to know first what this run opens:
-- depends_on: {{ ref('int_open_versions_weekly') }}
with versions as (
    select distinct
        scorecard_id,
        version,
        rollup
    from {{ ref('int_scorecard_versions_weekly') }}
),

segments as (
    select distinct segment
    from {{ ref('int_account_weeks') }}
    where is_alive
    union distinct
    -- Closed snapshots may hold accounts that the CRM has no longer, and segments gone with them.
    select stored_segments.segment
    from ({{ stored_segments() }}) as stored_segments
),

scorecard_signals as (
    select
        scorecard_id,
        version,
        segment,
        category_id,
        signal_id,
        weight,
        method,
        case when method = 'rubric' then rubric_id end as rubric_id,
        low,
        high,
        missing_policy,
        default_score,
        max_carry_weeks
    from {{ ref('int_scorecard_signal_weights') }}
),

scorecard_categories as (
    select
        scorecard_id,
        version,
        segment,
        category_id,
        weight,
        sort_order
    from {{ ref('int_scorecard_category_weights') }}
),

signals as (
    select
        signal_id,
        coalesce(is_subjective, false) as is_subjective,
        coalesce(better_when = 'lower', false) as is_lower_better,
        first_snapshot_week,
        coalesce(source_family, 'custom_signal') as source_family
    from {{ ref('signals') }}
),

connected_families as (
    select distinct source_family
    from {{ ref('int_source_family_sources') }}
    where is_connected
),

rubrics as (
    select distinct
        rubric_id,
        rubric_number
    from {{ ref('int_rubric_rows') }}
),

own_signals as (
    select distinct
        scorecard_id,
        version,
        segment
    from scorecard_signals
),

own_categories as (
    select distinct
        scorecard_id,
        version,
        segment
    from scorecard_categories
),

-- A segment with rows of its own uses only those, else those of `*`; categories and signals each.
segment_sets as (
    select
        versions.scorecard_id,
        versions.version,
        versions.rollup,
        segments.segment,
        coalesce(own_signals.segment, '*') as signal_segment,
        coalesce(own_categories.segment, '*') as category_segment
    from versions
    cross join segments
    left join own_signals
        on
            versions.scorecard_id = own_signals.scorecard_id
            and versions.version = own_signals.version
            and segments.segment = own_signals.segment
    left join own_categories
        on
            versions.scorecard_id = own_categories.scorecard_id
            and versions.version = own_categories.version
            and segments.segment = own_categories.segment
),

final as (
    select
        segment_sets.scorecard_id,
        segment_sets.version,
        segment_sets.segment,
        scorecard_signals.signal_id,
        {{ hash_number([
            'segment_sets.scorecard_id',
            'segment_sets.version',
            'segment_sets.segment',
            'scorecard_signals.signal_id',
        ]) }} as rule_hash,
        {{ hash_number(['segment_sets.scorecard_id', 'segment_sets.version']) }} as version_hash,
        {{ hash_number(['scorecard_signals.signal_id']) }} as signal_hash,
        scorecard_signals.category_id,
        {{ hash_number(['scorecard_signals.category_id']) }} as category_hash,
        scorecard_categories.sort_order as category_order,
        scorecard_signals.weight as signal_weight,
        scorecard_signals.method,
        scorecard_signals.rubric_id,
        rubrics.rubric_number,
        scorecard_signals.low,
        scorecard_signals.high,
        scorecard_signals.missing_policy,
        scorecard_signals.default_score,
        scorecard_signals.max_carry_weeks,
        signals.is_subjective,
        signals.is_lower_better,
        signals.first_snapshot_week,
        connected_families.source_family is not null as is_connected,
        -- Categories of a sum card only group: each weighs what its signals weigh together.
        case
            when segment_sets.rollup = 'sum'
                then sum(scorecard_signals.weight) over (
                    partition by
                        segment_sets.scorecard_id,
                        segment_sets.version,
                        segment_sets.segment,
                        scorecard_signals.category_id
                )
            else scorecard_categories.weight
        end as category_weight,
        case when segment_sets.rollup = 'sum' then 1 else scorecard_categories.weight end
        * scorecard_signals.weight as declared_weight
    from segment_sets
    inner join scorecard_signals
        on
            segment_sets.scorecard_id = scorecard_signals.scorecard_id
            and segment_sets.version = scorecard_signals.version
            and segment_sets.signal_segment = scorecard_signals.segment
    inner join scorecard_categories
        on
            segment_sets.scorecard_id = scorecard_categories.scorecard_id
            and segment_sets.version = scorecard_categories.version
            and segment_sets.category_segment = scorecard_categories.segment
            and scorecard_signals.category_id = scorecard_categories.category_id
    inner join signals on scorecard_signals.signal_id = signals.signal_id
    left join connected_families on signals.source_family = connected_families.source_family
    left join rubrics on scorecard_signals.rubric_id = rubrics.rubric_id
)

select * from final
