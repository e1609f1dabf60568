-- The marts of validation keep their keys and ranges; outlook and review have their parameters.
{% set needed = {
    'value': [
        'outlook_weeks', 'outlook_least_share', 'outlook_slope_share', 'outlook_steady_points',
        'warning_fall', 'warning_least_metrics',
    ],
    '*': [
        'review_lead_days', 'review_quarters', 'money_least_change', 'interval_z', 'verdict_z',
        'least_events',
    ],
} %}
{% set verdicts = ['validated', 'not_validated', 'too_few_events', 'suspected_leakage'] %}
{% set checks = [
    {
        'table': 'validation_parameters',
        'remedy': 'Correct seeds/scorecards/validation_parameters.csv.',
        'key': ['scorecard_id', 'parameter', 'value'],
        'not_null': ['definition'],
    },
    {
        'table': 'score_validation',
        'remedy': 'Look the card up in int_validation_by_snapshot.',
        'key': ['scorecard_id', 'version', 'segment', 'lead_days', 'predictor'],
        'not_null': ['n_snapshots', 'n_cases', 'n_events', 'verdict', 'reason', 'is_demo'],
        'accepted_values': {
            'predictor': ['card', 'tenure', 'usage', 'last_week'],
            'verdict': verdicts,
        },
        'ranges': {
            'n_events': [0, 'n_cases'],
            'n_snapshots_without_auc': [0, 'n_snapshots'],
            'auc': ['auc_lower', 'auc_upper'],
            'auc_lower': [0, none],
            'auc_upper': [none, 1],
            'worst_fifth_recall': [0, 1],
            'worst_fifth_precision': [0, 1],
        },
    },
    {
        'table': 'band_validation',
        'remedy': 'Look the group up in int_validation_cases and int_account_outcomes_weekly.',
        'key': ['scorecard_id', 'version', 'segment', 'lead_days', 'grouping_by', 'group_id'],
        'not_null': ['n_cases', 'n_events', 'churn_share', 'order_verdict', 'is_demo'],
        'accepted_values': {
            'grouping_by': ['band', 'bin'],
            'order_verdict': [
                'ordered', 'not_ordered', 'not_shown', 'one_group', 'too_few_events',
            ],
            'calibration_verdict': ['as_before', 'more_left', 'fewer_left'],
        },
        'ranges': {
            'n_cases': [1, none],
            'n_events': [0, 'n_cases'],
            'churn_share': ['churn_share_lower', 'churn_share_upper'],
            'churn_share_lower': [0, none],
            'churn_share_upper': [none, 1],
            'expected_share': [0, 1],
        },
    },
    {
        'table': 'signal_validation',
        'remedy': 'Look the signal up in int_signal_power_by_snapshot.',
        'key': ['scorecard_id', 'version', 'segment', 'signal_id', 'lead_days'],
        'not_null': ['n_cases', 'n_events', 'verdict', 'direction_found', 'is_demo'],
        'accepted_values': {
            'verdict': verdicts,
            'direction_declared': ['higher', 'lower'],
            'direction_found': ['higher', 'lower', 'not_shown'],
        },
        'ranges': {
            'n_events': [0, 'n_cases'],
            'auc': ['auc_lower', 'auc_upper'],
            'weight_suggested': [0, 1],
        },
    },
    {
        'table': 'weight_suggestions',
        'remedy': 'Look the signal up in int_suggested_weights.',
        'key': ['scorecard_id', 'version', 'segment', 'signal_id'],
        'not_null': [
            'category_id', 'draft_version', 'category_weight_suggested',
            'signal_weight_suggested', 'method', 'missing_policy', 'verdict', 'is_demo',
        ],
        'accepted_values': {
            'kept_because': ['too_few_events', 'not_seen', 'suspected_leakage'],
            'verdict': ['gain_shown', 'loss_shown', 'no_gain_shown', 'too_few_events'],
        },
        'ranges': {
            'category_weight_suggested': [0, 1],
            'signal_weight_suggested': [0, 1],
            'trust': [0, 1],
            'expected_gain': ['gain_lower', 'gain_upper'],
        },
    },
    {
        'table': 'value_identification',
        'remedy': 'Look the card up in int_value_cases.',
        'key': ['predictor', 'version'],
        'not_null': ['n_cases', 'n_high_value', 'n_named', 'n_found', 'verdict', 'is_demo'],
        'accepted_values': {'verdict': ['validated', 'not_validated', 'too_few_events']},
        'ranges': {
            'n_high_value': [0, 'n_cases'],
            'n_found': [0, 'n_named'],
            'accuracy': ['accuracy_lower', 'accuracy_upper'],
            'precision': ['precision_lower', 'precision_upper'],
            'recall': ['recall_lower', 'recall_upper'],
            'auc': ['auc_lower', 'auc_upper'],
        },
    },
    {
        'table': 'value_outlook',
        'remedy': 'Look the account up in int_value_outlooks and int_value_projections.',
        'key': ['account_id', 'snapshot_week', 'horizon_weeks'],
        'not_null': [
            'target_week', 'version', 'total', 'tier', 'outlook', 'is_early_warning', 'outcome',
            'n_judged', 'accuracy_verdict', 'is_demo',
        ],
        'accepted_values': {
            'outlook': ['rising', 'steady', 'falling', 'not_known'],
            'outcome': ['known', 'gone', 'not_known', 'not_yet_known'],
            'accuracy_verdict': [
                'better_than_unchanged', 'worse_than_unchanged', 'no_difference_shown', 'too_few',
            ],
        },
        'ranges': {
            'sum_minutes_13w_projected': [0, none],
            'count_active_days_13w_projected': [0, none],
            'nps_mean_13w_projected': [0, none],
            'projected_mid_rank': [0, 1],
            'tier_accuracy': ['tier_accuracy_lower', 'tier_accuracy_upper'],
            'unchanged_tier_accuracy': [0, 1],
            'warning_precision': ['warning_precision_lower', 'warning_precision_upper'],
            'warning_recall': [0, 1],
        },
    },
    {
        'table': 'score_money_disagreement',
        'remedy': 'Look the account up in int_account_signals (signal expansion_signals).',
        'key': ['account_id', 'snapshot_week', 'scorecard_id'],
        'not_null': [
            'version', 'score', 'band', 'disagreement', 'revenue_change', 'is_new', 'sentence',
            'n_followed', 'verdict', 'is_demo',
        ],
        'accepted_values': {
            'disagreement': ['healthy_but_contracting', 'unhealthy_but_expanding'],
            'verdict': [
                'leaves_more_often', 'leaves_less_often', 'no_difference_shown', 'too_few_events',
            ],
        },
        'ranges': {
            'revenue_change': [-1, none],
            'n_disagreeing': [1, 'n_compared'],
            'n_followed_churned': [0, 'n_followed'],
            'churn_followed': ['churn_followed_lower', 'churn_followed_upper'],
            'churn_rest_of_band': ['churn_rest_of_band_lower', 'churn_rest_of_band_upper'],
        },
    },
    {
        'table': 'band_threshold_review',
        'remedy': 'Look the threshold up in int_band_cuts and seeds/scorecards/bands.csv.',
        'key': [
            'scorecard_id', 'version', 'segment', 'snapshot_week', 'quarters', 'threshold',
        ],
        'not_null': [
            'lead_days', 'threshold_on', 'band_below', 'band_above', 'n_quarters', 'n_churned',
            'n_below', 'n_above', 'verdict', 'is_demo',
        ],
        'accepted_values': {
            'verdict': ['separates', 'reversed', 'no_difference_shown', 'too_few_events'],
        },
        'ranges': {
            'n_quarters': [1, 'quarters'],
            'n_churned': ['n_churned_below + n_churned_above', 'n_churned_below + n_churned_above'],
            'churn_below': ['churn_below_lower', 'churn_below_upper'],
            'churn_above': ['churn_above_lower', 'churn_above_upper'],
            'difference': ['difference_lower', 'difference_upper'],
            'separation': [-1, 'best_separation'],
            'best_threshold': ['best_threshold_lower', 'best_threshold_upper'],
        },
    },
] %}

