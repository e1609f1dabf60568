{{ config(materialized='ephemeral') }}
{#- entity, source, raw table, reason, time, condition: rows that read well, yet are of no use. -#}
{%- set entity_rejections = [
    (
        'int_survey_answers', 'source', 'raw_table', 'rejection_reason', 'responded_at',
        'rejection_reason is not null',
    ),
    (
        'int_survey_answers', 'source', 'raw_table', "'unknown_account'", 'responded_at',
        'rejection_reason is null and account_id is null',
    ),
    (
        'int_custom_signals', "'customer_success'", "'custom_signal'", 'rejection_reason',
        'observed_at', 'rejection_reason is not null',
    ),
    (
        'int_invoices', "'stripe'", "'invoice'", 'rejection_reason', 'created_at',
        'rejection_reason is not null',
    ),
    (
        'int_invoices', "'stripe'", "'invoice'", "'unknown_account'", 'created_at',
        'rejection_reason is null and account_id is null',
    ),
    (
        'int_tickets', "'zendesk'", "'ticket'", "'unknown_account'", 'created_at',
        'account_id is null',
    ),
    (
        'int_training_assignments', "'customer_success'", "'training_assignment'",
        "'unknown_account'", 'assigned_at', 'account_id is null',
    ),
    (
        'int_success_records', "'customer_success'", 'record_kind', "'unknown_account'",
        'coalesce(opened_at, closed_at, due_at)', 'account_id is null and not is_second_answer',
    ),
    (
        'int_score_overrides', "'customer_success'", "'score_override'", "'unknown_account'",
        'valid_from', 'account_id is null',
    ),
    (
        'int_score_overrides', "'customer_success'", "'score_override'", 'rejection_reason',
        'valid_from', 'account_id is not null and rejection_reason is not null',
    ),
] -%}

with final as (
    {% for model, source, raw_table, reason, time_column, condition in entity_rejections %}
        select
            {{ source }} as source,
            {{ raw_table }} as raw_table,
            {{ reason }} as rejection_reason,
            {{ week_start(time_column) }} as week,
            cast(1 as bigint) as n_rows
        from {{ ref(model) }}
        where {{ condition }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from final
