-- Scores by signal and account: what speaks of both waits for this test.
{% set checks = [
    {
        'table': 'fct_signal_scores',
        'remedy':
            'Rebuild with `dbt build --select +fct_signal_scores`; should it stay, the '
            ~ 'model joins a key twice: report it.',
        'key': ['account_id', 'snapshot_week', 'scorecard_id', 'version', 'signal_id'],
        'not_null': ['status', 'declared_weight'],
        'accepted_values': {
            'status': [
                'scored', 'defaulted', 'carried_forward', 'excluded_missing', 'not_applicable',
                'before_signal_start',
            ],
            'method': [
                'rubric', 'linear', 'pass_through', 'percentile', 'quintile', 'share_of_max',
            ],
            'missing_policy': ['renormalise', 'default', 'carry_forward', 'zero', 'withhold'],
        },
        'ranges': {'declared_weight': [0, none]},
    },
    {
        'table': 'fct_account_scores',
        'remedy':
            'Rebuild with `dbt build --select +fct_account_scores`; should it stay, the '
            ~ 'model joins a key twice: report it.',
        'key': ['account_id', 'snapshot_week', 'scorecard_id', 'version'],
        'not_null': ['weight_observed', 'is_overridden'],
        'accepted_values': {'no_score_reason': ['withheld', 'insufficient_weight']},
        'ranges': {'weight_observed': [0, 1], 'mid_rank': [0, 1]},
    },
] %}

{{ grain_problems_of(checks) }}
