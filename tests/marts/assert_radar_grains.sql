-- What adoption_scores reads beside the scores; it waits for this test.
{% set checks = [
    {
        'table': 'scorecard_sources',
        'key': ['scorecard_id', 'source'],
        'not_null': ['version', 'n_signals'],
        'ranges': {
            'weight_share': [0, 1], 'weight_share_alone': [0, 1], 'weight_share_connected': [0, 1],
        },
        'remedy': 'Correct source_families.csv and signals.csv in seeds/scorecards.',
    },
    {
        'table': 'dim_signals',
        'remedy': 'Rebuild with `dbt build --select +dim_signals`.',
        'key': ['signal_id'],
        'not_null': ['signal_name', 'is_subjective', 'n_scorecards'],
        'accepted_values': {'better_when': ['higher', 'lower']},
    },
    {
        'table': 'adoption_benchmarks',
        'remedy':
            'Rebuild with `dbt build --select +adoption_benchmarks`; should it stay, a '
            ~ 'score lies outside 0 to 10: report it.',
        'key': ['snapshot_week', 'dimension', 'group_name', 'category_id'],
        'not_null': [
            'n_accounts', 'mean_score', 'median_score', 'lower_quartile', 'upper_quartile',
        ],
        'accepted_values': {
            'dimension': ['segment', 'vertical', 'tenure_band', 'region', 'use_case'],
        },
        'ranges': {
            'mean_score': [0, 10],
            'median_score': [0, 10],
            'lower_quartile': [0, 'median_score'],
            'upper_quartile': ['median_score', 10],
        },
    },
] %}

{{ grain_problems_of(checks) }}
