{{ config(materialized='view') }}

with rules as (
    select
        alert_rule_id,
        scorecard_id,
        kind,
        compared_weeks,
        replace(also_band_id, '_', ' ') as also_band
    from {{ ref('alert_rules') }}
),

triggers as (
    select
        alert_rule_id,
        subject_type,
        subject_id,
        snapshot_week,
        compared_week,
        change,
        is_across_rules
    from {{ ref('int_alert_conditions_weekly') }}
    where is_triggered
),

account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        score,
        band,
        band_label,
        weight_observed,
        is_overridden
    from {{ ref('int_banded_scores') }}
    where is_in_force
),

scorecards as (
    select
        scorecard_id,
        name
    from {{ ref('scorecards') }}
),

family_sources as (
    select
        source_family,
        {{ list_of('source', ' and ', 'source') }} as source
    from {{ ref('int_source_family_sources') }}
    where is_main
    group by 1
),

-- One of several sources has its own subject, as int_source_silences_weekly names it.
coverage as (
    select
        coverage_weekly.source_family as subject_id,
        coverage_weekly.source_family,
        family_sources.source,
        coverage_weekly.snapshot_week,
        coverage_weekly.last_row_at
    from {{ ref('int_source_coverage_weekly') }} as coverage_weekly
    left join family_sources on coverage_weekly.source_family = family_sources.source_family

    union all

    select
        source_family || ' of ' || source as subject_id,
        source_family,
        source,
        snapshot_week,
        last_row_at
    from {{ ref('int_coverage_by_source_weekly') }}
),

-- What it fell from is told by the rules of the snapshot.
described as (
    select
        triggers.*,
        rules.kind,
        rules.compared_weeks,
        rules.also_band,
        scorecards.name as scorecard_name,
        scores.version,
        scores.score,
        scores.band,
        scores.band_label,
        scores.weight_observed,
        scores.is_overridden,
        {{ round_score('scores.score - triggers.change') }} as score_before,
        earlier.version as version_before,
        earlier.band_label as band_label_before,
        earlier.weight_observed as weight_before,
        {{ round_to('earlier.weight_observed - scores.weight_observed', 4) }} > 0
            as is_less_observed,
        coverage.source_family,
        coverage.source,
        coverage.last_row_at
    from triggers
    inner join rules on triggers.alert_rule_id = rules.alert_rule_id
    left join scorecards on rules.scorecard_id = scorecards.scorecard_id
    left join account_scores as scores
        on
            triggers.subject_id = scores.account_id
            and triggers.snapshot_week = scores.snapshot_week
            and rules.scorecard_id = scores.scorecard_id
    left join account_scores as earlier
        on
            triggers.subject_id = earlier.account_id
            and triggers.compared_week = earlier.snapshot_week
            and rules.scorecard_id = earlier.scorecard_id
    left join coverage
        on
            triggers.subject_id = coverage.subject_id
            and triggers.snapshot_week = coverage.snapshot_week
),

worded as (
    select
        *,
        case
            when kind = 'stale_source'
                then
                    'Nothing has come from ' || source || ' for '
                    || replace(source_family, '_', ' ')
                    || coalesce(
                        ' since ' || cast(cast(last_row_at as date) as {{ type_text() }}), ' at all'
                    )
                    || ': what rests on it is missing, not zero'
            when kind = 'band_entry' and compared_week is null
                then
                    scorecard_name || ' begins in ' || band_label
                    || coalesce(' at ' || {{ score_text('score') }}, '')
            when kind = 'band_entry'
                then
                    scorecard_name || ' went from ' || band_label_before
                    || coalesce(' at ' || {{ score_text('score_before') }}, '')
                    || ' to ' || band_label || coalesce(' at ' || {{ score_text('score') }}, '')
            else
                scorecard_name || coalesce(' of a ' || also_band || ' account', '') || ' fell by '
                || {{ points_text('-change') }} || ' points in '
                || cast(compared_weeks as {{ type_text() }})
                || case when compared_weeks = 1 then ' week' else ' weeks' end || ' to '
                || {{ score_text('score') }}
        end as what_happened,
        case
            when is_less_observed
                then
                    ', with ' || {{ percent_text('weight_observed') }}
                    || ' of the weight observed where it was '
                    || {{ percent_text('weight_before') }}
            else ''
        end as coverage_text,
        case when is_overridden then ', set by hand' else '' end as override_text,
        case
            when is_across_rules
                then ', by rules ' || version || ' where they were ' || version_before
            else ''
        end as rules_text
    from described
),

-- What else may have moved the score stands in the same sentence.
final as (
    select
        alert_rule_id,
        subject_id,
        snapshot_week,
        compared_week,
        score,
        score_before,
        change,
        band,
        what_happened || coverage_text || override_text || rules_text || '.' as reason
    from worded
)

select * from final
