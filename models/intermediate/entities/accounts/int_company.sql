{{ config(materialized='view') }}

with company as (
    {{ union_branches('int_company', [
        'is_demo',
    ]) }}
),

-- The currency that one unit of itself is worth; of two at par nobody can tell.
base_currencies as (
    select
        count(*) as n_currencies,
        max(upper(currency)) as currency
    from {{ ref('currency_rates') }}
    where currency <> '*' and rate_to_base = 1
),

final as (
    select
        company.is_demo,
        case when base_currencies.n_currencies = 1 then base_currencies.currency end as currency
    from company
    cross join base_currencies
)

select * from final
