{{ config(materialized='view') }}

with instruments as (
    select distinct
        source,
        instrument
    from {{ ref('survey_instruments') }}
    where instrument is not null
),

asking as (
    select
        source,
        is_used
    from {{ ref('int_source_capabilities') }}
    where capability = 'surveys'
),

desks as (
    select source
    from {{ ref('int_source_capabilities') }}
    where capability = 'support'
),

products as (
    select source
    from {{ ref('int_source_capabilities') }}
    where capability = 'product'
),

-- A desk asks about its tickets and a product asks within itself; whoever is neither sends surveys.
final as (
    select
        instruments.source,
        instruments.instrument,
        case when instruments.instrument = 'csat' then 'csat' else 'surveys' end as source_family,
        case
            when instruments.instrument = 'csat' and desks.source is not null then 'csat_ratings'
            when instruments.instrument = 'csat' then 'csat_surveys'
            when products.source is not null then 'nps_polls'
            else 'nps_surveys'
        end as part_family,
        asking.is_used
    from instruments
    inner join asking on instruments.source = asking.source
    left join desks on instruments.source = desks.source
    left join products on instruments.source = products.source
)

select * from final
