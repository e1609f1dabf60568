{{ config(tags=['on_build']) }}

-- Roll-ups that only marts of data quality read, each its own, so that none waits for this.
{% set tables = [
    'int_usage_page_weeks',
    'int_usage_feature_visitor_weeks',
    'int_feature_visitor_matches_weekly',
] %}

{{ grain_problems_of(tables) }}
