with source as (
    {{ stage_source(
        'customer_success',
        'relationship_pulse',
        columns=[
            {'name': 'account_id', 'as': 'crm_account_key', 'required': true},
            {'name': 'csm', 'as': 'csm_name'},
            {'name': 'recorded_at', 'type': 'timestamp', 'required': true},
            {'name': 'rating', 'type': 'double precision', 'required': true},
            {'name': 'comment', 'as': 'pulse_comment'},
            {
                'name': ['_fivetran_deleted', 'is_deleted'],
                'as': 'is_deleted',
                'type': 'boolean',
                'lenient': true,
            },
        ],
    ) }}
),

final as (
    select
        row_key as relationship_pulse_id,
        crm_account_key,
        csm_name,
        recorded_at,
        rating,
        pulse_comment,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['crm_account_key', 'recorded_at'],
            occurred=['recorded_at'],
            rules=[
                {'condition': 'rating is null', 'reason': 'missing_value'},
                {'condition': 'rating not between 1 and 5', 'reason': 'answer_out_of_scale'},
            ],
        ) }} as rejection_reason
    from source
)

select * from final
