-- Signals and weights: keys, ranges, whole weights above their floor, scores as the engine's.
{% set needed = [
    'signal_verdict_z', 'suggestion_lead_days', 'later_share', 'prior_events', 'least_share_kept',
    'high_value_mid_rank', 'accuracy_goal', 'value_lead_days', 'chance_auc', 'leakage_auc',
    'least_events', 'interval_z', 'verdict_z', 'leakage_presence_share', 'leakage_kept_share',
    'suggestion_penalty', 'suggestion_momentum',
] %}
{% set tables = [
    'int_signal_power_by_snapshot',
    'int_signal_covariances',
    'int_suggested_weights',
    'int_reweighted_scores',
    'int_value_cases',
] %}

with parameters as (
    select
        parameter,
        max(value) as value,
        count(*) as n_rows
    from {{ ref('validation_parameters') }}
    where scorecard_id = '*'
    group by 1
),

lead_times as (
    select value as lead_days
    from {{ ref('validation_parameters') }}
    where parameter = 'lead_days'
),

floors as (
    select value as least_share_kept
    from parameters
    where parameter = 'least_share_kept'
),

weights as (
    select
        scorecard_id,
        version,
        segment,
        category_id,
        signal_id,
        weight_now,
        weight_suggested,
        signal_weight_suggested,
        category_weight_suggested,
        auc_now,
        auc_suggested,
        expected_gain
    from {{ ref('weight_suggestions') }}
),

category_sums as (
    select
        scorecard_id,
        version,
        segment,
        category_id,
        max(category_weight_suggested) as category_weight,
        sum(signal_weight_suggested) as signal_weight
    from weights
    group by 1, 2, 3, 4
),

sums as (
    select
        scorecard_id,
        version,
        segment,
        sum(category_weight) as category_weight,
        max(abs(signal_weight - 1)) as signal_gap
    from category_sums
    group by 1, 2, 3
),

reweighted as (
    select
        reweighted_scores.account_id,
        reweighted_scores.snapshot_week,
        reweighted_scores.scorecard_id,
        reweighted_scores.version,
        reweighted_scores.score,
        account_scores.score_calculated
    from {{ ref('int_reweighted_scores') }} as reweighted_scores
    inner join {{ ref('fct_account_scores') }} as account_scores
        on
            reweighted_scores.account_id = account_scores.account_id
            and reweighted_scores.snapshot_week = account_scores.snapshot_week
            and reweighted_scores.scorecard_id = account_scores.scorecard_id
            and reweighted_scores.version = account_scores.version
            and reweighted_scores.segment = account_scores.segment
)

select problem
from (
    {{ grain_problems_of(tables) }}
) as grain_problems

union all

select
    'validation_parameters: scorecard `*` has no row `' || needed.parameter
    || '`, or several. Correct seeds/scorecards/validation_parameters.csv.' as problem
from (
    {% for parameter in needed %}
        select '{{ parameter }}' as parameter
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
) as needed
left join parameters on needed.parameter = parameters.parameter
where {{ has_rows() }} and (parameters.n_rows is null or parameters.n_rows > 1)

union all

select
    'validation_parameters (suggestion_lead_days ' || cast(parameters.value as {{ type_text() }})
    || '): no row lead_days has this value, so nothing could be learned. '
    || 'Correct seeds/scorecards/validation_parameters.csv.' as problem
from parameters
left join lead_times on parameters.value = lead_times.lead_days
where parameters.parameter = 'suggestion_lead_days' and lead_times.lead_days is null

union all

select
    'weight_suggestions (' || scorecard_id || ', ' || version || ', ' || segment
    || '): the categories weigh ' || cast(category_weight as {{ type_text() }})
    || ', the signals of a category '
    || cast(signal_gap as {{ type_text() }})
    || ' more or less than 1. Look for a category without signals.'
        as problem
from sums
where abs(category_weight - 1) > 1e-9 or signal_gap > 1e-9

union all

-- Rounding takes at most one unit of the last decimal, and what is left of it.
select
    'weight_suggestions (' || weights.scorecard_id || ', ' || weights.version || ', '
    || weights.segment || ', ' || weights.signal_id || '): '
    || cast(weights.weight_suggested as {{ type_text() }}) || ' is below the share of '
    || cast(weights.weight_now as {{ type_text() }})
    || ' that is kept. Look at int_suggested_weights.'
        as problem
from weights
cross join floors
where weights.weight_suggested < floors.least_share_kept * weights.weight_now - 1e-3

union all

select
    'weight_suggestions (' || scorecard_id || ', ' || version || ', ' || segment || ', '
    || signal_id || '): the gain is not the difference of the two AUCs. Look at int_weight_gains.'
        as problem
from weights
where abs(auc_suggested - auc_now - expected_gain) > 1e-8

union all

select
    'int_reweighted_scores (' || account_id || ', ' || cast(snapshot_week as {{ type_text() }})
    || ', '
    || scorecard_id || ', ' || version || '): ' || cast(score as {{ type_text() }})
    || ' by the weights that hold, ' || cast(score_calculated as {{ type_text() }})
    || ' in fct_account_scores. Look for a rule of int_account_scores that int_reweighted_scores '
    || 'does not have.' as problem
from reweighted
where abs(score - score_calculated) > 1e-6
