{{ config(materialized='view') }}

with observations as (
    select
        custom_signal_id,
        {{ crm_id_key('crm_account_key') }} as account_key,
        signal_id,
        observed_at,
        signal_value,
        signal_level,
        loaded_at
    from {{ ref('stg_customer_success__custom_signals') }}
    where rejection_reason is null and not coalesce(is_deleted, false)
),

account_keys as (
    select
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
    where source = '{{ crm_source() }}' and account_id is not null
),

signals as (
    select signal_id
    from {{ ref('signals') }}
),

matched as (
    select
        observations.custom_signal_id,
        account_keys.account_id,
        observations.signal_id,
        observations.observed_at,
        observations.signal_value,
        observations.signal_level,
        observations.loaded_at,
        case
            when account_keys.account_id is null then 'unknown_account'
            when signals.signal_id is null then 'unknown_signal'
        end as rejection_reason
    from observations
    left join account_keys on observations.account_key = account_keys.source_account_key
    left join signals on observations.signal_id = signals.signal_id
),

-- Two values of one moment cannot both hold: the one loaded last is believed.
final as (
    select
        custom_signal_id,
        account_id,
        signal_id,
        observed_at,
        signal_value as value,
        signal_level as level,
        loaded_at,
        coalesce(
            rejection_reason,
            case
                when row_number() over (
                    partition by account_id, signal_id, observed_at
                    order by loaded_at desc nulls last, custom_signal_id asc
                ) > 1 then 'replaced'
            end
        ) as rejection_reason
    from matched
)

select * from final
