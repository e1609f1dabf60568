{{ config(materialized='view') }}

with responses as (
    select
        alert_response_id,
        alert_id,
        {{ crm_id_key('crm_account_key') }} as account_key,
        alert_rule_id,
        responded_at,
        {{ weeks_after(week_start('responded_at'), 1) }} as known_week,
        responded_by,
        state,
        -- Free text may hold the address of a customer's person.
        {{ replace_matches('note', '[^[:space:]]+@[^[:space:]]+', '(address)') }} as note,
        loaded_at
    from {{ ref('stg_customer_success__alert_responses') }}
    where rejection_reason is null and not coalesce(is_deleted, false)
),

account_keys as (
    select
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
    where source = '{{ crm_source() }}' and account_id is not null
),

rules as (
    select alert_rule_id
    from {{ ref('alert_rules') }}
),

newest as (
    select max(snapshot_week) as snapshot_week
    from {{ ref('int_snapshot_weeks') }}
),

triggers as (
    select
        {{ hash_key(['alert_rule_id', 'coalesce(told_as, subject_id)', 'snapshot_week']) }}
            as alert_id,
        alert_rule_id,
        subject_id,
        snapshot_week
    from {{ ref('int_alert_conditions_weekly') }}
    where is_triggered
),

first_triggers as (
    select
        alert_rule_id,
        subject_id,
        min(snapshot_week) as first_week
    from triggers
    group by 1, 2
),

-- An alert's id says rule and subject.
matched as (
    select
        responses.alert_response_id,
        coalesce(triggers.alert_rule_id, responses.alert_rule_id) as alert_rule_id,
        coalesce(triggers.subject_id, account_keys.account_id) as subject_id,
        responses.account_key,
        triggers.snapshot_week as named_week,
        responses.responded_at,
        responses.known_week,
        responses.responded_by,
        responses.state,
        responses.note,
        responses.loaded_at
    from responses
    left join triggers on responses.alert_id = triggers.alert_id
    left join account_keys on responses.account_key = account_keys.source_account_key
),

final as (
    select
        matched.alert_response_id,
        matched.alert_rule_id,
        matched.subject_id,
        matched.responded_at,
        matched.known_week,
        matched.responded_by,
        matched.state,
        matched.note,
        matched.loaded_at,
        case
            when matched.subject_id is null and matched.account_key is not null
                then 'unknown_account'
            when matched.alert_rule_id is not null and rules.alert_rule_id is null
                then 'unknown_alert_rule'
            when first_triggers.first_week is null then 'no_alert_found'
            when coalesce(matched.named_week, first_triggers.first_week) >= matched.known_week
                then 'before_the_alert'
            when matched.known_week > newest.snapshot_week then 'after_the_snapshot'
        end as rejection_reason
    from matched
    cross join newest
    left join rules on matched.alert_rule_id = rules.alert_rule_id
    left join first_triggers
        on
            matched.alert_rule_id = first_triggers.alert_rule_id
            and matched.subject_id = first_triggers.subject_id
)

select * from final
