{{ config(materialized='view') }}

with final as (
    {{ union_branches('int_crm_contacts', [
        'source',
        'contact_id',
        'contact_key',
        'account_key',
        'email',
        'is_main_address',
        'contact_name',
        'title',
        'created_at',
        'changed_at',
        'version_started_at',
        'is_deleted',
        'loaded_at',
    ]) }}
)

select * from final
