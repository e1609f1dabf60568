{%- set dimensions = ['segment', 'vertical', 'tenure_band', 'region', 'use_case'] -%}
{%- set categories = ['usage', 'implementation', 'tracking', 'education', 'commercial'] -%}

with positions as (
    select
        account_id,
        snapshot_week,
        account_name,
        {%- for dimension in dimensions %}
            {{ dimension }},
        {%- endfor %}
        owner_name,
        lifecycle,
        percentile_in_segment,
        percentile_in_vertical
    from {{ ref('int_adoption_positions_weekly') }}
    where
        {{ in_rescored_snapshots() }}
        and category_id = 'overall'
),

account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        {{ round_to('score', 2) }} as score,
        {{ round_to('score_calculated', 2) }} as score_calculated,
        {{ round_to('score_without_subjective', 2) }} as score_without_subjective,
        band,
        band_label,
        band_colour,
        band_rank,
        {{ round_to('weight_observed', 4) }} as weight_observed,
        no_score_reason,
        families_not_observed,
        is_overridden,
        override_author,
        override_reason
    from {{ ref('fct_account_scores') }}
    where is_in_force and scorecard_id = 'adoption'
),

category_scores as (
    select
        account_id,
        snapshot_week,
        {%- for category in categories %}
            {{ round_to('max(case when category_id = \'' ~ category ~ '\' then score end)', 2) }}
                as {{ category }}_score{% if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ ref('fct_category_scores') }}
    where
        {{ in_rescored_snapshots() }}
        and is_in_force and scorecard_id = 'adoption'
    group by 1, 2
),

sentences as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        coverage_note,
        sentence
    from {{ ref('int_score_sentences') }}
    where {{ in_rescored_snapshots() }}
),

bands as (
    select
        version,
        band_id,
        label,
        colour,
        rank,
        meaning,
        what_to_do
    from {{ ref('int_bands') }}
    where scorecard_id in ('adoption', '*')
),

quarters as (
    select max(value) as weeks
    from {{ ref('scorecard_parameters') }}
    where scorecard_id = 'adoption' and parameter = 'quarter_weeks'
),

past_scores as (
    select
        account_scores.account_id,
        {{ weeks_after('account_scores.snapshot_week', 'quarters.weeks') }} as snapshot_week,
        account_scores.score
    from account_scores
    cross join quarters
),

-- Without a version in force there is no card, and that is what the row says.
final as (
    select
        positions.account_id,
        positions.snapshot_week,
        positions.account_name,
        {%- for dimension in dimensions %}
            positions.{{ dimension }},
        {%- endfor %}
        positions.owner_name,
        positions.lifecycle,
        account_scores.version,
        account_scores.score,
        coalesce(account_scores.band, bands.band_id) as band,
        coalesce(account_scores.band_label, bands.label) as band_label,
        coalesce(account_scores.band_colour, bands.colour) as band_colour,
        cast(coalesce(account_scores.band_rank, bands.rank) as integer) as band_rank,
        bands.meaning as band_meaning,
        bands.what_to_do as band_what_to_do,
        {%- for category in categories %}
            category_scores.{{ category }}_score,
        {%- endfor %}
        past_scores.score as score_quarter_ago,
        {{ round_to('account_scores.score - past_scores.score', 2) }} as change,
        {{ round_to('positions.percentile_in_segment', 2) }} as percentile_in_segment,
        {{ round_to('positions.percentile_in_vertical', 2) }} as percentile_in_vertical,
        coalesce(account_scores.weight_observed, 0) as weight_observed,
        account_scores.no_score_reason,
        sentences.coverage_note,
        account_scores.families_not_observed,
        account_scores.score_calculated,
        account_scores.score_without_subjective,
        coalesce(account_scores.is_overridden, false) as is_overridden,
        account_scores.override_author,
        account_scores.override_reason,
        case
            when account_scores.account_id is null
                then 'Not scored: no version of the card was in force.'
            else sentences.sentence
        end as sentence
    from positions
    left join account_scores
        on
            positions.account_id = account_scores.account_id
            and positions.snapshot_week = account_scores.snapshot_week
    left join category_scores
        on
            positions.account_id = category_scores.account_id
            and positions.snapshot_week = category_scores.snapshot_week
    left join past_scores
        on
            positions.account_id = past_scores.account_id
            and positions.snapshot_week = past_scores.snapshot_week
    left join sentences
        on
            account_scores.account_id = sentences.account_id
            and account_scores.snapshot_week = sentences.snapshot_week
            and account_scores.scorecard_id = sentences.scorecard_id
            and account_scores.version = sentences.version
    left join bands
        on
            coalesce(account_scores.version, '*') = bands.version
            and case
                when account_scores.account_id is null then 'insufficient_data'
                else account_scores.band
            end = bands.band_id
)

select * from final
