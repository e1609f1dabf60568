{{ config(tags=['rules']) }}

-- Seeds that only scoring reads: keys, words and ranges. (rubrics and bands: assert_ranges_tile.)
{% set checks = [
    {
        'table': 'scorecard_versions',
        'remedy': 'Correct seeds/scorecards/scorecard_versions.csv.',
        'key': ['scorecard_id', 'version'],
        'not_null': ['status'],
        'accepted_values': {'status': ['draft', 'shadow', 'live', 'retired']},
    },
    {
        'table': 'scorecard_categories',
        'remedy': 'Correct seeds/scorecards/scorecard_categories.csv.',
        'key': ['scorecard_id', 'version', 'segment', 'category_id'],
        'not_null': ['weight'],
        'ranges': {'weight': [0, 1]},
    },
    {
        'table': 'scorecard_signals',
        'remedy': 'Correct seeds/scorecards/scorecard_signals.csv.',
        'key': ['scorecard_id', 'version', 'segment', 'signal_id'],
        'not_null': ['category_id', 'weight', 'method', 'missing_policy'],
        'accepted_values': {
            'method':
                ['rubric', 'linear', 'pass_through', 'percentile', 'quintile', 'share_of_max'],
            'missing_policy': ['renormalise', 'default', 'carry_forward', 'zero', 'withhold'],
        },
        'ranges': {'weight': [0, 1], 'max_carry_weeks': [1, none]},
    },
    {
        'table': 'scorecard_parameters',
        'remedy': 'Correct seeds/scorecards/scorecard_parameters.csv.',
        'key': ['scorecard_id', 'parameter'],
    },
    {
        'table': 'playbooks',
        'remedy': 'Correct seeds/scorecards/playbooks.csv.',
        'key': ['scorecard_id', 'band_id'],
        'not_null': ['playbook_id', 'cadence_days', 'review_days'],
    },
    {
        'table': 'playbook_actions',
        'remedy': 'Correct seeds/scorecards/playbook_actions.csv.',
        'key': ['playbook_id', 'action_order'],
        'not_null': ['action', 'due_in_days', 'success_criterion'],
        'ranges': {'due_in_days': [0, none]},
    },
    {
        'table': 'band_cards',
        'remedy': 'Correct seeds/scorecards/band_cards.csv.',
        'key': ['scorecard_id', 'band_id'],
        'not_null': ['meaning', 'what_to_do'],
    },
] %}

{{ grain_problems_of(checks) }}
union all
{{ parameter_problems('scorecard_parameters', 'scorecard_id') }}
union all
{{ parameter_problems('monitoring_parameters', 'scorecard_id') }}
union all
{{ parameter_problems('validation_parameters', 'scorecard_id') }}
