{{ config(materialized='view') }}

with judged as (
    select
        'custom_signal' as raw_table,
        rejection_reason,
        observed_at as happened_at
    from {{ ref('int_custom_signals') }}

    union all

    select
        'training_assignment' as raw_table,
        case when account_id is null then 'unknown_account' end as rejection_reason,
        assigned_at as happened_at
    from {{ ref('int_training_assignments') }}

    union all

    select
        record_kind as raw_table,
        case when account_id is null then 'unknown_account' end as rejection_reason,
        coalesce(opened_at, closed_at, due_at) as happened_at
    from {{ ref('int_success_records') }}
    where not is_second_answer

    union all

    select
        'score_override' as raw_table,
        case when account_id is null then 'unknown_account' else rejection_reason end
            as rejection_reason,
        cast(valid_from as {{ type_time() }}) as happened_at
    from {{ ref('int_score_overrides') }}

    union all

    select
        'alert_response' as raw_table,
        rejection_reason,
        responded_at as happened_at
    from {{ ref('int_alert_responses') }}
),

final as (
    select
        'customer_success' as source,
        raw_table,
        rejection_reason,
        {{ week_start('happened_at') }} as week,
        cast(count(*) as bigint) as n_rows
    from judged
    group by 2, 3, 4
)

select * from final
