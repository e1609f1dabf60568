{{ config(materialized='view') }}

with bands as (
    select
        scorecard_id,
        version,
        band_id,
        label,
        colour,
        rank
    from {{ ref('bands') }}
),

band_statuses as (
    select
        band_id,
        label,
        colour,
        rank
    from {{ ref('band_statuses') }}
),

band_cards as (
    select
        scorecard_id,
        band_id,
        meaning,
        what_to_do
    from {{ ref('band_cards') }}
),

-- An account without a version in force has a status too, by the version `*` of the card `*`.
versions as (
    select
        scorecard_id,
        version
    from {{ ref('scorecard_versions') }}
    union all
    select
        '*' as scorecard_id,
        '*' as version
),

-- A band has one name, colour and rank, whatever ranges and grades it holds.
own_bands as (
    select
        scorecard_id,
        version,
        band_id,
        false as is_status,
        scorecard_id as card_of,
        min(label) as label,
        min(colour) as colour,
        min(rank) as rank
    from bands
    group by 1, 2, 3
),

-- A status has the same card for every scorecard.
statuses as (
    select
        versions.scorecard_id,
        versions.version,
        band_statuses.band_id,
        true as is_status,
        '*' as card_of,
        band_statuses.label,
        band_statuses.colour,
        band_statuses.rank
    from versions
    cross join band_statuses
),

named as (
    select * from own_bands
    union all
    select * from statuses
),

final as (
    select
        named.scorecard_id,
        named.version,
        named.band_id,
        named.is_status,
        named.label,
        named.colour,
        named.rank,
        band_cards.meaning,
        band_cards.what_to_do
    from named
    left join band_cards
        on
            named.card_of = band_cards.scorecard_id
            and named.band_id = band_cards.band_id
)

select * from final
