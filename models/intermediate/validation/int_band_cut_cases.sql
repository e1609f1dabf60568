{{ config(materialized='view') }}

with account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        segment,
        scale_max,
        score_calculated,
        mid_rank,
        is_overridden
    from {{ ref('int_banded_scores') }}
    where score_calculated is not null
),

review_lengths as (
    select cast(value as integer) as lead_days
    from {{ ref('validation_parameters') }}
    where parameter = 'review_lead_days'
),

windows as (
    select
        snapshot_week,
        lead_days
    from {{ ref('int_outcome_windows') }}
    where is_combined
),

outcomes as (
    select
        account_id,
        snapshot_week,
        lead_days,
        is_churned
    from {{ ref('int_account_outcomes_weekly') }}
    where is_churned is not null
),

rulers as (
    select
        scorecard_id,
        version,
        segment,
        max(band_on) as band_on
    from {{ ref('bands') }}
    group by 1, 2, 3
),

-- A place that somebody's hand gave is not the rules' doing.
placed as (
    select
        account_scores.account_id,
        account_scores.snapshot_week,
        account_scores.scorecard_id,
        account_scores.version,
        account_scores.segment,
        rulers.segment as band_segment,
        case
            when rulers.band_on <> 'mid_rank' then account_scores.score_calculated
            when not account_scores.is_overridden then account_scores.mid_rank
        end as place,
        case when rulers.band_on = 'mid_rank' then 1 else account_scores.scale_max end as scale_max
    from account_scores
    left join rulers as own_rulers
        on
            account_scores.scorecard_id = own_rulers.scorecard_id
            and account_scores.version = own_rulers.version
            and account_scores.segment = own_rulers.segment
    inner join rulers
        on
            account_scores.scorecard_id = rulers.scorecard_id
            and account_scores.version = rulers.version
            and rulers.segment = coalesce(own_rulers.segment, '*')
),

followed as (
    select
        placed.*,
        windows.lead_days,
        case when outcomes.is_churned then 1 else 0 end as n_churned,
        floor({{ round_score('100 * placed.place / placed.scale_max') }}) * placed.scale_max / 100
            as grid_cut
    from placed
    inner join windows on placed.snapshot_week = windows.snapshot_week
    inner join review_lengths on windows.lead_days = review_lengths.lead_days
    inner join outcomes
        on
            placed.account_id = outcomes.account_id
            and placed.snapshot_week = outcomes.snapshot_week
            and windows.lead_days = outcomes.lead_days
    where placed.place is not null
),

segments as (
    select count(distinct segment) as n_segments
    from followed
),

-- Accounts of a segment with bands of its own are reviewed there alone; without segments those of
-- none are all of them.
final as (
    select followed.*
    from followed
    cross join segments
    where
        followed.segment <> 'unsegmented'
        or followed.band_segment <> '*'
        or segments.n_segments > 1
    union all
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        '*' as segment,
        band_segment,
        place,
        scale_max,
        lead_days,
        n_churned,
        grid_cut
    from followed
    where band_segment = '*'
)

select * from final
