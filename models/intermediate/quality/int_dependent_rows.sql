{{ config(materialized='view') }}
{#- source, raw table, staging model, time, key, what it has to lead to, reason when it does not -#}
{%- set dependents = [
    (
        'salesforce', 'account', 'accounts', 'created_at', crm_id_key('account_id'),
        'crm_account', 'deleted',
    ),
    (
        'salesforce', 'user', 'users', 'loaded_at', crm_id_key('user_id'),
        'owner', 'not_referenced',
    ),
    (
        'pendo', 'account_history', 'account_history', 'last_updated_at', 'product_account_id',
        'product_account', 'unknown_account',
    ),
    (
        'pendo', 'visitor_history', 'visitor_history', 'last_updated_at', 'product_account_id',
        'product_account', 'unknown_account',
    ),
    (
        'pendo', 'visitor_account_history', 'visitor_account_history', 'loaded_at',
        'product_account_id', 'product_account', 'unknown_account',
    ),
    ('pendo', 'poll', 'polls', 'loaded_at', 'poll_type', 'poll_type', 'no_instrument'),
    (
        'zendesk', 'organization', 'organizations', 'created_at', 'organization_id',
        'organization', 'unknown_account',
    ),
    (
        'zendesk', 'user', 'users', 'loaded_at', 'organization_id',
        'organization', 'unknown_account',
    ),
    (
        'zendesk', 'ticket_tag', 'ticket_tags', 'loaded_at', 'ticket_id',
        'ticket', 'unused_ticket',
    ),
    (
        'stripe', 'customer', 'customers', 'created_at', 'customer_id',
        'customer', 'unknown_account',
    ),
    (
        'stripe', 'subscription_item', 'subscription_items', 'loaded_at', 'subscription_id',
        'subscription', 'unused_subscription',
    ),
    ('stripe', 'price', 'prices', 'loaded_at', 'price_id', 'plan', 'not_referenced'),
    ('stripe', 'plan', 'plans', 'loaded_at', 'plan_id', 'plan', 'not_referenced'),
    ('stripe', 'coupon', 'coupons', 'loaded_at', 'coupon_id', 'coupon', 'not_referenced'),
    (
        'qualtrics', 'question', 'questions', 'loaded_at', "survey_id || ' ' || question_id",
        'question', 'no_instrument',
    ),
] -%}

{#- of these a deleted row is counted as such -#}
{%- set without_deleted = ['organization', 'ticket_tag', 'subscription_item', 'question'] -%}

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

    union

    select
        'owner' as kind,
        {{ crm_id_key('owner_id') }} as parent_key
    from {{ ref('stg_salesforce__accounts') }}
    where rejection_reason is null

    union

    select
        read_from as kind,
        read_value as parent_key
    from {{ ref('survey_instruments') }}
    where source = 'pendo' and read_from = 'poll_type' and instrument is not null

    union

    select
        'ticket' as kind,
        ticket_id as parent_key
    from {{ ref('int_tickets') }}
    where account_id is not null

    union

    select
        'subscription' as kind,
        subscription_id as parent_key
    from {{ ref('int_subscriptions') }}
    where account_id is not null

    union

    select
        'plan' as kind,
        plan_id as parent_key
    from {{ ref('stg_stripe__subscription_items') }}
    where rejection_reason is null and not coalesce(is_deleted, false)

    union

    select
        'plan' as kind,
        plan_id as parent_key
    from {{ ref('int_invoice_service_lines') }}

    union

    select
        'coupon' as kind,
        coupon_id as parent_key
    from {{ ref('stg_stripe__subscription_discounts') }}
    where rejection_reason is null and not coalesce(is_deleted, false)

    union

    select
        'question' as kind,
        survey_id || ' ' || question_id as parent_key
    from {{ ref('int_qualtrics_questions') }}
),

judged as (
    {% for source, raw_table, plural, time_column, key, kind, reason in dependents %}
        select
            '{{ source }}' as source,
            '{{ raw_table }}' as raw_table,
            case when parents.parent_key is null then '{{ reason }}' end as rejection_reason,
            staged_rows.week
        from (
            select
                {{ key }} as parent_key,
                coalesce({{ week_start(time_column) }}, {{ week_start('loaded_at') }}) as week
            from {{ ref('stg_' ~ source ~ '__' ~ plural) }}
            where
                rejection_reason is null
                {% if raw_table in without_deleted %}
                    and not coalesce(is_deleted, false)
                {% endif %}
        ) as staged_rows
        left join parents
            on
                staged_rows.parent_key = parents.parent_key
                and parents.kind = '{{ kind }}'
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
