-- Parts of one mart, in a file of their own: their SQL stands in the test's, which linting bounds.
{% set checks = [
    {
        'table': 'int_playbooks_weekly',
        'remedy': 'Look the account up in fct_account_scores; a band has one playbook.',
        'key': ['account_id', 'snapshot_week'],
        'not_null': ['playbook_id', 'playbook_since'],
    },
    {
        'table': 'int_version_differences',
        'remedy':
            'Look for two versions of this card in force at this snapshot in '
            ~ 'seeds/scorecards/scorecard_versions.csv.',
        'key': ['account_id', 'snapshot_week', 'scorecard_id', 'version'],
        'not_null': ['in_force_version'],
        'accepted_values': {'band_move': ['same', 'up', 'down', 'other']},
    },
] %}

{{ grain_problems_of(checks) }}
