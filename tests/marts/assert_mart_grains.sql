-- Marts that no model reads: nothing waits for them.
-- What other marts read is tested by itself, so that they wait for it.
{% set checks = [
    {
        'table': 'adoption_overview',
        'remedy':
            'Rebuild with `dbt build --select +adoption_overview`; should it stay, look for '
            ~ 'a band or sentence that this account lacks in fct_account_scores and '
            ~ 'int_score_sentences.',
        'key': ['account_id', 'snapshot_week'],
        'not_null': [
            'account_name', 'segment', 'lifecycle', 'band', 'band_label', 'band_colour',
            'band_rank', 'weight_observed', 'is_overridden', 'sentence',
        ],
        'ranges': {
            'score': [0, 10],
            'usage_score': [0, 10],
            'implementation_score': [0, 10],
            'tracking_score': [0, 10],
            'education_score': [0, 10],
            'commercial_score': [0, 10],
            'weight_observed': [0, 1],
            'percentile_in_segment': [0, 100],
            'percentile_in_vertical': [0, 100],
        },
    },
    {
        'table': 'adoption_scores',
        'remedy':
            'Let the ranges of seeds/scorecards/tenure_bands.csv not overlap; otherwise '
            ~ 'look at fct_category_scores, which these rows repeat.',
        'key': ['account_id', 'snapshot_week', 'category_id'],
        'not_null': [
            'version', 'account_name', 'segment', 'lifecycle', 'n_metrics', 'n_metrics_observed',
            'band', 'band_label',
        ],
        'ranges': {
            'score': [0, 10],
            'overall_score': [0, 10],
            'weight_observed': [0, 1],
            'n_metrics_observed': [0, 'n_metrics'],
            'percentile_in_segment': [0, 100],
            'percentile_in_vertical': [0, 100],
            'percentile_in_tenure_band': [0, 100],
            'percentile_in_region': [0, 100],
            'percentile_in_use_case': [0, 100],
        },
    },
    {
        'table': 'case_study_rankings',
        'remedy':
            'Look the account up in fct_account_scores and '
            ~ 'int_case_study_eligibility_weekly.',
        'key': ['account_id', 'snapshot_week'],
        'not_null': [
            'account_name', 'lifecycle', 'band', 'band_label', 'is_month_list', 'is_eligible',
            'weight_observed', 'is_overridden', 'sentence',
        ],
        'accepted_values': {
            'lifecycle': ['onboarding', 'established'],
            'direction': ['rising', 'falling', 'steady', 'new'],
        },
        'ranges': {
            'score': [0, 100],
            'support_health': [0, 100],
            'rank': [1, none],
            'rank_among_eligible': [1, none],
            'weight_observed': [0, 1],
        },
    },
    {
        'table': 'int_case_study_eligibility_weekly',
        'remedy':
            'Look for two answers or requests of one account at the same moment in '
            ~ 'customer_success.advocacy.',
        'key': ['account_id', 'snapshot_week'],
    },
    {
        'table': 'health_scores_current',
        'remedy': 'Look the account up in fct_account_scores and int_account_weeks.',
        'key': ['account_id'],
        'not_null': [
            'account_name', 'lifecycle', 'band', 'band_label', 'band_rank', 'sentence',
            'weight_observed', 'is_overridden',
        ],
        'accepted_values': {'lifecycle': ['onboarding', 'established']},
        'ranges': {'score': [0, 100], 'framework_score': [0, 100], 'weight_observed': [0, 1]},
    },
    {
        'table': 'value_tiers',
        'remedy':
            'Look the account up in fct_account_scores and int_account_weeks; a tier '
            ~ 'without a label has no row in bands or band_statuses.',
        'key': ['account_id', 'snapshot_week'],
        'not_null': [
            'account_name', 'lifecycle', 'tier', 'tier_label', 'tier_colour', 'tier_rank',
            'n_metrics', 'is_scaled_up', 'weight_observed', 'is_overridden', 'sentence',
        ],
        'accepted_values': {'lifecycle': ['onboarding', 'established']},
        'ranges': {
            'total_calculated': [4, 20],
            'mid_rank': [0, 1],
            'high_value_share': [0, 1],
            'weight_observed': [0, 1],
            'n_metrics': [0, 4],
        },
    },
    {
        'table': 'dim_playbooks',
        'remedy': 'Correct playbooks.csv and playbook_actions.csv in seeds/scorecards.',
        'key': ['scorecard_id', 'band_id', 'action_order'],
        'not_null': [
            'playbook_id', 'cadence_days', 'review_days', 'action', 'due_in_days',
            'success_criterion',
        ],
        'ranges': {'due_in_days': [0, none], 'cadence_days': [1, none], 'review_days': [1, none]},
    },
    {
        'table': 'account_survey_scores',
        'remedy': 'Look at the answers of this account in int_survey_answers.',
        'key': ['account_id', 'snapshot_week', 'signal_id'],
        'not_null': ['account_name', 'segment', 'n_answers', 'answer_mean', 'value'],
        'accepted_values': {'signal_id': ['nps_net', 'csat', 'satisfaction', 'nps_ltr']},
        'ranges': {'n_answers': [1, none], 'total_weight': [0, none], 'value': [-100, 100]},
    },
    {
        'table': 'account_product_usage',
        'key': ['product_account_id', 'snapshot_week'],
        'not_null': ['count_associated_visitors', 'count_active_days', 'sum_minutes', 'sum_events'],
        'ranges': {
            'avg_nps_rating': [0, 10],
            'count_active_days_13w': [0, none],
            'count_associated_visitors_13w': [0, none],
            'sum_minutes_13w': [0, none],
            'sum_events_13w': [0, none],
        },
    },
    {
        'table': 'data_quality_identity_match',
        'remedy': 'Correct int_account_keys.',
        'key': ['source', 'match_rule'],
        'ranges': {'share_of_keys': [0, 1]},
    },
    {
        'table': 'data_quality_raw_rows',
        'remedy': 'Each raw table must stand once in the lists of the model.',
        'key': ['source', 'raw_table'],
        'ranges': {'n_rows_raw': [0, none], 'n_rows_used': [0, none]},
    },
    {
        'table': 'data_quality_rejected_rows',
        'remedy': 'Each raw table must stand once in the lists of the model.',
        'key': ['source', 'raw_table', 'rejection_reason', 'week'],
        'ranges': {'n_rows': [1, none]},
    },
    {
        'table': 'data_quality_source_freshness',
        'remedy': 'Correct seeds/scorecards/source_families.csv.',
        'key': ['source_family'],
        'ranges': {'weeks_observed': [0, none]},
    },
    {
        'table': 'data_quality_visitor_match',
        'remedy': 'Correct int_feature_visitor_matches_weekly.',
        'key': ['usage_week', 'match_status'],
        'ranges': {'share_of_events': [0, 1]},
    },
    {
        'table': 'scorecard_version_comparison',
        'remedy': 'Look at the accounts of this version in fct_account_scores.',
        'key': ['snapshot_week', 'scorecard_id', 'version'],
        'not_null': ['in_force_version'],
        'accepted_values': {
            'no_rank_correlation_reason': ['fewer_than_two_accounts', 'all_scores_equal'],
        },
        'ranges': {
            'n_scored_by_version_only': [0, none],
            'n_scored_by_in_force_only': [0, none],
            'n_banded': [0, 'n_scored_by_both'],
            'n_band_changes': ['n_band_up + n_band_down', 'n_banded'],
            'share_band_changes': [0, 1],
            'rank_correlation': [-1, 1],
        },
    },
    {
        'table': 'score_history',
        'remedy': 'Two runs may have written at once: keep one run at a time; no row is to be changed by hand.',
        'key': ['account_id', 'snapshot_week', 'scorecard_id', 'revision'],
        'not_null': ['version', 'reason', 'is_backfill', 'published_at', 'published_by_run'],
        'accepted_values': {'reason': ['first', 'restated', 'full_refresh', 'withdrawn']},
        'ranges': {'revision': [1, none], 'weight_observed': [0, 1]},
    },
    {
        'table': 'value_tier_comparison',
        'remedy':
            'Rebuild with `dbt build --select +value_tier_comparison`; should it stay, two versions '
            ~ 'of a card are in force at once.',
        'key': ['snapshot_week', 'scorecard_id', 'metric'],
        'not_null': ['n_high_value', 'n_others', 'share_high_value'],
        'accepted_values': {'scorecard_id': ['value', 'value_all_time']},
        'ranges': {'share_high_value': [0, 1], 'n_others': [0, none], 'ratio': [0, none]},
    },
    {
        'table': 'dim_scorecards',
        'remedy': 'Rebuild with `dbt build --select +dim_scorecards`.',
        'key': ['scorecard_id', 'version'],
        'not_null': [
            'scorecard_name', 'scale_max', 'status', 'is_in_force', 'n_categories', 'n_signals',
        ],
        'accepted_values': {
            'status': ['draft', 'shadow', 'live', 'retired'],
            'rollup': ['weighted_mean', 'sum'],
        },
        'ranges': {'subjective_share': [0, 1]},
    },
] %}

{{ grain_problems_of(checks) }}
