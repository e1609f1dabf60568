-- Use by product account, whether the CRM knows it or not. account_product_usage waits for it.
{% set tables = ['int_product_account_weeks', 'int_product_usage_changes'] %}

{{ grain_problems_of(tables) }}
