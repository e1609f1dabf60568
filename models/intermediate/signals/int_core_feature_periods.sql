{{ config(materialized='view') }}

with listed_features as (
    select
        lower(trim(plan)) as plan,
        feature_id
    from {{ ref('core_features') }}
),

feature_versions as (
    select
        source,
        feature_id,
        is_core_feature,
        valid_from,
        valid_to
    from {{ ref('int_product_features') }}
),

-- A list names features of whatever source speaks, a mark those of its own source.
final as (
    select
        plan as core_list,
        cast(null as {{ type_text() }}) as source,
        feature_id,
        cast('1900-01-01' as {{ type_time() }}) as valid_from,
        cast('9999-12-31' as {{ type_time() }}) as valid_to
    from listed_features
    union all
    select
        'marked in the product' as core_list,
        source,
        feature_id,
        valid_from,
        valid_to
    from feature_versions
    where is_core_feature
)

select * from final
