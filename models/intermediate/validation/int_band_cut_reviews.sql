{{ config(materialized='view') }}

with cuts as (
    select
        scorecard_id,
        version,
        segment,
        snapshot_week,
        lead_days,
        band_segment,
        cut,
        n_accounts,
        n_churned,
        n_accounts_below,
        n_churned_below
    from {{ ref('int_band_cuts') }}
),

review_lengths as (
    select cast(value as integer) as quarters
    from {{ ref('validation_parameters') }}
    where parameter = 'review_quarters'
),

numbered as (
    select
        snapshot_week,
        row_number() over (order by snapshot_week) as quarter_number
    from (select distinct snapshot_week from cuts) as snapshots
),

looks_back as (
    select
        reviews.snapshot_week as review_week,
        review_lengths.quarters,
        quarters.snapshot_week
    from numbered as reviews
    cross join review_lengths
    inner join numbered as quarters
        on
            reviews.quarter_number >= quarters.quarter_number
            and reviews.quarter_number - review_lengths.quarters < quarters.quarter_number
),

-- Each quarter by itself: shares of its own, weighed by how much it can tell.
quarters as (
    select
        *,
        n_accounts - n_churned as n_stayed,
        n_accounts_below - n_churned_below as n_stayed_below,
        n_accounts - n_accounts_below as n_accounts_above,
        n_churned - n_churned_below as n_churned_above,
        n_churned * (n_accounts - n_churned) / n_accounts as cut_weight,
        n_accounts_below * (n_accounts - n_accounts_below) / n_accounts as side_weight
    from cuts
),

combined as (
    select
        looks_back.review_week,
        looks_back.quarters,
        quarters.scorecard_id,
        quarters.version,
        quarters.segment,
        quarters.lead_days,
        quarters.band_segment,
        quarters.cut,
        count(*) as n_quarters,
        min(quarters.snapshot_week) as first_snapshot_week,
        sum(quarters.n_churned) as n_churned,
        sum(quarters.n_accounts_below) as n_accounts_below,
        sum(quarters.n_churned_below) as n_churned_below,
        sum(quarters.n_accounts_above) as n_accounts_above,
        sum(quarters.n_churned_above) as n_churned_above,
        {{ standard_share('n_churned_below', 'n_churned', 'cut_weight') }} as share_churned,
        {{ standard_n('n_churned', 'cut_weight') }} as effective_churned,
        {{ standard_share('n_stayed_below', 'n_stayed', 'cut_weight') }} as share_stayed,
        {{ standard_n('n_stayed', 'cut_weight') }} as effective_stayed,
        {{ standard_share('n_churned_below', 'n_accounts_below', 'side_weight') }} as share_below,
        {{ standard_n('n_accounts_below', 'side_weight') }} as effective_below,
        {{ standard_share('n_churned_above', 'n_accounts_above', 'side_weight') }} as share_above,
        {{ standard_n('n_accounts_above', 'side_weight') }} as effective_above
    from looks_back
    inner join quarters on looks_back.snapshot_week = quarters.snapshot_week
    group by 1, 2, 3, 4, 5, 6, 7, 8
),

final as (
    select
        combined.*,
        {{ round_score('share_churned - share_stayed') }} as separation
    from combined
)

select * from final
