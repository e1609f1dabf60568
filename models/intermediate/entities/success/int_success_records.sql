{#- kind of record: staging model, its key, and the columns that it fills -#}
{%- set kinds = {
    'goal': {
        'staged': 'stg_customer_success__goals', 'key': 'goal_id', 'name': 'goal_name',
        'due_at': 'target_date', 'closed_at': 'achieved_at',
    },
    'success_metric': {
        'staged': 'stg_customer_success__success_metrics', 'key': 'success_metric_id',
        'name': 'metric_name', 'opened_at': 'measured_at',
        'value': 'measured_value', 'target': 'target_value',
    },
    'community_activity': {
        'staged': 'stg_customer_success__community_activities', 'key': 'community_activity_id',
        'name': 'activity_kind', 'opened_at': 'occurred_at',
    },
    'implementation_milestone': {
        'staged': 'stg_customer_success__implementation_milestones',
        'key': 'implementation_milestone_id', 'name': 'milestone_name',
        'due_at': 'due_at', 'closed_at': 'completed_at',
    },
    'integration': {
        'staged': 'stg_customer_success__integrations', 'key': 'integration_id',
        'name': 'integration_name', 'opened_at': 'enabled_at', 'closed_at': 'disabled_at',
    },
    'tracking_coverage': {
        'staged': 'stg_customer_success__tracking_coverages', 'key': 'tracking_coverage_id',
        'name': 'tracked_item', 'opened_at': 'first_tracked_at',
    },
    'service_hours': {
        'staged': 'stg_customer_success__service_hours', 'key': 'service_hours_id',
        'opened_at': 'period_start', 'value': 'used_hours', 'target': 'purchased_hours',
    },
    'relationship_pulse': {
        'staged': 'stg_customer_success__relationship_pulses', 'key': 'relationship_pulse_id',
        'opened_at': 'recorded_at', 'value': 'rating', 'owner': 'csm_name',
    },
    'intervention': {
        'staged': 'stg_customer_success__interventions', 'key': 'intervention_id',
        'name': 'playbook_id', 'opened_at': 'started_at', 'closed_at': 'ended_at',
        'status': 'scorecard_id', 'owner': 'owner_name',
    },
} -%}

with plain_records as (
    {% for kind, columns in kinds.items() %}
        select
            '{{ kind }}' as record_kind,
            {{ columns.key }} as source_row_key,
            {{ crm_id_key('crm_account_key') }} as account_key,
            cast({{ columns.get('name', 'null') }} as {{ type_text() }}) as record_name,
            cast({{ columns.get('opened_at', 'null') }} as {{ type_time() }}) as opened_at,
            cast({{ columns.get('due_at', 'null') }} as {{ type_time() }}) as due_at,
            cast({{ columns.get('closed_at', 'null') }} as {{ type_time() }}) as closed_at,
            cast({{ columns.get('value', 'null') }} as {{ type_double() }}) as value,
            cast({{ columns.get('target', 'null') }} as {{ type_double() }}) as target_value,
            cast({{ columns.get('status', 'null') }} as {{ type_text() }}) as status_text,
            cast({{ columns.get('owner', 'null') }} as {{ type_text() }}) as owner_name,
            false as is_second_answer,
            loaded_at
        from {{ ref(columns.staged) }}
        where rejection_reason is null and not coalesce(is_deleted, false)
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

value_reviews as (
    select
        'value_review' as record_kind,
        value_review_id as source_row_key,
        {{ crm_id_key('crm_account_key') }} as account_key,
        cast(null as {{ type_text() }}) as record_name,
        cast(held_at as {{ type_time() }}) as opened_at,
        cast(null as {{ type_time() }}) as due_at,
        cast(null as {{ type_time() }}) as closed_at,
        roi_ratio as value,
        cast(null as {{ type_double() }}) as target_value,
        case
            when is_value_confirmed then 'confirmed'
            when not is_value_confirmed then 'not_confirmed'
        end as status_text,
        cast(null as {{ type_text() }}) as owner_name,
        false as is_second_answer,
        loaded_at
    from {{ ref('stg_customer_success__value_reviews') }}
    where rejection_reason is null and not coalesce(is_deleted, false)
),

-- The first answer that a request for advocacy got.
advocacies as (
    select
        'advocacy' as record_kind,
        advocacy_id as source_row_key,
        {{ crm_id_key('crm_account_key') }} as account_key,
        advocacy_kind as record_name,
        cast(requested_at as {{ type_time() }}) as opened_at,
        cast(null as {{ type_time() }}) as due_at,
        coalesce({{ least_of(['agreed_at', 'declined_at']) }}, agreed_at, declined_at) as closed_at,
        cast(null as {{ type_double() }}) as value,
        cast(null as {{ type_double() }}) as target_value,
        case
            when declined_at < agreed_at then 'declined'
            when agreed_at is not null then 'agreed'
            when declined_at is not null then 'declined'
        end as status_text,
        cast(null as {{ type_text() }}) as owner_name,
        false as is_second_answer,
        loaded_at
    from {{ ref('stg_customer_success__advocacies') }}
    where rejection_reason is null and not coalesce(is_deleted, false)
),

-- A request that was answered twice: each answer holds from its own time on.
second_answers as (
    select
        'advocacy' as record_kind,
        advocacy_id || ' second answer' as source_row_key,
        {{ crm_id_key('crm_account_key') }} as account_key,
        advocacy_kind as record_name,
        requested_at as opened_at,
        cast(null as {{ type_time() }}) as due_at,
        {{ greatest_of(['agreed_at', 'declined_at']) }} as closed_at,
        cast(null as {{ type_double() }}) as value,
        cast(null as {{ type_double() }}) as target_value,
        case when declined_at < agreed_at then 'agreed' else 'taken_back' end as status_text,
        cast(null as {{ type_text() }}) as owner_name,
        true as is_second_answer,
        loaded_at
    from {{ ref('stg_customer_success__advocacies') }}
    where
        rejection_reason is null
        and not coalesce(is_deleted, false)
        and agreed_at is not null
        and declined_at is not null
),

every_record as (
    select * from plain_records
    union all
    select * from value_reviews
    union all
    select * from advocacies
    union all
    select * from second_answers
),

account_keys as (
    select
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
    where source = '{{ crm_source() }}' and account_id is not null
),

final as (
    select
        {{ hash_key(['every_record.record_kind', 'every_record.source_row_key']) }} as record_id,
        every_record.record_kind,
        account_keys.account_id,
        every_record.record_name,
        every_record.opened_at,
        every_record.due_at,
        every_record.closed_at,
        every_record.value,
        every_record.target_value,
        every_record.status_text,
        every_record.owner_name,
        every_record.is_second_answer,
        every_record.loaded_at
    from every_record
    left join account_keys on every_record.account_key = account_keys.source_account_key
)

select * from final
