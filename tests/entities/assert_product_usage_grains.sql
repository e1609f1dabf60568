-- Use by product account, whether the CRM knows it or not. account_product_usage waits for it.
{% set checks = [
    {
        'table': 'int_product_account_weeks',
        'key': ['product_account_id', 'usage_week'],
        'ranges': {'active_days': [1, 7], 'visitor_days': [0, none]},
    },
    {
        'table': 'int_product_usage_changes',
        'key': ['product_account_id', 'effective_week'],
    },
] %}

{{ grain_problems_of(checks) }}
