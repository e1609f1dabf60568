with final as (
    {{ union_branches('int_staged_rows', [
        'source',
        'raw_table',
        'rejection_reason',
        'blank_reason',
        'week',
        'n_rows',
    ]) }}
)

select * from final
