{{ config(materialized='view') }}

with band_ranges as (
    select
        version,
        segment,
        band_on,
        band_id,
        lower_bound,
        upper_bound,
        coalesce(upper_inclusive, false)
        or row_number() over (
            partition by version, segment
            order by upper_bound desc nulls first
        ) = 1 as upper_inclusive,
        coalesce(
            lag(upper_inclusive) over (
                partition by version, segment
                order by lower_bound nulls first, upper_bound nulls last
            ),
            false
        ) as lower_exclusive
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
        band_ranges.upper_inclusive,
        band_ranges.lower_exclusive,
        tiers.is_best
    from band_ranges
    inner join tiers
        on
            band_ranges.version = tiers.version
            and band_ranges.band_id = tiers.band_id
)

select * from final
