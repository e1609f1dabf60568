-- Roll-ups that only marts of data quality read, each its own, so that none waits for this.
{% set checks = [
    {
        'table': 'int_usage_page_weeks',
        'key': ['page_week_id'],
        'not_null': ['week_key', 'n_rows'],
        'ranges': {'n_rows': [1, none]},
        'remedy': 'Run it with --full-refresh; if that does not help, its roll-up is wrong.',
    },
    {
        'table': 'int_usage_feature_visitor_weeks',
        'key': ['feature_visitor_week_id'],
        'not_null': ['week_key', 'n_rows'],
        'ranges': {'n_rows': [1, none]},
        'remedy': 'Run it with --full-refresh; if that does not help, its roll-up is wrong.',
    },
    {
        'table': 'int_feature_visitor_matches_weekly',
        'key': ['usage_week', 'match_status'],
        'accepted_values': {
            'match_status': ['matched', 'matched_after_normalising', 'unmatched', 'anonymous'],
        },
    },
] %}

{{ grain_problems_of(checks) }}
