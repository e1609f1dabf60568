with final as (
    select {{ is_demo_company(source('salesforce', 'account')) }} as is_demo
)

select * from final
