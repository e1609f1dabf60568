{{ config(materialized='view') }}

with final as (
    {{ union_branches('int_crm_account_versions', [
        'source',
        'account_id',
        'account_key',
        'account_name',
        'parent_key',
        'master_key',
        'former_key',
        'owner_id',
        'owner_key',
        'created_at',
        'account_type',
        'segment',
        'region',
        'industry',
        'use_case',
        'plan',
        'go_live_date',
        'executive_sponsor',
        'version_started_at',
        'is_current_version',
        'is_deleted',
        'loaded_at',
    ]) }}
)

select * from final
