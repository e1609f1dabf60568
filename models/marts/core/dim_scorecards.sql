with versions as (
    select
        scorecard_id,
        version,
        status,
        effective_from,
        effective_to,
        decided_by,
        decision,
        rules_hash
    from {{ ref('scorecard_versions') }}
),

scorecards as (
    select
        scorecard_id,
        name,
        owner,
        cadence,
        scale_max,
        rollup,
        coalesce(min_weight_observed, 0) as min_weight_observed,
        coalesce(peer_group, 'all') as peer_group,
        coalesce(lifecycle, 'all') as lifecycle
    from {{ ref('scorecards') }}
),

categories as (
    select
        scorecard_id,
        version,
        segment,
        category_id,
        weight,
        sort_order
    from {{ ref('scorecard_categories') }}
),

signals as (
    select
        signal_id,
        coalesce(is_subjective, false) as is_subjective
    from {{ ref('signals') }}
),

scorecard_signals as (
    select
        scorecard_id,
        version,
        segment,
        category_id,
        signal_id,
        weight
    from {{ ref('scorecard_signals') }}
),

bands as (
    select distinct
        scorecard_id,
        version,
        rank,
        label
    from {{ ref('bands') }}
    where segment = '*'
),

versions_in_force as (
    select
        scorecard_id,
        version
    from {{ ref('int_scorecard_versions_weekly') }}
    where is_in_force and snapshot_week = {{ as_of_week() }}
),

-- Segments with weights or methods of their own; `*` is everybody else.
segment_sets as (
    select
        scorecard_id,
        version,
        segment
    from categories
    where segment <> '*'
    union
    select
        scorecard_id,
        version,
        segment
    from scorecard_signals
    where segment <> '*'
),

segments as (
    select
        scorecard_id,
        version,
        {{ dbt.listagg('segment', "', '", 'order by segment') }} as segments_with_own_rules
    from segment_sets
    group by 1, 2
),

category_totals as (
    select
        scorecard_id,
        version,
        count(*) as n_categories,
        {{ dbt.listagg('category_id', "', '", 'order by sort_order, category_id') }} as categories
    from categories
    where segment = '*'
    group by 1, 2
),

signal_weights as (
    select
        scorecard_signals.scorecard_id,
        scorecard_signals.version,
        signals.is_subjective,
        scorecard_signals.weight
        * case when scorecards.rollup = 'sum' then 1 else categories.weight end as declared_weight
    from scorecard_signals
    inner join scorecards on scorecard_signals.scorecard_id = scorecards.scorecard_id
    inner join signals on scorecard_signals.signal_id = signals.signal_id
    inner join categories
        on
            scorecard_signals.scorecard_id = categories.scorecard_id
            and scorecard_signals.version = categories.version
            and scorecard_signals.segment = categories.segment
            and scorecard_signals.category_id = categories.category_id
    where scorecard_signals.segment = '*'
),

signal_totals as (
    select
        scorecard_id,
        version,
        count(*) as n_signals,
        sum(case when is_subjective then 1 else 0 end) as n_subjective_signals,
        {{ exact_sum('case when is_subjective then declared_weight else 0 end') }}
            as subjective_weight,
        {{ exact_sum('declared_weight') }} as declared_weight
    from signal_weights
    group by 1, 2
),

band_totals as (
    select
        scorecard_id,
        version,
        {{ dbt.listagg('label', "', '", 'order by rank') }} as bands
    from bands
    group by 1, 2
),

final as (
    select
        versions.scorecard_id,
        versions.version,
        coalesce(scorecards.name, versions.scorecard_id) as scorecard_name,
        scorecards.owner,
        scorecards.cadence,
        scorecards.scale_max,
        scorecards.rollup,
        scorecards.min_weight_observed,
        scorecards.peer_group,
        scorecards.lifecycle,
        versions.status,
        versions.effective_from,
        versions.effective_to,
        versions_in_force.version is not null as is_in_force,
        versions.decided_by,
        versions.decision,
        versions.rules_hash,
        cast(category_totals.n_categories as integer) as n_categories,
        category_totals.categories,
        cast(signal_totals.n_signals as integer) as n_signals,
        cast(signal_totals.n_subjective_signals as integer) as n_subjective_signals,
        {{ round_to(
            'signal_totals.subjective_weight / nullif(signal_totals.declared_weight, 0)', 4
        ) }} as subjective_share,
        segments.segments_with_own_rules,
        band_totals.bands
    from versions
    inner join scorecards on versions.scorecard_id = scorecards.scorecard_id
    left join versions_in_force
        on
            versions.scorecard_id = versions_in_force.scorecard_id
            and versions.version = versions_in_force.version
    left join category_totals
        on
            versions.scorecard_id = category_totals.scorecard_id
            and versions.version = category_totals.version
    left join signal_totals
        on
            versions.scorecard_id = signal_totals.scorecard_id
            and versions.version = signal_totals.version
    left join segments
        on
            versions.scorecard_id = segments.scorecard_id
            and versions.version = segments.version
    left join band_totals
        on
            versions.scorecard_id = band_totals.scorecard_id
            and versions.version = band_totals.version
)

select * from final
