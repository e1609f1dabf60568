{{ config(materialized='ephemeral') }}
{#- raw table, staging model, time, column that leads to an account: a row may lead to none. -#}
{%- set crm_tables = [
    ('contact', 'contacts', 'created_at', 'account_id'),
    ('opportunity', 'opportunities', 'created_at', 'account_id'),
    ('event', 'events', 'started_at', 'account_id'),
    ('task', 'tasks', 'loaded_at', 'account_id'),
    ('email_message', 'email_messages', 'sent_at', 'related_to_id'),
] -%}

with crm_keys as (
    select source_account_key as crm_key
    from {{ ref('int_account_keys') }}
    where source = 'salesforce' and account_id is not null

    union

    select {{ crm_id_key('opportunity_id') }} as crm_key
    from {{ ref('int_opportunities') }}

    union

    select contact_key as crm_key
    from {{ ref('int_contacts') }}
),

final as (
    {% for raw_table, plural, time_column, column in crm_tables %}
        select
            'salesforce' as source,
            '{{ raw_table }}' as raw_table,
            'unknown_account' as rejection_reason,
            coalesce(
                {{ week_start('staged_rows.' ~ time_column) }},
                {{ week_start('staged_rows.loaded_at') }}
            ) as week,
            cast(1 as bigint) as n_rows
        from {{ ref('stg_salesforce__' ~ plural) }} as staged_rows
        left join crm_keys on {{ crm_id_key('staged_rows.' ~ column) }} = crm_keys.crm_key
        where
            staged_rows.rejection_reason is null
            and not coalesce(staged_rows.is_deleted, false)
            and crm_keys.crm_key is null
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from final
