{{ config(materialized='view') }}

with ranges as (
    select
        scorecard_id,
        version,
        segment,
        band_on,
        {{ round_score('lower_bound') }} as threshold,
        band_id as band_above,
        lag(band_id) over (
            partition by scorecard_id, version, segment
            order by lower_bound asc nulls first
        ) as band_below
    from {{ ref('bands') }}
),

-- Within a band, bounds only part grades.
final as (
    select
        scorecard_id,
        version,
        segment,
        band_on,
        threshold,
        band_below,
        band_above
    from ranges
    where band_below <> band_above
)

select * from final
