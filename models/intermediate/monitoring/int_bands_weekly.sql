{{ config(materialized='view') }}

with versions_weekly as (
    select
        snapshot_week,
        scorecard_id,
        version,
        lifecycle
    from {{ ref('int_scorecard_versions_weekly') }}
    where is_in_force
),

bands as (
    select
        scorecard_id,
        version,
        band_id,
        is_status,
        label,
        colour,
        rank
    from {{ ref('int_bands') }}
),

final as (
    select
        versions_weekly.snapshot_week,
        versions_weekly.scorecard_id,
        versions_weekly.version,
        last_cards.snapshot_week is not null as has_week_before,
        bands.band_id as band,
        bands.is_status,
        bands.label,
        bands.colour,
        bands.rank
    from versions_weekly
    inner join bands
        on
            versions_weekly.scorecard_id = bands.scorecard_id
            and versions_weekly.version = bands.version
            and (
                not bands.is_status
                or bands.band_id = 'insufficient_data'
                or (bands.band_id = 'onboarding' and versions_weekly.lifecycle = 'established')
            )
    left join versions_weekly as last_cards
        on
            versions_weekly.snapshot_week = {{ weeks_after('last_cards.snapshot_week', 1) }}
            and versions_weekly.scorecard_id = last_cards.scorecard_id
)

select * from final
