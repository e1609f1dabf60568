-- Versions and scored signals. int_category_scores, and so every sum, waits for it.
{% set checks = [
    {
        'table': 'int_scorecard_versions_weekly',
        'key': ['snapshot_week', 'scorecard_id', 'version'],
        'not_null': ['scale_max', 'rollup'],
        'remedy':
            'Two versions of one card were written twice: '
            ~ 'correct seeds/scorecards/scorecard_versions.csv.',
    },
    {
        'table': 'int_scored_signals',
        'key': ['account_id', 'snapshot_week', 'scorecard_id', 'version', 'signal_id'],
        'not_null': ['status'],
        'accepted_values': {
            'status': [
                'scored', 'defaulted', 'carried_forward', 'excluded_missing', 'not_applicable',
                'before_signal_start',
            ],
        },
        'remedy':
            'Rebuild with `dbt build --select +int_scored_signals`; '
            ~ 'should it stay, the model joins a key twice: report it.',
    },
] %}

{{ grain_problems_of(checks) }}
