{{ config(materialized='view') }}

with account_scores as (
    select
        account_id,
        snapshot_week,
        version,
        segment,
        score_calculated,
        min_weight_observed,
        band,
        is_overridden
    from {{ ref('int_banded_scores') }}
    where is_in_force and scorecard_id = 'value'
),

own_bands as (
    select distinct
        version,
        segment
    from {{ ref('int_value_tier_ranges') }}
),

tiers as (
    select distinct
        version,
        band_id,
        is_best
    from {{ ref('int_value_tier_ranges') }}
),

final as (
    select
        account_scores.account_id,
        account_scores.snapshot_week,
        account_scores.version,
        coalesce(own_bands.segment, '*') as band_segment,
        account_scores.score_calculated as total,
        account_scores.min_weight_observed,
        account_scores.band as tier,
        coalesce(tiers.is_best, false) as is_high_value,
        account_scores.is_overridden
    from account_scores
    left join own_bands
        on
            account_scores.version = own_bands.version
            and account_scores.segment = own_bands.segment
    left join tiers
        on
            account_scores.version = tiers.version
            and account_scores.band = tiers.band_id
)

select * from final
