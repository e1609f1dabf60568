with overrides as (
    select
        score_override_id,
        {{ crm_id_key('crm_account_key') }} as account_key,
        scorecard_id,
        valid_from,
        coalesce(valid_to, cast('9999-12-31' as date)) as valid_to,
        override_score,
        override_band_id,
        author,
        reason,
        coalesce(recorded_at, cast(valid_from as timestamp)) as recorded_at,
        loaded_at
    from {{ ref('stg_customer_success__score_overrides') }}
    where rejection_reason is null and not coalesce(is_deleted, false)
),

account_keys as (
    select
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
    where source = 'salesforce' and account_id is not null
),

final as (
    select
        overrides.score_override_id,
        account_keys.account_id,
        overrides.scorecard_id,
        overrides.valid_from,
        overrides.valid_to,
        overrides.override_score as score,
        overrides.override_band_id as band,
        overrides.author,
        overrides.reason,
        overrides.recorded_at,
        overrides.loaded_at
    from overrides
    left join account_keys on overrides.account_key = account_keys.source_account_key
)

select * from final
