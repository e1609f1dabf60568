{{ config(materialized='ephemeral') }}

with band_ranges as (
    select
        version,
        segment,
        band_on,
        band_id,
        lower_bound,
        upper_bound,
        row_number() over (
            partition by version, segment
            order by upper_bound desc nulls first
        ) = 1 as is_highest
    from {{ ref('bands') }}
    where scorecard_id = 'value'
),

-- The best tier is high value, whatever it is called.
tiers as (
    select
        version,
        band_id,
        rank = max(rank) over (partition by version) as is_best
    from {{ ref('int_bands') }}
    where scorecard_id = 'value' and not is_status
),

final as (
    select
        band_ranges.version,
        band_ranges.segment,
        band_ranges.band_on,
        band_ranges.band_id,
        band_ranges.lower_bound,
        band_ranges.upper_bound,
        band_ranges.is_highest,
        tiers.is_best
    from band_ranges
    inner join tiers
        on
            band_ranges.version = tiers.version
            and band_ranges.band_id = tiers.band_id
)

select * from final
