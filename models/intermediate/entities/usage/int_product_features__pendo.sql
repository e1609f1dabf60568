{{ config(materialized='view') }}

with feature_versions as (
    select
        feature_id,
        feature_name,
        is_core_event,
        last_updated_at,
        loaded_at
    from {{ ref('stg_pendo__feature_history') }}
    where
        {{ is_used_for('pendo', 'product') }}
        and rejection_reason is null
),

final as (
    select
        'pendo' as source,
        feature_id,
        feature_name,
        is_core_event as is_core_feature,
        coalesce(last_updated_at, cast('1900-01-01' as {{ type_time() }})) as valid_from,
        lead(last_updated_at, 1, cast('9999-12-31' as {{ type_time() }})) over (
            partition by feature_id
            order by last_updated_at nulls first, loaded_at nulls first
        ) as valid_to
    from feature_versions
)

select * from final
