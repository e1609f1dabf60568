{#- dbt_project.yml as it is shipped (tests/e2e/test_configuration.py): what differs from it, somebody set himself. -#}
{% macro shipped_columns() -%}
    {{ return({
        'salesforce_fields': {
            'segment': ['segment_c', 'segment'],
            'region': ['region_c', 'region'],
            'use_case': ['use_case_c', 'use_case'],
            'plan': ['plan_c', 'plan'],
            'go_live_date': ['go_live_date_c', 'go_live_date'],
            'executive_sponsor': ['executive_sponsor_c', 'executive_sponsor'],
        },
        'hubspot_fields': {
            'account_type': ['lifecyclestage'],
            'crm_account_id': ['salesforceaccountid'],
            'segment': ['segment'],
            'region': ['region'],
            'use_case': ['use_case'],
            'plan': ['plan'],
            'go_live_date': ['go_live_date'],
            'executive_sponsor': ['executive_sponsor'],
        },
        'pendo_crm_id_columns': ['salesforce_account_id_c', 'agent_salesforceaccountid', 'crm_account_id'],
        'intercom_crm_id_columns': ['custom_crm_account_id', 'custom_salesforce_account_id', 'custom_crm_id'],
        'stripe_crm_id_keys': ['crm_account_id', 'salesforce_account_id', 'external_id'],
        'qualtrics_crm_id_keys': ['account_id', 'crm_account_id', 'salesforce_account_id'],
    }) }}
{%- endmacro %}
