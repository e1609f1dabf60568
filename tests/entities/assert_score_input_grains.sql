-- What fct_account_scores reads beside the sums of signals. It waits for this.
{% set checks = [
    {
        'table': 'int_score_overrides',
        'key': ['score_override_id'],
        'not_null': ['scorecard_id', 'valid_from', 'recorded_at'],
        'remedy': 'Correct the rows of customer_success.score_override.',
    },
    {
        'table': 'int_card_coverage_weekly',
        'key': ['snapshot_week', 'scorecard_id', 'version'],
        'remedy':
            'Rebuild with `dbt build --select +fct_account_scores`; '
            ~ 'should it stay, the model joins a key twice: report it.',
    },
] %}

{{ grain_problems_of(checks) }}
