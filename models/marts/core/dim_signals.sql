with signals as (
    select
        signal_id,
        family,
        source_family,
        unit,
        better_when,
        coalesce(is_subjective, false) as is_subjective,
        first_snapshot_week,
        definition,
        why_it_matters,
        what_moves_it,
        what_to_do
    from {{ ref('signals') }}
),

source_families as (
    select
        source_family,
        stale_days
    from {{ ref('source_families') }}
),

family_sources as (
    select
        source_family,
        source
    from {{ ref('int_source_family_sources') }}
),

sources as (
    select
        source_family,
        {{ list_of('source', ', ', 'source') }} as sources
    from family_sources
    group by 1
),

parameters as (
    select
        periods.signal_id,
        max(case when periods.parameter = 'window_weeks' then periods.value end) as window_weeks,
        max(case when periods.parameter = 'coverage_weeks' then periods.value end)
            as coverage_weeks
    from ({{ signal_parameter_periods() }}) as periods
    where periods.segment = '*' and {{ is_in_period(as_of_week(), 'periods') }}
    group by 1
),

versions_in_force as (
    select
        scorecard_id,
        version
    from {{ ref('dim_scorecards') }}
    where is_in_force
),

scorecard_signals as (
    select distinct
        scorecard_id,
        version,
        signal_id
    from {{ ref('scorecard_signals') }}
),

uses as (
    select
        scorecard_signals.signal_id,
        count(*) as n_scorecards,
        {{ list_of(
            'scorecard_signals.scorecard_id', ', ', 'scorecard_signals.scorecard_id'
        ) }} as used_by
    from scorecard_signals
    inner join versions_in_force
        on
            scorecard_signals.scorecard_id = versions_in_force.scorecard_id
            and scorecard_signals.version = versions_in_force.version
    group by 1
),

final as (
    select
        signals.signal_id,
        {{ signal_name('signals.signal_id', 'signals.definition') }} as signal_name,
        signals.family,
        signals.source_family,
        sources.sources,
        source_families.stale_days,
        signals.unit,
        signals.better_when,
        signals.is_subjective,
        signals.first_snapshot_week,
        cast(parameters.window_weeks as integer) as window_weeks,
        cast(parameters.coverage_weeks as integer) as coverage_weeks,
        signals.definition,
        signals.why_it_matters,
        signals.what_moves_it,
        signals.what_to_do,
        cast(coalesce(uses.n_scorecards, 0) as integer) as n_scorecards,
        uses.used_by
    from signals
    left join source_families on signals.source_family = source_families.source_family
    left join sources on signals.source_family = sources.source_family
    left join parameters on signals.signal_id = parameters.signal_id
    left join uses on signals.signal_id = uses.signal_id
)

select * from final
