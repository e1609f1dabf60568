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
        {%- for weight, n, events, name in [
            ('cut_weight', 'n_churned', 'n_churned_below', 'churned'),
            ('cut_weight', 'n_stayed', 'n_stayed_below', 'stayed'),
            ('side_weight', 'n_accounts_below', 'n_churned_below', 'below'),
            ('side_weight', 'n_accounts_above', 'n_churned_above', 'above'),
        ] %}
            {{ standard_share(events, n, weight) }} as share_{{ name }},
            {{ standard_n(n, weight) }} as effective_{{ name }}{% if not loop.last %},{% endif %}
        {%- endfor %}
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
