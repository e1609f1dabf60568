{{ config(materialized='view') }}

with final as (
    {{ union_branches('int_product_features', [
        'source',
        'feature_id',
        'feature_name',
        'is_core_feature',
        'valid_from',
        'valid_to',
    ]) }}
)

select * from final
