-- Bands, drivers, reasons and sentences: every mart that shows a sentence waits for this test.
{% set checks = [
    {
        'table': 'int_bands',
        'remedy': 'Correct bands.csv and band_statuses.csv in seeds/scorecards.',
        'key': ['scorecard_id', 'version', 'band_id'],
        'not_null': ['is_status', 'label'],
    },
    {
        'table': 'int_score_drivers',
        'remedy':
            'Rebuild with `dbt build --select +int_score_drivers`; should it stay, the '
            ~ 'model joins a key twice: report it.',
        'key': ['account_id', 'snapshot_week', 'scorecard_id', 'version'],
        'not_null': ['n_missing'],
    },
    {
        'table': 'int_score_reasons',
        'remedy': 'Look the account up in fct_account_scores and int_score_drivers.',
        'key': ['account_id', 'snapshot_week', 'scorecard_id', 'version'],
        'not_null': ['reason'],
    },
    {
        'table': 'int_score_sentences',
        'remedy': 'Look the account up in fct_account_scores and int_score_drivers.',
        'key': ['account_id', 'snapshot_week', 'scorecard_id', 'version'],
        'not_null': ['sentence'],
    },
] %}

{{ grain_problems_of(checks) }}
