-- Seeds that only scoring reads: keys, words and ranges. (rubrics and bands: assert_ranges_tile.)
{% set checks = [
    {
        'seed': 'scorecard_versions',
        'key': ['scorecard_id', 'version'],
        'not_null': ['status'],
        'accepted_values': {'status': ['draft', 'shadow', 'live', 'retired']},
    },
    {
        'seed': 'scorecard_categories',
        'key': ['scorecard_id', 'version', 'segment', 'category_id'],
        'not_null': ['weight'],
        'ranges': {'weight': [0, 1]},
    },
    {
        'seed': 'scorecard_signals',
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
        'seed': 'scorecard_parameters',
        'key': ['scorecard_id', 'parameter'],
        'not_null': ['value'],
        'accepted_values': {
            'parameter': [
                'max_subjective_weight', 'ask_again_weeks', 'comparison_weeks', 'steady_points',
                'least_accounts', 'quarter_weeks',
            ],
        },
    },
    {
        'seed': 'playbooks',
        'key': ['scorecard_id', 'band_id'],
        'not_null': ['playbook_id', 'cadence_days', 'review_days'],
    },
    {
        'seed': 'playbook_actions',
        'key': ['playbook_id', 'action_order'],
        'not_null': ['action', 'due_in_days', 'success_criterion'],
        'ranges': {'due_in_days': [0, none]},
    },
    {
        'seed': 'signal_cards',
        'key': ['signal_id'],
        'not_null': ['why_it_matters', 'what_moves_it', 'what_to_do'],
    },
    {
        'seed': 'band_cards',
        'key': ['scorecard_id', 'band_id'],
        'not_null': ['meaning', 'what_to_do'],
    },
] %}

{% for check in checks %}
    select problem
    from (
        {{ grain_problems(
            ref(check.seed),
            check.seed,
            check.key,
            check.not_null or [],
            check.accepted_values or {},
            check.ranges or {},
            'Correct seeds/scorecards/' ~ check.seed ~ '.csv.',
        ) }}
    ) as {{ check.seed }}_problems
    {% if not loop.last %}union all{% endif %}
{% endfor %}
