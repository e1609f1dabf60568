{{ config(materialized='view') }}

with reviews as (
    select
        review_week,
        quarters,
        scorecard_id,
        version,
        segment,
        cut,
        n_churned,
        share_churned,
        effective_churned,
        share_stayed,
        effective_stayed,
        separation
    from {{ ref('int_band_cut_reviews') }}
),

parameters as (
    select
        max(case when parameter = 'interval_z' then value end) as z,
        max(case when parameter = 'least_events' then value end) as least_events
    from {{ ref('validation_parameters') }}
    where scorecard_id = '*'
),

with_enough_events as (
    select
        reviews.*,
        parameters.z
    from reviews
    inner join parameters on reviews.n_churned >= parameters.least_events
    where reviews.separation is not null
),

-- Of cuts that separate alike the lowest, so that a rerun finds the same one.
ordered as (
    select
        *,
        row_number() over (
            partition by review_week, quarters, scorecard_id, version, segment
            order by separation desc, cut asc
        ) as place
    from with_enough_events
),

-- What lies between a cut and the best one decides between them.
rivals as (
    select
        best.review_week,
        best.quarters,
        best.scorecard_id,
        best.version,
        best.segment,
        best.cut as best_cut,
        best.separation as best_separation,
        ordered.cut,
        abs(best.share_churned - ordered.share_churned) as churned_between,
        abs(best.share_stayed - ordered.share_stayed) as stayed_between,
        best.effective_churned,
        best.effective_stayed,
        best.z
    from ordered as best
    inner join ordered
        on
            best.review_week = ordered.review_week
            and best.quarters = ordered.quarters
            and best.scorecard_id = ordered.scorecard_id
            and best.version = ordered.version
            and best.segment = ordered.segment
    where best.place = 1
),

bounded_rivals as (
    select
        *,
        {{ wilson_bound('churned_between', 'effective_churned', 'z', 'lower') }} as churned_lower,
        {{ wilson_bound('stayed_between', 'effective_stayed', 'z', 'lower') }} as stayed_lower,
        {{ wilson_bound('churned_between', 'effective_churned', 'z', 'upper') }} as churned_upper,
        {{ wilson_bound('stayed_between', 'effective_stayed', 'z', 'upper') }} as stayed_upper
    from rivals
),

-- A cut is as good as the best one when the two shares between them may be equal.
final as (
    select
        review_week,
        quarters,
        scorecard_id,
        version,
        segment,
        max(best_cut) as best_threshold,
        max(best_separation) as best_separation,
        min(cut) as best_threshold_lower,
        max(cut) as best_threshold_upper
    from bounded_rivals
    where
        cut = best_cut
        or (
            cut < best_cut
            and {{ round_score(newcombe_bound(
                'churned_between', 'churned_lower', 'stayed_between', 'stayed_upper', 'lower'
            )) }} <= 0
        )
        or (
            cut > best_cut
            and {{ round_score(newcombe_bound(
                'churned_between', 'churned_upper', 'stayed_between', 'stayed_lower', 'upper'
            )) }} >= 0
        )
    group by 1, 2, 3, 4, 5
)

select * from final
