with reviews as (
    select
        review_week,
        quarters,
        scorecard_id,
        version,
        segment,
        lead_days,
        band_segment,
        cut,
        n_quarters,
        first_snapshot_week,
        n_churned,
        n_accounts_below,
        n_churned_below,
        n_accounts_above,
        n_churned_above,
        share_churned,
        effective_churned,
        share_stayed,
        effective_stayed,
        share_below,
        effective_below,
        share_above,
        effective_above,
        separation
    from {{ ref('int_band_cut_reviews') }}
),

band_ranges as (
    select
        scorecard_id,
        version,
        segment,
        band_on,
        lower_bound,
        band_id as band_above,
        lag(band_id) over (
            partition by scorecard_id, version, segment
            order by lower_bound asc nulls first
        ) as band_below
    from {{ ref('bands') }}
),

parameters as (
    select
        max(case when parameter = 'interval_z' then value end) as z,
        max(case when parameter = 'verdict_z' then value end) as verdict_z,
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
        {%- for side in ['lower', 'upper'] %}
            {{ wilson_bound('churned_between', 'effective_churned', 'z', side) }}
                as churned_{{ side }},
            {{ wilson_bound('stayed_between', 'effective_stayed', 'z', side) }}
                as stayed_{{ side }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from rivals
),

-- A cut is as good as the best one when the two shares between them may be equal.
best_cuts as (
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
),

thresholds as (
    select
        reviews.*,
        band_ranges.band_on,
        band_ranges.band_below,
        band_ranges.band_above,
        parameters.z,
        parameters.verdict_z,
        parameters.least_events,
        reviews.n_churned_below / nullif(reviews.n_accounts_below, 0) as churn_below,
        reviews.n_churned_above / nullif(reviews.n_accounts_above, 0) as churn_above
    from reviews
    inner join band_ranges
        on
            reviews.scorecard_id = band_ranges.scorecard_id
            and reviews.version = band_ranges.version
            and reviews.band_segment = band_ranges.segment
            and reviews.cut = {{ round_score('band_ranges.lower_bound') }}
            and band_ranges.band_below <> band_ranges.band_above
    cross join parameters
),

bounded as (
    select
        *,
        {%- for name in ['below', 'above'] %}
            {%- for side in ['lower', 'upper'] %}
                {{ wilson_bound(
                    'churn_' ~ name, 'nullif(n_accounts_' ~ name ~ ', 0)', 'z', side
                ) }} as churn_{{ name }}_{{ side }},
                {{ wilson_bound('share_' ~ name, 'effective_' ~ name, 'z', side) }}
                    as {{ name }}_{{ side }},
            {%- endfor %}
        {%- endfor %}
        share_below - share_above as difference
    from thresholds
),

-- A claim holds by rows and by columns: two accounts below, both gone, are many of two, few of all.
compared as (
    select
        *,
        {{ newcombe_bound('share_below', 'below_lower', 'share_above', 'above_upper', 'lower') }}
            as difference_lower,
        {{ newcombe_bound('share_below', 'below_upper', 'share_above', 'above_lower', 'upper') }}
            as difference_upper,
        {{ arcsine_z('share_below', 'effective_below', 'share_above', 'effective_above') }}
            as z_of_sides,
        {{ arcsine_z('share_churned', 'effective_churned', 'share_stayed', 'effective_stayed') }}
            as z_of_split
    from bounded
),

final as (
    select
        compared.scorecard_id,
        compared.version,
        compared.segment,
        compared.review_week as snapshot_week,
        compared.quarters,
        compared.lead_days,
        compared.band_on as threshold_on,
        compared.cut as threshold,
        compared.band_below,
        compared.band_above,
        cast(compared.n_quarters as integer) as n_quarters,
        compared.first_snapshot_week,
        cast(compared.n_churned as integer) as n_churned,
        {%- for name in ['below', 'above'] %}
            cast(compared.n_accounts_{{ name }} as integer) as n_{{ name }},
            cast(compared.n_churned_{{ name }} as integer) as n_churned_{{ name }},
            {{ round_score('compared.churn_' ~ name) }} as churn_{{ name }},
            {{ round_score('compared.churn_' ~ name ~ '_lower') }} as churn_{{ name }}_lower,
            {{ round_score('compared.churn_' ~ name ~ '_upper') }} as churn_{{ name }}_upper,
        {%- endfor %}
        {{ round_score('compared.difference') }} as difference,
        {{ round_score('compared.difference_lower') }} as difference_lower,
        {{ round_score('compared.difference_upper') }} as difference_upper,
        case
            when compared.n_churned < compared.least_events then 'too_few_events'
            when
                compared.z_of_sides > compared.verdict_z
                and compared.z_of_split > compared.verdict_z
                then 'separates'
            when
                compared.z_of_sides < -compared.verdict_z
                and compared.z_of_split < -compared.verdict_z
                then 'reversed'
            else 'no_difference_shown'
        end as verdict,
        compared.separation,
        best_cuts.best_threshold,
        best_cuts.best_threshold_lower,
        best_cuts.best_threshold_upper,
        best_cuts.best_separation,
        compared.cut >= best_cuts.best_threshold_lower
        and compared.cut <= best_cuts.best_threshold_upper as is_among_best,
        {{ is_demo_company() }} as is_demo,
        case
            when {{ is_demo_company() }}
                then 'Demo company: proves that the machinery works, not the thresholds.'
        end as note
    from compared
    left join best_cuts
        on
            compared.review_week = best_cuts.review_week
            and compared.quarters = best_cuts.quarters
            and compared.scorecard_id = best_cuts.scorecard_id
            and compared.version = best_cuts.version
            and compared.segment = best_cuts.segment
)

select * from final
