with source as (
    {{ stage_source(
        'customer_success',
        'score_override',
        columns=[
            {'name': 'account_id', 'as': 'crm_account_key', 'required': true},
            {'name': 'scorecard', 'as': 'scorecard_id', 'required': true},
            {'name': 'valid_from', 'type': 'date', 'required': true},
            {'name': 'valid_to', 'type': 'date', 'is_open_ended': true},
            {'name': 'score', 'as': 'override_score', 'type': 'double precision'},
            {'name': 'band', 'as': 'override_band_id'},
            {'name': 'author'},
            {'name': 'reason'},
            {'name': 'recorded_at', 'type': 'timestamp'},
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
        row_key as score_override_id,
        crm_account_key,
        scorecard_id,
        valid_from,
        valid_to,
        override_score,
        override_band_id,
        author,
        reason,
        recorded_at,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['crm_account_key', 'scorecard_id', 'valid_from'],
            occurred=['recorded_at'],
            rules=[
                {
                    'condition': 'override_score is null and override_band_id is null',
                    'reason': 'missing_value',
                },
            ],
        ) }} as rejection_reason
    from source
)

select * from final
