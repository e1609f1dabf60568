-- Customers by week and the histories behind their signals. int_account_signals waits for it.
{% set checks = [
    {
        'table': 'int_account_attributes',
        'key': ['account_id', 'valid_from'],
        'not_null': ['valid_to', 'segment'],
        'accepted_values': {
            'account_role': ['customer', 'prospect', 'former_customer', 'partner'],
            'attributes_known_by': ['history', 'captured', 'current_only'],
        },
        'remedy': 'Look for two versions of the account that begin at one moment.',
    },
    {
        'table': 'int_subscriptions',
        'key': ['subscription_id', 'valid_from'],
        'not_null': ['valid_to', 'is_in_force'],
        'remedy': 'Look for two versions of this subscription with one _fivetran_start.',
    },
    {
        'table': 'int_account_weeks',
        'key': ['account_id', 'snapshot_week'],
        'not_null':
            ['segment', 'is_alive', 'has_product_key', 'has_support_key', 'has_billing_key'],
        'accepted_values': {'lifecycle': ['onboarding', 'established']},
        'ranges': {'tenure_days': [0, none]},
        'remedy': 'Look at the intervals of this account in int_account_attributes.',
    },
    {
        'table': 'int_account_usage_weeks',
        'key': ['account_id', 'usage_week'],
        'not_null': ['events', 'user_events', 'minutes', 'user_minutes', 'feature_uses'],
        'ranges': {'active_days': [0, 7], 'active_users': [0, none]},
    },
    {
        'table': 'int_usage_feature_weeks',
        'key': ['feature_week_id'],
        'not_null': ['week_key', 'n_rows'],
        'ranges': {'n_rows': [1, none]},
        'remedy': 'Run it with --full-refresh; if that does not help, its roll-up is wrong.',
    },
    {
        'table': 'int_product_nps_weeks',
        'key': ['product_account_id', 'valid_from'],
        'ranges': {'min_rating': [0, 10], 'max_rating': [0, 10]},
    },
    {
        'table': 'int_ticket_states',
        'key': ['ticket_id', 'valid_from'],
        'not_null': ['valid_to', 'status', 'is_open', 'is_escalation'],
        'remedy': 'Look for ticket_field_history rows of this ticket at one moment.',
    },
    {
        'table': 'int_revenue_lines',
        'key': ['line_number', 'piece_number'],
        'not_null': ['subscription_id'],
        'remedy': 'Look at the versions of the subscription of this line.',
    },
    {
        'table': 'int_recurring_revenue',
        'key': ['invoice_id', 'subscription_id', 'is_proration', 'valid_from', 'valid_to'],
        'not_null': ['annual_recurring_revenue'],
        'remedy': 'Look at the lines of this invoice.',
    },
    {
        'table': 'int_discounts',
        'key': ['subscription_id', 'discount_id', 'valid_from', 'valid_to'],
        'ranges': {'percent_off': [0, 100]},
        'remedy': 'Look at the coupon of this discount.',
    },
    {
        'table': 'int_source_coverage_weekly',
        'key': ['source_family', 'snapshot_week'],
        'not_null': ['is_observed', 'weeks_observed'],
        'ranges': {'weeks_observed': [0, none]},
        'remedy': 'Correct seeds/scorecards/source_families.csv.',
    },
] %}

{{ grain_problems_of(checks) }}
