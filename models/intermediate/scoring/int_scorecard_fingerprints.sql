{{ config(materialized='table') }}

with versions as (
    select
        scorecard_id,
        version,
        effective_from,
        effective_to,
        rules_hash
    from {{ ref('scorecard_versions') }}
),

scorecards as (
    select
        scorecard_id,
        scale_max,
        rollup,
        min_weight_observed,
        peer_group,
        lifecycle
    from {{ ref('scorecards') }}
),

cells as (
    select distinct
        scorecard_id,
        version,
        signal_id,
        case when method = 'rubric' then rubric_id end as rubric_id,
        method in ('percentile', 'quintile', 'share_of_max') as is_ranked
    from {{ ref('scorecard_signals') }}
),

signals as (
    select
        signal_id,
        family,
        source_family,
        is_subjective,
        first_snapshot_week,
        better_when
    from {{ ref('signals') }}
),

signal_parameters as (
    {{ signal_parameter_periods() }}
),

rubrics as (
    select
        rubric_id,
        level,
        lower_bound,
        upper_bound,
        upper_inclusive,
        label,
        score
    from {{ ref('rubrics') }}
),

-- Metrics of value look back over the window of account_product_usage.
windows_used as (
    select
        scorecard_id,
        version,
        signal_id
    from cells
    union distinct
    select
        cells.scorecard_id,
        cells.version,
        'product_usage' as signal_id
    from cells
    inner join signals on cells.signal_id = signals.signal_id
    where signals.family = 'value'
),

rules as (
    select
        versions.scorecard_id,
        versions.version,
        {{ row_text('versions', ['effective_from']) }}
        || '|' || {{ row_text('scorecards', [
            'scale_max', 'rollup', 'min_weight_observed', 'peer_group', 'lifecycle',
        ]) }} as rule
    from versions
    inner join scorecards on versions.scorecard_id = scorecards.scorecard_id

    union all

    select
        own_rows.scorecard_id,
        own_rows.version,
        {{ row_text('own_rows', ['segment', 'category_id', 'weight']) }} as rule
    from {{ ref('scorecard_categories') }} as own_rows

    union all

    select
        own_rows.scorecard_id,
        own_rows.version,
        {{ row_text('own_rows', [
            'segment', 'category_id', 'signal_id', 'weight', 'method', 'rubric_id', 'low', 'high',
            'missing_policy', 'default_score', 'max_carry_weeks',
        ]) }} as rule
    from {{ ref('scorecard_signals') }} as own_rows

    union all

    select
        own_rows.scorecard_id,
        own_rows.version,
        {{ row_text('own_rows', [
            'segment', 'band_on', 'band_id', 'lower_bound', 'upper_bound', 'label', 'colour', 'rank',
            'grade', 'upper_inclusive',
        ]) }} as rule
    from {{ ref('bands') }} as own_rows

    union all

    select
        cells.scorecard_id,
        cells.version,
        {{ row_text('signals', [
            'signal_id', 'source_family', 'is_subjective', 'first_snapshot_week',
        ]) }}
        || case when cells.is_ranked and signals.better_when = 'lower' then '|lower' else '' end
            as rule
    from cells
    inner join signals on cells.signal_id = signals.signal_id

    union all

    select
        windows_used.scorecard_id,
        windows_used.version,
        {{ row_text('signal_parameters', ['signal_id', 'parameter', 'segment', 'value']) }}
        || case
            when signal_parameters.effective_from > cast('0001-01-01' as date)
                then '|' || cast(signal_parameters.effective_from as {{ type_text() }})
            else ''
        end as rule
    from windows_used
    inner join versions
        on
            windows_used.scorecard_id = versions.scorecard_id
            and windows_used.version = versions.version
    -- Those in force at a snapshot of the version.
    inner join signal_parameters
        on
            windows_used.signal_id = signal_parameters.signal_id
            and (
                versions.effective_from is null
                or signal_parameters.effective_to > {{ monday_from('versions.effective_from') }}
            )
            and (
                versions.effective_to is null
                or signal_parameters.effective_from < {{ monday_from('versions.effective_to') }}
            )

    union all

    select
        cells.scorecard_id,
        cells.version,
        {{ row_text('rubrics', [
            'rubric_id', 'level', 'lower_bound', 'upper_bound', 'upper_inclusive', 'label', 'score',
        ]) }} as rule
    from cells
    inner join rubrics on cells.rubric_id = rubrics.rubric_id
),

fingerprints as (
    select
        scorecard_id,
        version,
        {{ md5_of(list_of('rule', '; ', 'rule')) }} as rules_fingerprint
    from rules
    group by 1, 2
),

final as (
    select
        versions.scorecard_id,
        versions.version,
        versions.effective_from,
        versions.rules_hash,
        fingerprints.rules_fingerprint
    from versions
    inner join fingerprints
        on
            versions.scorecard_id = fingerprints.scorecard_id
            and versions.version = fingerprints.version
)

select * from final
