{{ config(materialized='view') }}

with listed_features as (
    select
        lower(trim(plan)) as plan,
        feature_id
    from {{ ref('core_features') }}
),

feature_versions as (
    select
        feature_id,
        is_core_event,
        last_updated_at,
        loaded_at
    from {{ ref('stg_pendo__feature_history') }}
    where rejection_reason is null
),

version_periods as (
    select
        feature_id,
        is_core_event,
        coalesce(last_updated_at, cast('1900-01-01' as timestamp)) as valid_from,
        lead(last_updated_at, 1, cast('9999-12-31' as timestamp)) over (
            partition by feature_id
            order by last_updated_at nulls first, loaded_at nulls first
        ) as valid_to
    from feature_versions
),

final as (
    select
        plan as core_list,
        feature_id,
        cast('1900-01-01' as timestamp) as valid_from,
        cast('9999-12-31' as timestamp) as valid_to
    from listed_features
    union all
    select
        'marked in the product' as core_list,
        feature_id,
        valid_from,
        valid_to
    from version_periods
    where is_core_event
)

select * from final
