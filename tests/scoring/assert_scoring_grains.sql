-- Versions, rules and scored cells. int_category_scores, and so every sum, waits for it.
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
        'table': 'int_scorecard_rules',
        'key': ['rule_hash'],
        'not_null': ['version_hash', 'category_hash', 'signal_hash'],
        'remedy':
            'Two rules have one key by chance: give the newer version another name '
            ~ 'in seeds/scorecards/scorecard_versions.csv.',
    },
    {
        'table': 'int_scored_cells',
        'key': ['account_hash', 'snapshot_week', 'rule_hash'],
        'not_null': ['status'],
        'accepted_values': {
            'status': [
                'scored', 'defaulted', 'carried_forward', 'excluded_missing', 'not_applicable',
                'before_signal_start',
            ],
        },
        'remedy':
            'Rebuild with `dbt build --select +int_scored_cells`; '
            ~ 'should it stay, the model joins a key twice: report it.',
    },
] %}

{{ grain_problems_of(checks) }}
