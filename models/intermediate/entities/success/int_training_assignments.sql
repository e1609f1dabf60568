{{ config(materialized='view') }}

with assignments as (
    select
        training_assignment_id,
        {{ crm_id_key('crm_account_key') }} as account_key,
        course,
        assigned_at,
        completed_at,
        is_certified,
        contact_email,
        loaded_at
    from {{ ref('stg_customer_success__training_assignments') }}
    where rejection_reason is null and not coalesce(is_deleted, false)
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
        assignments.training_assignment_id,
        account_keys.account_id,
        {{ md5_of('lower(trim(assignments.contact_email))') }} as contact_key,
        assignments.course,
        assignments.assigned_at,
        assignments.completed_at,
        assignments.is_certified as certified,
        assignments.loaded_at
    from assignments
    left join account_keys on assignments.account_key = account_keys.source_account_key
)

select * from final
