-- Accounts, the facts of every source and the weeks they span. Every weekly model waits for it.
{% set checks = [
    {
        'table': 'int_accounts',
        'key': ['account_id'],
        'not_null': ['account_key', 'account_name'],
        'remedy': 'Look for two spellings of this id in salesforce.account.',
    },
    {
        'table': 'int_account_keys',
        'key': ['source', 'source_account_key'],
        'not_null': ['match_status', 'n_candidates'],
        'accepted_values': {
            'source': ['salesforce', 'pendo', 'zendesk', 'stripe', 'qualtrics', 'customer_success'],
            'match_rule': ['carried_id', 'manual', 'equal_id', 'email_domain'],
            'match_status': ['matched', 'ambiguous', 'unmatched'],
        },
        'ranges': {'n_candidates': [0, none]},
        'remedy': 'Add the right account to seeds/identity/account_matches.csv.',
    },
    {
        'table': 'int_contacts',
        'key': ['contact_key'],
        'not_null': ['has_title', 'is_executive'],
        'remedy': 'Look for two spellings of this id in salesforce.contact.',
    },
    {
        'table': 'int_opportunities',
        'key': ['opportunity_id'],
        'not_null': ['kind', 'created_at', 'is_committed'],
        'accepted_values': {'kind': ['renewal', 'expansion', 'new', 'other']},
        'remedy': 'Look for two rows of this opportunity in salesforce.opportunity.',
    },
    {
        'table': 'int_meetings',
        'key': ['meeting_id'],
        'not_null': ['started_at'],
        'remedy': 'Look for two rows of this entry in salesforce.event.',
    },
    {
        'table': 'int_emails',
        'key': ['email_id'],
        'not_null': ['sent_at', 'is_incoming', 'is_automatic', 'has_thread'],
        'remedy': 'Look for two rows of this e-mail in salesforce.email_message.',
    },
    {
        'table': 'int_tickets',
        'key': ['ticket_id'],
        'not_null': ['created_at'],
        'accepted_values': {
            'organization_from': ['ticket', 'requester'],
            'withdrawn_as': ['deleted', 'merged'],
        },
        'remedy': 'Look for two users with one id or two accounts for one organisation.',
    },
    {
        'table': 'int_invoices',
        'key': ['invoice_id'],
        'not_null': ['created_at'],
        'accepted_values': {'rejection_reason': ['unknown_currency']},
        'ranges': {'amount_due': [0, none]},
        'remedy': 'Look for two customers with one id or two rates for one currency.',
    },
    {
        'table': 'int_survey_answers',
        'key': ['answer_id'],
        'not_null': ['respondent_key', 'instrument', 'responded_at'],
        'accepted_values': {
            'instrument': ['nps', 'ltr', 'csat', 'ces'],
            'rejection_reason': ['answer_unreadable', 'answer_out_of_scale'],
        },
        'remedy': 'Correct seeds/scorecards/survey_instruments.csv or the rows in the raw table.',
    },
    {
        'table': 'int_nps_poll_answers',
        'key': ['poll_event_id'],
        'accepted_values': {
            'rejection_reason': ['missing_answer', 'answer_unreadable', 'answer_out_of_scale'],
        },
    },
    {
        'table': 'int_training_assignments',
        'key': ['training_assignment_id'],
        'not_null': ['assigned_at'],
        'remedy': 'Correct the rows of customer_success.training_assignment.',
    },
    {
        'table': 'int_success_records',
        'key': ['record_id'],
        'not_null': ['record_kind'],
        'remedy': 'Correct the rows of the raw table that record_kind names.',
    },
    {
        'table': 'int_custom_signals',
        'key': ['custom_signal_id'],
        'not_null': ['signal_id', 'observed_at'],
        'accepted_values': {'rejection_reason': ['unknown_account', 'unknown_signal', 'replaced']},
        'remedy': 'Correct the rows of customer_success.custom_signal.',
    },
    {
        'table': 'int_usage_visitor_weeks',
        'key': ['visitor_week_id'],
        'not_null': ['week_key', 'n_rows'],
        'ranges': {'n_rows': [1, none], 'active_days': [0, 7]},
        'remedy': 'Run it with --full-refresh; if that does not help, its roll-up is wrong.',
    },
    {
        'table': 'int_snapshot_weeks',
        'key': ['snapshot_week'],
        'remedy': 'Correct var history_start or as_of_date.',
    },
] %}

{{ grain_problems_of(checks) }}
