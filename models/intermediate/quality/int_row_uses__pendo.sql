{{ config(materialized='view') }}

with product_keys as (
    select source_account_key
    from {{ ref('int_account_keys') }}
    where source = 'pendo' and account_id is not null
),

poll_types as (
    select distinct read_value as poll_type
    from {{ ref('survey_instruments') }}
    where source = 'pendo' and read_from = 'poll_type' and instrument is not null
),

polls as (
    select poll_id
    from {{ ref('stg_pendo__polls') }}
    where rejection_reason is null
),

poll_answers as (
    select poll_event_id
    from {{ ref('int_nps_poll_answers__pendo') }}
),

account_rows as (
    select
        'account_history' as raw_table,
        product_account_id,
        last_updated_at as happened_at,
        loaded_at
    from {{ ref('stg_pendo__account_history') }}
    where rejection_reason is null

    union all

    select
        'visitor_history' as raw_table,
        product_account_id,
        last_updated_at as happened_at,
        loaded_at
    from {{ ref('stg_pendo__visitor_history') }}
    where rejection_reason is null

    union all

    select
        'visitor_account_history' as raw_table,
        product_account_id,
        loaded_at as happened_at,
        loaded_at
    from {{ ref('stg_pendo__visitor_account_history') }}
    where rejection_reason is null
),

usage_rows as (
    select
        'event' as raw_table,
        product_account_id,
        usage_week,
        last_loaded_at,
        n_rows
    from {{ ref('int_usage_visitor_weeks__pendo') }}
    where rejection_reason is null

    union all

    select
        'page_event' as raw_table,
        product_account_id,
        usage_week,
        last_loaded_at,
        n_rows
    from {{ ref('int_usage_page_weeks__pendo') }}
    where rejection_reason is null

    union all

    select
        'feature_event' as raw_table,
        product_account_id,
        usage_week,
        last_loaded_at,
        n_rows
    from {{ ref('int_usage_feature_weeks__pendo') }}
    where rejection_reason is null
),

judged as (
    select
        account_rows.raw_table,
        case when product_keys.source_account_key is null then 'unknown_account' end
            as rejection_reason,
        account_rows.happened_at,
        account_rows.loaded_at
    from account_rows
    left join product_keys
        on account_rows.product_account_id = product_keys.source_account_key

    union all

    -- The list of features is read whole.
    select
        'feature_history' as raw_table,
        cast(null as {{ type_text() }}) as rejection_reason,
        last_updated_at as happened_at,
        loaded_at
    from {{ ref('stg_pendo__feature_history') }}
    where rejection_reason is null

    union all

    select
        'poll' as raw_table,
        case when poll_types.poll_type is null then 'no_instrument' end as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_pendo__polls') }} as staged_rows
    left join poll_types on staged_rows.poll_type = poll_types.poll_type
    where staged_rows.rejection_reason is null
),

-- Answers that are told count by themselves; one whose poll never landed cannot be told to be one.
unread_answers as (
    select
        'poll_event' as raw_table,
        case
            when polls.poll_id is null then 'unknown_poll'
            when poll_answers.poll_event_id is null then 'no_instrument'
            when staged_rows.poll_response is null then 'missing_answer'
        end as rejection_reason,
        staged_rows.occurred_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_pendo__poll_events') }} as staged_rows
    left join polls on staged_rows.poll_id = polls.poll_id
    left join poll_answers on staged_rows.poll_event_id = poll_answers.poll_event_id
    where staged_rows.rejection_reason is null
),

all_rows as (
    select
        raw_table,
        rejection_reason,
        coalesce({{ week_start('happened_at') }}, {{ week_start('loaded_at') }}) as week,
        1 as n_rows
    from judged

    union all

    select
        raw_table,
        rejection_reason,
        coalesce({{ week_start('happened_at') }}, {{ week_start('loaded_at') }}) as week,
        1 as n_rows
    from unread_answers
    where rejection_reason is not null

    union all

    -- Usage of a product account without a CRM account: in account_product_usage, in no score.
    select
        usage_rows.raw_table,
        case
            when product_keys.source_account_key is null then 'unknown_account'
            when usage_rows.raw_table = 'page_event' then 'table_not_read'
        end as rejection_reason,
        coalesce(usage_rows.usage_week, {{ week_start('usage_rows.last_loaded_at') }}) as week,
        usage_rows.n_rows
    from usage_rows
    left join product_keys
        on usage_rows.product_account_id = product_keys.source_account_key
),

final as (
    select
        'pendo' as source,
        raw_table,
        rejection_reason,
        week,
        cast(sum(n_rows) as bigint) as n_rows
    from all_rows
    group by 2, 3, 4
)

select * from final