with parameters as (
    select distinct
        scorecard_id,
        parameter
    from {{ ref('validation_parameters') }}
),

needed as (
    {%- for scorecard_id, names in needed.items() %}
        {%- set is_last_card = loop.last %}
        {%- for name in names %}
            select
                '{{ scorecard_id }}' as scorecard_id,
                '{{ name }}' as parameter
            {% if not (is_last_card and loop.last) %}union all{% endif %}
        {%- endfor %}
    {%- endfor %}
),

lengths as (
    select distinct
        parameter,
        value
    from {{ ref('validation_parameters') }}
    where parameter in ('lead_days', 'review_lead_days')
)

select problem
from ({{ grain_problems_of(checks) }}) as grain_problems_found
union all
select
    'validation_parameters: card ' || needed.scorecard_id || ' has no row of ' || needed.parameter
    || '. Add it to seeds/scorecards/validation_parameters.csv.' as problem
from needed
left join parameters
    on
        needed.scorecard_id = parameters.scorecard_id
        and needed.parameter = parameters.parameter
where parameters.parameter is null and {{ has_rows() }}
union all
select
    'validation_parameters: review_lead_days ' || cast(reviews.value as text)
    || ' is no lead time that is validated. Add a row of lead_days, or review one that is there.'
        as problem
from lengths as reviews
left join lengths as leads
    on
        leads.parameter = 'lead_days'
        and reviews.value = leads.value
where reviews.parameter = 'review_lead_days' and leads.value is null
