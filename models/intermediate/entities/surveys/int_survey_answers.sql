with all_answers as (
    {{ union_branches('int_survey_answers', [
        'source',
        'raw_table',
        'source_row_key',
        'account_id',
        'product_account_id',
        'respondent',
        'instrument',
        'scale_min',
        'scale_max',
        'score',
        'responded_at',
        'replaced_at',
        'loaded_at',
    ]) }}
),

final as (
    select
        {{ hash_key(['source', 'source_row_key']) }} as answer_id,
        account_id,
        product_account_id,
        {{ md5_of('respondent') }} as respondent_key,
        instrument,
        scale_min,
        scale_max,
        score,
        responded_at,
        replaced_at,
        loaded_at,
        source,
        raw_table,
        {{ answer_rejection('score', 'scale_min', 'scale_max') }} as rejection_reason
    from all_answers
)

select * from final
