{{ config(materialized='table') }}

with source_families as (
    select
        source_family,
        capability,
        part_of,
        coalesce(is_main_part, false) as is_main_part
    from {{ ref('source_families') }}
),

source_capabilities as (
    select
        source,
        capability,
        is_used
    from {{ ref('int_source_capabilities') }}
),

survey_families as (
    select distinct
        source,
        part_family,
        is_used
    from {{ ref('int_survey_families') }}
),

known_sources as (
    select
        source_families.source_family,
        source_capabilities.source,
        source_capabilities.is_used
    from source_families
    inner join source_capabilities
        on source_families.capability = source_capabilities.capability
    where source_families.capability <> 'surveys'

    union all

    select
        source_families.source_family,
        survey_families.source,
        survey_families.is_used
    from source_families
    inner join survey_families on source_families.source_family = survey_families.part_family
),

-- A family is fed by each source that feeds a part of it.
all_sources as (
    select
        source_family,
        source,
        is_used,
        1 as main_rank
    from known_sources

    union all

    select
        source_families.part_of as source_family,
        known_sources.source,
        known_sources.is_used,
        max(case when source_families.is_main_part then 1 else 0 end) as main_rank
    from known_sources
    inner join source_families on known_sources.source_family = source_families.source_family
    where source_families.part_of is not null
    group by 1, 2, 3
),

connected as (
    select
        source_family,
        source,
        -- Where nothing feeds the main part, all sources are as good.
        main_rank = max(main_rank) over (partition by source_family) as is_main
    from all_sources
    where is_used
),

connected_families as (
    select distinct source_family
    from connected
),

unused_sources as (
    select source
    from source_capabilities
    group by 1
    having max(case when is_used then 1 else 0 end) = 0
),

filled_places as (
    select distinct capability
    from source_capabilities
    where is_used and capability in ('crm', 'product')
),

-- Nobody connects a second CRM or product for a part that it could bring too.
rivals as (
    select distinct source_capabilities.source
    from source_capabilities
    inner join unused_sources on source_capabilities.source = unused_sources.source
    inner join filled_places on source_capabilities.capability = filled_places.capability
),

possible_sources as (
    select
        all_sources.source_family,
        all_sources.source
    from all_sources
    left join rivals on all_sources.source = rivals.source
    where rivals.source is null
),

-- What nothing feeds is told by all that could.
candidates as (
    select
        source_families.source_family,
        {{ list_of('possible_sources.source', ' or ', 'possible_sources.source') }} as sources
    from source_families
    left join possible_sources on source_families.source_family = possible_sources.source_family
    left join connected_families
        on source_families.source_family = connected_families.source_family
    where connected_families.source_family is null
    group by 1
),

final as (
    select
        source_family,
        source,
        is_main,
        true as is_connected
    from connected

    union all

    select
        source_family,
        coalesce(sources, 'no source') as source,
        true as is_main,
        false as is_connected
    from candidates
)

select * from final
