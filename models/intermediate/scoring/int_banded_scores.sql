with account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        is_in_force,
        segment,
        lifecycle,
        scale_max,
        min_weight_observed,
        n_signals,
        n_observed,
        weight_observed,
        no_score_reason,
        score_calculated,
        score_without_subjective
    from {{ ref('int_account_scores') }}
    where {{ in_open_versions() }}
),

overridden_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        score,
        mid_rank,
        n_peers,
        override_score,
        override_band,
        override_author,
        override_reason,
        is_overridden
    from {{ ref('int_overridden_scores') }}
    where {{ in_open_versions() }}
),

card_coverage as (
    select
        snapshot_week,
        scorecard_id,
        version,
        families_not_observed
    from {{ ref('int_card_coverage_weekly') }}
    where {{ in_open_versions() }}
),

band_ranges as (
    select
        scorecard_id,
        version,
        segment,
        band_on,
        band_id,
        lower_bound,
        upper_bound,
        label,
        colour,
        rank,
        grade,
        -- The highest range includes its end; what starts where a closed range ends is above it.
        coalesce(upper_inclusive, false)
        or row_number() over (
            partition by scorecard_id, version, segment
            order by upper_bound desc nulls first
        ) = 1 as upper_inclusive,
        coalesce(
            lag(upper_inclusive) over (
                partition by scorecard_id, version, segment
                order by lower_bound nulls first, upper_bound nulls last
            ),
            false
        ) as lower_exclusive
    from {{ ref('bands') }}
),

band_statuses as (
    select
        band_id,
        label,
        colour,
        rank
    from {{ ref('band_statuses') }}
),

bands as (
    select
        scorecard_id,
        version,
        segment,
        band_id,
        min(label) as label,
        min(colour) as colour,
        min(rank) as rank
    from band_ranges
    group by 1, 2, 3, 4
),

own_bands as (
    select distinct
        scorecard_id,
        version,
        segment
    from band_ranges
),

-- A segment with bands of its own uses only those.
scores as (
    select
        account_scores.*,
        overridden_scores.score,
        overridden_scores.mid_rank,
        overridden_scores.n_peers,
        overridden_scores.override_score,
        overridden_scores.override_band,
        overridden_scores.override_author,
        overridden_scores.override_reason,
        overridden_scores.is_overridden,
        coalesce(own_bands.segment, '*') as band_segment
    from account_scores
    inner join overridden_scores
        on
            account_scores.account_id = overridden_scores.account_id
            and account_scores.snapshot_week = overridden_scores.snapshot_week
            and account_scores.scorecard_id = overridden_scores.scorecard_id
            and account_scores.version = overridden_scores.version
    left join own_bands
        on
            account_scores.scorecard_id = own_bands.scorecard_id
            and account_scores.version = own_bands.version
            and account_scores.segment = own_bands.segment
),

banded as (
    select
        scores.*,
        band_ranges.band_id as band_reached,
        band_ranges.grade as grade_reached,
        case
            when override_bands.band_id is not null then override_bands.band_id
            when scores.score is null then 'insufficient_data'
            else band_ranges.band_id
        end as band,
        coalesce(override_bands.label, band_ranges.label) as band_name,
        coalesce(override_bands.colour, band_ranges.colour) as band_light,
        coalesce(override_bands.rank, band_ranges.rank) as band_place
    from scores
    left join band_ranges
        on
            scores.scorecard_id = band_ranges.scorecard_id
            and scores.version = band_ranges.version
            and scores.band_segment = band_ranges.segment
            and {{ is_in_range(
                "case when band_ranges.band_on = 'mid_rank' then scores.mid_rank else scores.score end",
                'band_ranges.lower_bound',
                'band_ranges.upper_bound',
                'band_ranges.lower_exclusive',
                'band_ranges.upper_inclusive',
            ) }}
    left join bands as override_bands
        on
            scores.scorecard_id = override_bands.scorecard_id
            and scores.version = override_bands.version
            and scores.band_segment = override_bands.segment
            and scores.override_band = override_bands.band_id
),

final as (
    select
        banded.account_id,
        banded.snapshot_week,
        banded.scorecard_id,
        banded.version,
        banded.is_in_force,
        banded.segment,
        banded.lifecycle,
        banded.score_calculated,
        banded.score,
        banded.score_without_subjective,
        banded.scale_max,
        banded.mid_rank,
        cast(banded.n_peers as integer) as n_peers,
        banded.band,
        coalesce(band_statuses.label, banded.band_name) as band_label,
        coalesce(band_statuses.colour, banded.band_light) as band_colour,
        coalesce(band_statuses.rank, banded.band_place) as band_rank,
        case when banded.band = banded.band_reached then banded.grade_reached end as grade,
        banded.weight_observed,
        banded.min_weight_observed,
        cast(banded.n_signals as integer) as n_signals,
        cast(banded.n_observed as integer) as n_observed,
        card_coverage.families_not_observed,
        banded.no_score_reason,
        banded.is_overridden,
        banded.override_score,
        banded.override_band,
        banded.override_author,
        banded.override_reason
    from banded
    left join band_statuses
        on banded.band = band_statuses.band_id
    left join card_coverage
        on
            banded.snapshot_week = card_coverage.snapshot_week
            and banded.scorecard_id = card_coverage.scorecard_id
            and banded.version = card_coverage.version
)

select * from final
