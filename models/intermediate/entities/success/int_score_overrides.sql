{{ config(materialized='view') }}

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
        -- Free text may hold the address of a customer's person.
        {{ replace_matches('reason', '[^[:space:]]+@[^[:space:]]+', '(address)') }} as reason,
        coalesce(recorded_at, cast(valid_from as {{ type_time() }})) as recorded_at,
        loaded_at
    from {{ ref('stg_customer_success__score_overrides') }}
    where rejection_reason is null and not coalesce(is_deleted, false)
),

account_keys as (
    select
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
    where source = '{{ crm_source() }}' and account_id is not null
),

scorecards as (
    select
        scorecard_id,
        scale_max
    from {{ ref('scorecards') }}
),

bands as (
    select distinct
        scorecard_id,
        band_id
    from {{ ref('bands') }}
),

final as (
    select
        overrides.score_override_id,
        account_keys.account_id,
        overrides.scorecard_id,
        overrides.valid_from,
        overrides.valid_to,
        overrides.override_score as score,
        coalesce(bands.band_id, overrides.override_band_id) as band,
        overrides.author,
        overrides.reason,
        overrides.recorded_at,
        overrides.loaded_at,
        case
            when scorecards.scorecard_id is null then 'unknown_scorecard'
            when overrides.override_score < 0 or overrides.override_score > scorecards.scale_max
                then 'score_out_of_scale'
            when overrides.override_band_id is not null and bands.band_id is null
                then 'unknown_band'
            when overrides.valid_to <= overrides.valid_from then 'ends_before_it_starts'
        end as rejection_reason
    from overrides
    left join account_keys on overrides.account_key = account_keys.source_account_key
    left join scorecards on overrides.scorecard_id = scorecards.scorecard_id
    left join bands
        on
            overrides.scorecard_id = bands.scorecard_id
            and {{ snake_case('overrides.override_band_id') }} = {{ snake_case('bands.band_id') }}
)

select * from final
