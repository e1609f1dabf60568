{{ config(materialized='view') }}

with versions as (
    select
        source,
        contact_key,
        {{ md5_of("nullif(lower(trim(email)), '')") }} as email_key,
        rank() over (
            partition by source, contact_key
            order by version_started_at desc nulls last, loaded_at desc nulls last, contact_id desc
        ) as version_rank
    from {{ ref('int_crm_contacts') }}
),

final as (
    select distinct
        source,
        contact_key,
        email_key
    from versions
    where
        version_rank = 1
        and email_key is not null
)

select * from final
