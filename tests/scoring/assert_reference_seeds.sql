{{ config(tags=['rules']) }}

-- Seeds that entities and signals read: keys, words and ranges. What reads accounts waits for it.
{% set survey_sources = [] %}
{% for name, capabilities in source_capabilities().items() if 'surveys' in capabilities %}
    {% do survey_sources.append(name) %}
{% endfor %}
{% set checks = [
    {
        'table': 'account_matches',
        'key': ['source', 'source_account_key'],
        'not_null': ['account_id'],
        'accepted_values': {
            'source': source_capabilities().keys() | list if execute else [],
        },
        'remedy': 'Correct seeds/identity/account_matches.csv so that each key names one account.',
    },
    {
        'table': 'account_successions',
        'key': ['former_account_id'],
        'not_null': ['account_id', 'created_on'],
        'remedy': 'Correct seeds/identity/account_successions.csv so that each former id names one account.',
    },
    {
        'table': 'product_switches',
        'key': ['account_id', 'switched_on'],
        'not_null': ['from_source', 'to_source'],
        'remedy': 'Keep one row per account and day in seeds/identity/product_switches.csv.',
    },
    {
        'table': 'crm_values',
        'key': ['source', 'crm_table', 'crm_field', 'crm_value'],
        'not_null': ['meaning'],
        'accepted_values': {
            'source': ['*'] + (source_capabilities().keys() | list if execute else []),
            'meaning': [
                'customer', 'prospect', 'former_customer', 'partner', 'renewal', 'expansion', 'new',
                'other', 'committed', 'won', 'lost', 'executive', 'not_executive', 'cancelled',
                'attended', 'missed', 'accepted', 'automatic', 'merged', 'primary',
            ],
        },
        'remedy': 'Correct seeds/identity/crm_values.csv.',
    },
    {
        'table': 'public_email_domains',
        'key': ['domain'],
        'remedy': 'Take the second row of the domain out of seeds/identity/public_email_domains.csv.',
    },
    {
        'table': 'segments',
        'key': ['segment'],
        'not_null': ['baseline_days'],
        'ranges': {'baseline_days': [0, none]},
        'remedy': 'Keep one row per segment in seeds/scorecards/segments.csv, and the row `*`.',
    },
    {
        'table': 'source_families',
        'key': ['source_family'],
        'not_null': ['capability'],
        'accepted_values': {
            'capability': [
                'crm', 'correspondence', 'product', 'support', 'billing', 'surveys', 'success',
            ],
            'source_family': [
                'product_usage', 'feature_usage', 'meetings', 'emails', 'crm', 'support', 'csat',
                'billing', 'surveys', 'training', 'success_records', 'custom_signal', 'nps_polls',
                'csat_surveys', 'csat_ratings', 'nps_surveys',
            ],
        },
        'ranges': {'stale_days': [1, none]},
        'remedy': 'Keep one row per family in seeds/scorecards/source_families.csv.',
    },
    {
        'table': 'currency_rates',
        'key': ['currency'],
        'not_null': ['rate_to_base', 'minor_units'],
        'ranges': {'rate_to_base': [0, none], 'minor_units': [1, none]},
        'remedy': 'Correct seeds/scorecards/currency_rates.csv.',
    },
    {
        'table': 'support_levels',
        'key': ['mapped_from', 'mapped_value'],
        'not_null': ['is_escalation'],
        'accepted_values': {
            'mapped_from': ['group', 'tag'], 'support_level': ['L1', 'L2', 'L3'],
        },
        'remedy': 'Correct seeds/scorecards/support_levels.csv.',
    },
    {
        'table': 'survey_instruments',
        'key': ['source', 'read_from', 'read_value'],
        'not_null': ['priority'],
        'accepted_values': {
            'source': survey_sources,
            'read_from': [
                'selector', 'export_tag', 'question_text', 'poll_type', 'answer_word', 'rating',
                'survey_type', 'response_status', 'distribution_channel',
            ],
            'rejection_reason': ['survey_preview', 'survey_test', 'survey_spam'],
            'instrument': ['nps', 'ltr', 'csat', 'ces'],
        },
        'remedy': 'Correct seeds/scorecards/survey_instruments.csv.',
    },
    {
        'table': 'core_features',
        'key': ['plan', 'feature_id'],
        'remedy': 'Correct seeds/scorecards/core_features.csv.',
    },
    {
        'table': 'tenure_bands',
        'key': ['tenure_band'],
        'not_null': ['lower_bound'],
        'ranges': {'lower_bound': [0, none]},
        'remedy': 'Correct seeds/scorecards/tenure_bands.csv.',
    },
    {
        'table': 'signals',
        'key': ['signal_id'],
        'accepted_values': {'better_when': ['higher', 'lower']},
        'remedy': 'Correct seeds/scorecards/signals.csv.',
    },
    {
        'table': 'scorecards',
        'key': ['scorecard_id'],
        'not_null': ['scale_max', 'rollup'],
        'accepted_values': {
            'rollup': ['weighted_mean', 'sum'],
            'peer_group': ['all', 'segment'],
            'lifecycle': ['established', 'onboarding', 'all'],
        },
        'ranges': {'min_weight_observed': [0, 1], 'scale_max': [0, none]},
        'remedy': 'Correct seeds/scorecards/scorecards.csv.',
    },
    {
        'table': 'band_statuses',
        'key': ['band_id'],
        'not_null': ['label', 'rank'],
        'remedy': 'Correct seeds/scorecards/band_statuses.csv.',
    },
] %}

{{ grain_problems_of(checks) }}
union all
{{ parameter_problems('signal_parameters', 'signal_id', has_segments=true) }}
union all
select
    'signal_parameters (' || signal_id || ', ' || parameter || ', segment ' || segment
    || '): several rows hold from the same day. Keep one '
    || '(seeds/scorecards/signal_parameters.csv).' as problem
from ({{ signal_parameter_periods() }}) as signal_parameter_periods
group by signal_id, parameter, segment, effective_from
having count(*) > 1
union all
select
    'signal_parameters (' || signal_id || ', ' || parameter || ', segment ' || segment
    || '): the window of product_usage is one for every segment. Take the row out '
    || '(seeds/scorecards/signal_parameters.csv).' as problem
from {{ ref('signal_parameters') }}
where signal_id = 'product_usage' and segment <> '*'
union all
select
    'product_switches (' || account_id || ', ' || from_source || ' to ' || to_source
    || '): both must be sources that are used for the product, and not the same one. Correct the '
    || 'row (seeds/identity/product_switches.csv) or var bellwether_sources.' as problem
from {{ ref('product_switches') }}
where
    from_source = to_source
    or {{ source_place('from_source', 'product') }} is null
    or {{ source_place('to_source', 'product') }} is null
