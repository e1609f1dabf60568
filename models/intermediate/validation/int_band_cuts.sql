with cases as (
    select
        scorecard_id,
        version,
        segment,
        band_segment,
        snapshot_week,
        lead_days,
        place,
        grid_cut,
        n_churned
    from {{ ref('int_band_cut_cases') }}
),

thresholds as (
    select
        scorecard_id,
        version,
        segment,
        threshold
    from {{ ref('int_band_thresholds') }}
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
    from cases
    group by 1, 2, 3, 4, 5, 6
),

-- Hundredths of the scale at which the split changes, and the thresholds themselves.
cuts as (
    select
        scorecard_id,
        version,
        segment,
        {{ round_score('grid_cut') }} as cut
    from cases
    union distinct
    select
        snapshots.scorecard_id,
        snapshots.version,
        snapshots.segment,
        thresholds.threshold as cut
    from snapshots
    inner join thresholds
        on
            snapshots.scorecard_id = thresholds.scorecard_id
            and snapshots.version = thresholds.version
            and snapshots.band_segment = thresholds.segment
),

below as (
    select
        cuts.scorecard_id,
        cuts.version,
        cuts.segment,
        cuts.cut,
        cases.snapshot_week,
        count(*) as n_accounts,
        sum(cases.n_churned) as n_churned
    from cuts
    inner join cases
        on
            cuts.scorecard_id = cases.scorecard_id
            and cuts.version = cases.version
            and cuts.segment = cases.segment
            and cuts.cut > cases.place
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
