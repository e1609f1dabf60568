with final as (
    select {{ is_demo_company(source('hubspot', 'company')) }} as is_demo
)

select * from final
