-- Customers by week and the histories behind their signals. int_account_signals waits for it.
{% set tables = [
    'int_account_attributes',
    'int_subscriptions',
    'int_account_weeks',
    'int_account_usage_weeks',
    'int_product_speakers',
    'int_usage_feature_weeks',
    'int_product_nps_weeks',
    'int_ticket_states',
    'int_revenue_lines',
    'int_recurring_revenue',
    'int_discounts',
    'int_source_capabilities',
    'int_source_family_sources',
    'int_source_coverage_weekly',
    'int_coverage_by_source_weekly',
] %}

{{ grain_problems_of(tables) }}
