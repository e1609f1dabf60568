{{ config(
    materialized='incremental',
    incremental_strategy='by_rescored_snapshot',
    on_schema_change='fail',
) }}

with rules as (
    select
        alert_rule_id,
        scorecard_id,
        kind,
        kind = 'band_entry' as is_entry,
        compared_weeks,
        trigger_points,
        release_points,
        release_weeks,
        band_id,
        also_scorecard_id,
        also_band_id
    from {{ ref('alert_rules') }}
),

scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        band_segment,
        score,
        band,
        band_rank,
        is_overridden,
        level,
        n_rule_changes,
        last_banded_week,
        rank_by_these_rules
    from {{ ref('int_comparable_scores_weekly') }}
),

bands as (
    select
        scorecard_id,
        version,
        segment,
        band_id,
        max(upper_bound) as upper_bound,
        max(rank) as rank
    from {{ ref('bands') }}
    group by 1, 2, 3, 4
),

standings as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        band
    from {{ ref('int_banded_scores') }}
    where is_in_force
),

silences as (
    select
        subject_id,
        snapshot_week,
        weeks_observed,
        is_silent
    from {{ ref('int_source_silences_weekly') }}
    where {{ in_rescored_snapshots() }}
),

-- A fall looks back so many weeks, an entry to the last snapshot at which the account had a band.
compared as (
    select
        rules.*,
        scores.account_id,
        scores.snapshot_week,
        scores.version,
        scores.band_segment,
        scores.score,
        scores.band,
        scores.band_rank,
        scores.is_overridden,
        scores.level,
        earlier.snapshot_week as compared_week,
        earlier.level as level_before,
        coalesce(scores.rank_by_these_rules, earlier.band_rank) as rank_before,
        scores.version <> earlier.version and scores.n_rule_changes = earlier.n_rule_changes
            as is_across_rules
    from rules
    inner join scores on rules.scorecard_id = scores.scorecard_id
    left join scores as earlier
        on
            scores.account_id = earlier.account_id
            and scores.scorecard_id = earlier.scorecard_id
            and earlier.snapshot_week = case
                when rules.is_entry then scores.last_banded_week
                else {{ weeks_after('scores.snapshot_week', '-rules.compared_weeks') }}
            end
    where {{ in_rescored_snapshots('scores.snapshot_week') }}
),

-- A missing score neither triggers nor releases: what is compared with null is not true.
judged as (
    select
        compared.*,
        case
            when compared.is_entry
                then
                    compared.band = compared.band_id
                    and coalesce(compared.rank_before > compared.band_rank, true)
            else
                {{ round_score('compared.level_before - compared.level') }}
                >= compared.trigger_points
                and (
                    compared.also_band_id is null
                    or standings.account_id is not null
                    or earlier_standings.account_id is not null
                )
        end as is_triggered,
        {{ round_score('compared.score - bands.upper_bound') }} as points_above,
        compared.band_rank > bands.rank as is_above
    from compared
    left join bands
        on
            compared.scorecard_id = bands.scorecard_id
            and compared.version = bands.version
            and compared.band_segment = bands.segment
            and compared.band_id = bands.band_id
    left join standings
        on
            compared.account_id = standings.account_id
            and compared.snapshot_week = standings.snapshot_week
            and compared.also_scorecard_id = standings.scorecard_id
            and compared.also_band_id = standings.band
    left join standings as earlier_standings
        on
            compared.account_id = earlier_standings.account_id
            and compared.compared_week = earlier_standings.snapshot_week
            and compared.also_scorecard_id = earlier_standings.scorecard_id
            and compared.also_band_id = earlier_standings.band
),

final as (
    select
        alert_rule_id,
        'account' as subject_type,
        account_id as subject_id,
        -- Set where the account's id changes after its week was told.
        cast(null as {{ type_text() }}) as told_as,
        snapshot_week,
        coalesce(is_triggered, false) as is_triggered,
        compared_week,
        {{ round_score('level - level_before') }} as change,
        coalesce(is_across_rules, false) as is_across_rules,
        -- A score or band set by hand counts by its band alone.
        case
            when not is_entry then level
            when not is_overridden then points_above
            when is_above then release_points
        end as position,
        case
            when is_entry then release_points
            else {{ round_score('level_before - release_points') }}
        end as release_position
    from judged

    union all

    select
        rules.alert_rule_id,
        'source' as subject_type,
        silences.subject_id,
        cast(null as {{ type_text() }}) as told_as,
        silences.snapshot_week,
        silences.is_silent as is_triggered,
        cast(null as date) as compared_week,
        cast(null as {{ type_double() }}) as change,
        false as is_across_rules,
        cast(silences.weeks_observed as {{ type_double() }}) as position,
        cast(rules.release_weeks as {{ type_double() }}) as release_position
    from rules
    cross join silences
    where rules.kind = 'stale_source'
)

select * from final
