{{ config(materialized='view') }}

with typed_as_shares as (
    select scorecard_id
    from {{ ref('scorecard_parameters') }}
    where parameter = 'weights_are_shares' and value = 1
),

categories as (
    select
        scorecard_id,
        version,
        segment,
        category_id,
        weight,
        sort_order,
        sum(weight) over (partition by scorecard_id, version, segment) as total_weight
    from {{ ref('scorecard_categories') }}
),

final as (
    select
        categories.scorecard_id,
        categories.version,
        categories.segment,
        categories.category_id,
        categories.sort_order,
        case
            when typed_as_shares.scorecard_id is not null
                then categories.weight / nullif(categories.total_weight, 0)
            else categories.weight
        end as weight
    from categories
    left join typed_as_shares on categories.scorecard_id = typed_as_shares.scorecard_id
)

select * from final
