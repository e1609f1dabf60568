{{ config(materialized='view') }}
{#- staging model: raw table, time, key, what it has to lead to, reason when it does not, and
    whether a deleted row is counted as such elsewhere -#}
{%- set dependents = {
    'stg_salesforce__accounts': {
        'raw_table': 'account', 'time': 'created_at', 'key': crm_id_key('account_id'),
        'kind': 'crm_account', 'reason': 'deleted',
    },
    'stg_salesforce__users': {
        'raw_table': 'user', 'time': 'loaded_at', 'key': crm_id_key('user_id'),
        'kind': 'owner', 'reason': 'not_referenced',
    },
    'stg_pendo__account_history': {
        'raw_table': 'account_history', 'time': 'last_updated_at', 'key': 'product_account_id',
        'kind': 'product_account', 'reason': 'unknown_account',
    },
    'stg_pendo__visitor_history': {
        'raw_table': 'visitor_history', 'time': 'last_updated_at', 'key': 'product_account_id',
        'kind': 'product_account', 'reason': 'unknown_account',
    },
    'stg_pendo__visitor_account_history': {
        'raw_table': 'visitor_account_history', 'time': 'loaded_at', 'key': 'product_account_id',
        'kind': 'product_account', 'reason': 'unknown_account',
    },
    'stg_pendo__polls': {
        'raw_table': 'poll', 'time': 'loaded_at', 'key': 'poll_type',
        'kind': 'poll_type', 'reason': 'no_instrument',
    },
    'stg_zendesk__organizations': {
        'raw_table': 'organization', 'time': 'created_at', 'key': 'organization_id',
        'kind': 'organization', 'reason': 'unknown_account', 'skips_deleted': true,
    },
    'stg_zendesk__users': {
        'raw_table': 'user', 'time': 'loaded_at', 'key': 'organization_id',
        'kind': 'organization', 'reason': 'unknown_account',
    },
    'stg_zendesk__ticket_tags': {
        'raw_table': 'ticket_tag', 'time': 'loaded_at', 'key': 'ticket_id',
        'kind': 'ticket', 'reason': 'unused_ticket', 'skips_deleted': true,
    },
    'stg_stripe__customers': {
        'raw_table': 'customer', 'time': 'created_at', 'key': 'customer_id',
        'kind': 'customer', 'reason': 'unknown_account',
    },
    'stg_stripe__subscription_items': {
        'raw_table': 'subscription_item', 'time': 'loaded_at', 'key': 'subscription_id',
        'kind': 'subscription', 'reason': 'unused_subscription', 'skips_deleted': true,
    },
    'stg_stripe__prices': {
        'raw_table': 'price', 'time': 'loaded_at', 'key': 'price_id',
        'kind': 'plan', 'reason': 'not_referenced',
    },
    'stg_stripe__plans': {
        'raw_table': 'plan', 'time': 'loaded_at', 'key': 'plan_id',
        'kind': 'plan', 'reason': 'not_referenced',
    },
    'stg_stripe__coupons': {
        'raw_table': 'coupon', 'time': 'loaded_at', 'key': 'coupon_id',
        'kind': 'coupon', 'reason': 'not_referenced',
    },
    'stg_qualtrics__questions': {
        'raw_table': 'question', 'time': 'loaded_at', 'key': "survey_id || ' ' || question_id",
        'kind': 'question', 'reason': 'no_instrument', 'skips_deleted': true,
    },
} -%}

with matched_keys as (
    select
        source,
        source_account_key
    from {{ ref('int_account_keys') }}
    where account_id is not null
),

-- A key of each kind once.
parents as (
    select
        case source
            when 'salesforce' then 'crm_account'
            when 'pendo' then 'product_account'
            when 'zendesk' then 'organization'
            when 'stripe' then 'customer'
        end as kind,
        source_account_key as parent_key
    from matched_keys

    union distinct

    select
        'owner' as kind,
        {{ crm_id_key('owner_id') }} as parent_key
    from {{ ref('stg_salesforce__accounts') }}
    where rejection_reason is null

    union distinct

    select
        read_from as kind,
        read_value as parent_key
    from {{ ref('survey_instruments') }}
    where source = 'pendo' and read_from = 'poll_type' and instrument is not null

    union distinct

    select
        'ticket' as kind,
        ticket_id as parent_key
    from {{ ref('int_tickets') }}
    where account_id is not null

    union distinct

    select
        'subscription' as kind,
        subscription_id as parent_key
    from {{ ref('int_subscriptions') }}
    where account_id is not null

    union distinct

    select
        'plan' as kind,
        plan_id as parent_key
    from {{ ref('stg_stripe__subscription_items') }}
    where rejection_reason is null and not coalesce(is_deleted, false)

    union distinct

    select
        'plan' as kind,
        plan_id as parent_key
    from {{ ref('int_invoice_service_lines') }}

    union distinct

    select
        'coupon' as kind,
        coupon_id as parent_key
    from {{ ref('stg_stripe__subscription_discounts') }}
    where rejection_reason is null and not coalesce(is_deleted, false)

    union distinct

    select
        'question' as kind,
        survey_id || ' ' || question_id as parent_key
    from {{ ref('int_survey_questions__qualtrics') }}
),

judged as (
    {% for staged, table in dependents.items() %}
        select
            '{{ staged[4:].split('__')[0] }}' as source,
            '{{ table.raw_table }}' as raw_table,
            case when parents.parent_key is null then '{{ table.reason }}' end as rejection_reason,
            staged_rows.week
        from (
            select
                {{ table.key }} as parent_key,
                coalesce({{ week_start(table.time) }}, {{ week_start('loaded_at') }}) as week
            from {{ ref(staged) }}
            where
                rejection_reason is null
                {{ 'and not coalesce(is_deleted, false)' if table.skips_deleted }}
        ) as staged_rows
        left join parents
            on
                staged_rows.parent_key = parents.parent_key
                and parents.kind = '{{ table.kind }}'
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

final as (
    select
        source,
        raw_table,
        rejection_reason,
        week,
        cast(count(*) as bigint) as n_rows
    from judged
    group by 1, 2, 3, 4
)

select * from final
