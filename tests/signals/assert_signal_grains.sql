-- Keys, words and ranges of what is measured, told before anything is scored.
{% set tables = [
    'int_engagement_signals_weekly',
    'int_signal_parameters',
    'int_signal_windows_weekly',
    'int_relationship_signals_weekly',
    'int_participation_signals_weekly',
    'int_response_signals_weekly',
    'int_outcome_signals_weekly',
    'int_core_feature_use_weekly',
    'int_active_users_weekly',
    'int_usage_signals_weekly',
    'int_adoption_signals_weekly',
    'int_commercial_signals_weekly',
    'int_ticket_rates_weekly',
    'int_support_signals_weekly',
    'int_support_load_weekly',
    'int_payment_lateness_weekly',
    'int_contracts_weekly',
    'int_subscription_revenue_weekly',
    'int_financial_signals_weekly',
    'int_value_signals_weekly',
    'int_account_signals',
    'int_account_terms_weekly',
] %}

{{ grain_problems_of(tables) }}
