{{ config(materialized='view') }}

with final as (
    select
        source,
        feature_id,
        feature_name,
        is_core_feature,
        valid_from,
        valid_to
    from {{ ref('int_product_features__pendo') }}

    union all

    select
        source,
        feature_id,
        feature_name,
        is_core_feature,
        valid_from,
        valid_to
    from {{ ref('int_product_features__amplitude') }}
)

select * from final
