-- Accounts, the facts of every source and the weeks they span. Every weekly model waits for it.
{% set tables = [
    'int_accounts',
    'int_account_keys',
    'int_contacts',
    'int_opportunities',
    'int_meetings',
    'int_emails',
    'int_tickets',
    'int_contact_companies__intercom',
    'int_conversations__intercom',
    'int_conversation_companies__intercom',
    'int_invoices',
    'int_survey_answers',
    'int_merges__hubspot',
    'int_company_changes__hubspot',
    'int_contact_companies__hubspot',
    'int_deal_companies__hubspot',
    'int_engagement_parties__hubspot',
    'int_nps_poll_answers',
    'int_training_assignments',
    'int_success_records',
    'int_custom_signals',
    'int_usage_visitor_weeks',
    'int_snapshot_weeks',
    'int_days',
] %}

{{ grain_problems_of(tables) }}
