-- Keys, words and ranges of what is measured, told before anything is scored.
{% set checks = [
    {
        'table': 'int_engagement_signals_weekly',
        'remedy': 'Look at the meetings and e-mails of this account.',
        'key': ['account_id', 'snapshot_week'],
        'accepted_values': {
            'meeting_attendance_level': ['none_scheduled'],
            'executive_sponsor_access_level': [
                'active_sponsor', 'sponsor_identified', 'no_sponsor',
            ],
        },
        'ranges': {'meeting_attendance': [0, 1]},
    },
    {
        'table': 'int_signal_parameters',
        'remedy': 'Take the second row out of seeds/scorecards/signal_parameters.csv.',
        'key': ['segment', 'signal_id', 'parameter', 'effective_from'],
        'not_null': ['value'],
    },
    {
        'table': 'int_signal_windows_weekly',
        'remedy': 'Look at window_weeks of this signal in seeds/scorecards/signal_parameters.csv.',
        'key': ['account_id', 'snapshot_week', 'signal_id'],
        'not_null': ['window_from'],
    },
    {
        'table': 'int_relationship_signals_weekly',
        'remedy': 'Look at the survey answers, advocacy and pulses of this account.',
        'key': ['account_id', 'snapshot_week'],
        'accepted_values': {'referenceability_level': ['referenceable', 'declined', 'asked']},
        'ranges': {
            'nps_net': [-100, 100],
            'csat': [1, 5],
            'satisfaction': [0, 100],
            'nps_ltr': [0, 100],
            'advocacy': [0, none],
            'relationship_strength': [1, 5],
        },
    },
    {
        'table': 'int_participation_signals_weekly',
        'remedy': 'Look at the assignments and community records of this account.',
        'key': ['account_id', 'snapshot_week'],
        'ranges': {
            'training_participation': [0, 1],
            'training_attendance': [0, 1],
            'people_trained': [0, none],
            'certifications': [0, none],
            'community_participation': [0, none],
        },
    },
    {
        'table': 'int_response_signals_weekly',
        'remedy': 'Look at the e-mails and answers of this account.',
        'key': ['account_id', 'snapshot_week'],
        'ranges': {
            'email_responsiveness': [0, none],
            'response_rate': [0, 1],
            'feedback_provided': [0, none],
        },
    },
    {
        'table': 'int_outcome_signals_weekly',
        'remedy': 'Look at the goals, reviews and metrics of this account.',
        'key': ['account_id', 'snapshot_week'],
        'accepted_values': {'value_demonstrated_level': ['confirmed', 'not_confirmed']},
        'ranges': {'goals_achieved': [0, 1], 'success_metrics_met': [0, 1]},
    },
    {
        'table': 'int_core_feature_use_weekly',
        'key': ['account_id', 'snapshot_week'],
        'not_null': ['core_list', 'n_features_used'],
        'ranges': {'n_core_features_used': [0, none], 'n_features_used': [0, none]},
    },
    {
        'table': 'int_active_users_weekly',
        'remedy': 'Build it again with int_account_weeks and int_usage_visitor_weeks.',
        'key': ['account_id', 'snapshot_week'],
        'not_null': ['n_agents', 'n_users_of_actions'],
        'ranges': {'n_agents': [0, none], 'n_associated_visitors': [0, none]},
    },
    {
        'table': 'int_usage_signals_weekly',
        'key': ['account_id', 'snapshot_week'],
        'ranges': {
            'login_frequency': [0, none],
            'feature_adoption': [0, 100],
            'usage_trend': [-1, none],
            'depth_of_use': [0, none],
            'active_agents': [0, none],
            'session_duration': [0, none],
            'completed_actions': [0, none],
            'feature_breadth': [0, none],
            'identified_usage': [0, 100],
        },
    },
    {
        'table': 'int_adoption_signals_weekly',
        'remedy': 'Look at the customer success records of this account.',
        'key': ['account_id', 'snapshot_week'],
        'ranges': {
            'tenure_days': [0, none],
            'milestones_completed': [0, 100],
            'milestone_timeliness': [0, 100],
            'integrations_enabled': [0, none],
            'time_to_go_live': [0, none],
            'tracked_items': [0, none],
            'metrics_measured': [0, none],
        },
    },
    {
        'table': 'int_commercial_signals_weekly',
        'remedy': 'Look at the service hours and invoices of this account.',
        'key': ['account_id', 'snapshot_week'],
        'accepted_values': {'service_hours_used_level': ['not_applicable']},
        'ranges': {'service_hours_used': [0, none]},
    },
    {
        'table': 'int_ticket_rates_weekly',
        'remedy': 'Look at the tickets and the product usage of this account.',
        'key': ['account_id', 'snapshot_week', 'signal_id'],
        'accepted_values': {
            'signal_id': ['ticket_volume_trend', 'support_tickets', 'support_load'],
        },
        'ranges': {
            'user_weeks': [1, none],
            'tickets_per_100_users': [0, none],
            'tickets_per_100_users_before': [0, none],
        },
    },
    {
        'table': 'int_support_signals_weekly',
        'remedy': 'Look at the tickets and csat answers of this account.',
        'key': ['account_id', 'snapshot_week'],
        'accepted_values': {
            'ticket_volume_trend_level': ['decreasing', 'stable_low', 'stable_high', 'increasing'],
            'open_issue_age_level': ['none_open'],
        },
        'ranges': {
            'ticket_volume_trend': [-1, none],
            'csat_average': [1, 5],
            'escalation_frequency': [0, none],
            'open_issue_age': [0, none],
        },
    },
    {
        'table': 'int_support_load_weekly',
        'remedy':
            'Look at the tickets of this account and at the weights of signal support_load '
            ~ 'in signal_parameters.',
        'key': ['account_id', 'snapshot_week'],
        'ranges': {'support_tickets': [0, none], 'support_load': [0, none]},
    },
    {
        'table': 'int_payment_lateness_weekly',
        'remedy': 'Look at the invoices of this account.',
        'key': ['account_id', 'snapshot_week'],
        'not_null': ['worst_days_late'],
        'ranges': {'worst_days_late': [0, none]},
    },
    {
        'table': 'int_contracts_weekly',
        'remedy': 'Look at the subscriptions and opportunities of this account.',
        'key': ['account_id', 'snapshot_week'],
        'not_null': [
            'has_annual', 'is_term_known', 'has_open_renewal',
            'has_committed_renewal', 'has_open_expansion',
        ],
    },
    {
        'table': 'int_subscription_revenue_weekly',
        'remedy': 'Look at the invoices and discounts of this subscription.',
        'key': ['account_id', 'snapshot_week', 'subscription_id'],
        'not_null': ['is_in_force', 'was_in_force'],
        'ranges': {'percent_off': [0, 100]},
    },
    {
        'table': 'int_financial_signals_weekly',
        'remedy': 'Look at the invoices and subscriptions of this account.',
        'key': ['account_id', 'snapshot_week'],
        'accepted_values': {
            'renewal_proximity_level': [
                'renewed', 'renewal_confirmed', 'renewal_26w_plus', 'renewal_13_26w',
                'renewal_under_13w_open', 'renewal_under_13w_no_signal', 'not_applicable',
            ],
            'expansion_signals_level': [
                'actively_expanding', 'exploring_expansion', 'stable', 'contracting',
            ],
        },
        'ranges': {'payment_timeliness': [0, none], 'discount_dependency': [0, 100]},
    },
    {
        'table': 'int_value_signals_weekly',
        'remedy': 'Build it again with int_account_usage_weeks and int_product_nps_weeks.',
        'key': ['account_id', 'snapshot_week'],
        'ranges': {
            'sum_minutes_13w': [0, none],
            'count_active_days_13w': [0, none],
            'count_associated_visitors_13w': [0, none],
            'nps_mean_13w': [0, 10],
            'sum_minutes': [0, none],
            'count_active_days': [0, none],
            'count_associated_visitors': [0, none],
            'nps_mean': [0, 10],
        },
    },
    {
        'table': 'int_account_signals',
        'remedy': 'A signal must come from one wide weekly model only.',
        'key': ['account_id', 'snapshot_week', 'signal_id'],
    },
] %}

{{ grain_problems_of(checks) }}
