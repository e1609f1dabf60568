with final as (
    select {{ is_demo_company() }} as is_demo
)

select * from final
