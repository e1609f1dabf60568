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
    from {{ ref('fct_account_scores') }}
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

band_ranges as (
    select
        scorecard_id,
        version,
        segment,
        band_on,
        lower_bound,
        band_id,
        lag(band_id) over (
            partition by scorecard_id, version, segment
            order by lower_bound asc nulls first
        ) as band_below
    from {{ ref('bands') }}
),

rulers as (
    select
        scorecard_id,
        version,
        segment,
        max(band_on) as band_on
    from band_ranges
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

-- Accounts of a segment with bands of its own are reviewed there alone.
in_segments as (
    select * from followed
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
),

snapshots as (
    select
        scorecard_id,
        version,
        segment,
        band_segment,
        snapshot_week,
        lead_days,
        count(*) as n_accounts,
        sum(n_churned) as n_churned
    from in_segments
    group by 1, 2, 3, 4, 5, 6
),

-- Hundredths of the scale at which the split changes, and the thresholds themselves.
cuts as (
    select
        scorecard_id,
        version,
        segment,
        {{ round_score('grid_cut') }} as cut
    from in_segments
    union distinct
    select
        snapshots.scorecard_id,
        snapshots.version,
        snapshots.segment,
        {{ round_score('band_ranges.lower_bound') }} as cut
    from snapshots
    inner join band_ranges
        on
            snapshots.scorecard_id = band_ranges.scorecard_id
            and snapshots.version = band_ranges.version
            and snapshots.band_segment = band_ranges.segment
    where band_ranges.band_below <> band_ranges.band_id
),

below as (
    select
        cuts.scorecard_id,
        cuts.version,
        cuts.segment,
        cuts.cut,
        in_segments.snapshot_week,
        count(*) as n_accounts,
        sum(in_segments.n_churned) as n_churned
    from cuts
    inner join in_segments
        on
            cuts.scorecard_id = in_segments.scorecard_id
            and cuts.version = in_segments.version
            and cuts.segment = in_segments.segment
            and cuts.cut > in_segments.place
    group by 1, 2, 3, 4, 5
),

final as (
    select
        snapshots.scorecard_id,
        snapshots.version,
        snapshots.segment,
        snapshots.snapshot_week,
        snapshots.lead_days,
        snapshots.band_segment,
        cuts.cut,
        cast(snapshots.n_accounts as {{ type_double() }}) as n_accounts,
        cast(snapshots.n_churned as {{ type_double() }}) as n_churned,
        cast(coalesce(below.n_accounts, 0) as {{ type_double() }}) as n_accounts_below,
        cast(coalesce(below.n_churned, 0) as {{ type_double() }}) as n_churned_below
    from snapshots
    inner join cuts
        on
            snapshots.scorecard_id = cuts.scorecard_id
            and snapshots.version = cuts.version
            and snapshots.segment = cuts.segment
    left join below
        on
            cuts.scorecard_id = below.scorecard_id
            and cuts.version = below.version
            and cuts.segment = below.segment
            and cuts.cut = below.cut
            and snapshots.snapshot_week = below.snapshot_week
)

select * from final
