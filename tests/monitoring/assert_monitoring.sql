-- Reports: keys, words, ranges; shares sum to 1; movements lead from one distribution to the next.
{% set cards_of_parameters = [
    'is_monitored', 'least_accounts', 'recommendations', 'recovery_weeks', 'similar_points',
    'alike_points', 'least_compared', 'interval_z', 'renewal_horizon_days', 'attention_weight_score',
    'attention_weight_fall', 'attention_weight_revenue', 'attention_weight_renewal',
    'attention_fall_points', 'attention_renewal_weeks', 'attention_unknown_share',
] %}
{% set tables = [
    {
        'table': 'monitoring_parameters',
        'remedy': 'Correct seeds/scorecards/monitoring_parameters.csv.',
        'key': ['scorecard_id', 'parameter', 'value'],
        'not_null': ['definition'],
        'accepted_values': {'parameter': cards_of_parameters},
        'ranges': {'value': [0, none]},
    },
    {
        'table': 'health_target_rules',
        'remedy': 'Correct seeds/scorecards/health_target_rules.csv.',
        'key': ['target_id'],
        'not_null': ['scorecard_id', 'name', 'metric', 'comparison', 'definition'],
        'accepted_values': {
            'metric': ['band_share', 'recovery_share', 'churn_share'],
            'comparison': ['at_least', 'below', 'between'],
        },
        'ranges': {
            'lower_bound': [0, 1],
            'upper_bound': [0, 1],
            'window_weeks': [1, none],
            'recovery_weeks': [1, none],
        },
    },
    'int_account_bands_weekly',
    'int_intervention_outcomes_weekly',
    'int_intervention_pairs_weekly',
] %}

with distribution as (
    select
        snapshot_week,
        scorecard_id,
        segment,
        band,
        n_accounts,
        share,
        share_of_banded
    from {{ ref('health_distribution_weekly') }}
),

movements as (
    select
        snapshot_week,
        scorecard_id,
        from_band,
        to_band,
        n_accounts
    from {{ ref('health_movements_weekly') }}
),

account_scores as (
    select
        snapshot_week,
        scorecard_id,
        band,
        count(*) as n_accounts
    from {{ ref('fct_account_scores') }}
    where is_in_force
    group by 1, 2, 3
),

target_rules as (
    select
        target_id,
        metric,
        band_id,
        comparison,
        lower_bound,
        upper_bound,
        window_weeks,
        recovery_weeks
    from {{ ref('health_target_rules') }}
),

parameters as (
    select
        parameter,
        count(*) as n_rows
    from {{ ref('monitoring_parameters') }}
    where scorecard_id = '*'
    group by 1
),

sums as (
    select
        snapshot_week,
        scorecard_id,
        segment,
        sum(n_accounts) as n_accounts,
        sum(share) as share,
        sum(share_of_banded) as share_of_banded
    from distribution
    group by 1, 2, 3
),

-- Segments against all accounts, by band.
parts as (
    select
        snapshot_week,
        scorecard_id,
        band,
        sum(case when segment = '*' then n_accounts else 0 end) as n_all,
        sum(case when segment <> '*' then n_accounts else 0 end) as n_parts
    from distribution
    group by 1, 2, 3
),

arrivals as (
    select
        snapshot_week,
        scorecard_id,
        to_band as band,
        sum(n_accounts) as n_accounts
    from movements
    group by 1, 2, 3
),

departures as (
    select
        {{ weeks_after('snapshot_week', -1) }} as snapshot_week,
        scorecard_id,
        from_band as band,
        sum(n_accounts) as n_accounts
    from movements
    group by 1, 2, 3
),

-- A card's first snapshot has no movements in, its last one none out.
moved_weeks as (
    select distinct
        snapshot_week,
        scorecard_id
    from movements
),

unbalanced as (
    select
        parts.snapshot_week,
        parts.scorecard_id,
        parts.band,
        parts.n_all,
        'in' as side,
        coalesce(arrivals.n_accounts, 0) as n_moved
    from parts
    inner join moved_weeks
        on
            parts.snapshot_week = moved_weeks.snapshot_week
            and parts.scorecard_id = moved_weeks.scorecard_id
    left join arrivals
        on
            parts.snapshot_week = arrivals.snapshot_week
            and parts.scorecard_id = arrivals.scorecard_id
            and parts.band = arrivals.band
    union all
    select
        parts.snapshot_week,
        parts.scorecard_id,
        parts.band,
        parts.n_all,
        'out' as side,
        coalesce(departures.n_accounts, 0) as n_moved
    from parts
    inner join moved_weeks
        on
            parts.snapshot_week = {{ weeks_after('moved_weeks.snapshot_week', -1) }}
            and parts.scorecard_id = moved_weeks.scorecard_id
    left join departures
        on
            parts.snapshot_week = departures.snapshot_week
            and parts.scorecard_id = departures.scorecard_id
            and parts.band = departures.band
),

weights as (
    select
        snapshot_week,
        recovery_weeks,
        scorecard_id,
        account_id,
        sum(case when is_intervention then 1 else 0 end) as n_own,
        max(n_similar) as n_similar,
        sum(case when not is_intervention then weight else 0 end) as weight
    from {{ ref('int_intervention_pairs_weekly') }}
    group by 1, 2, 3, 4
)

select problem
from (
    {{ grain_problems_of(tables) }}
) as grain_problems

union all

select
    'health_distribution_weekly (' || cast(snapshot_week as {{ type_text() }}) || ', '
    || scorecard_id || ', '
    || segment || '): the shares sum to ' || coalesce(cast(share as {{ type_text() }}), 'null')
    || ', those of the bands to ' || coalesce(cast(share_of_banded as {{ type_text() }}), 'null')
    || ' instead of 1. Look for a band that the version in force does not know.' as problem
from sums
where
    n_accounts > 0
    and (share is null or abs(share - 1) > 1e-9 or abs(share_of_banded - 1) > 1e-9)

union all

select
    'health_distribution_weekly (' || cast(parts.snapshot_week as {{ type_text() }}) || ', '
    || parts.scorecard_id || ', ' || parts.band || '): ' || cast(parts.n_all as {{ type_text() }})
    || ' accounts, ' || cast(parts.n_parts as {{ type_text() }}) || ' in the segments, '
    || cast(coalesce(account_scores.n_accounts, 0) as {{ type_text() }})
    || ' in fct_account_scores. Rebuild with var restate_from.' as problem
from parts
left join account_scores
    on
        parts.snapshot_week = account_scores.snapshot_week
        and parts.scorecard_id = account_scores.scorecard_id
        and parts.band = account_scores.band
where
    parts.n_all <> parts.n_parts
    or (
        parts.band not in ('onboarding', 'insufficient_data')
        and parts.n_all <> coalesce(account_scores.n_accounts, 0)
    )

union all

select
    'health_movements_weekly (' || cast(snapshot_week as {{ type_text() }}) || ', ' || scorecard_id
    || ', '
    || band || '): ' || cast(n_moved as {{ type_text() }}) || ' accounts move ' || side || ', '
    || cast(n_all as {{ type_text() }}) || ' stand there. Rebuild with var restate_from.' as problem
from unbalanced
where n_all <> n_moved

union all

select
    'int_intervention_pairs_weekly (' || cast(snapshot_week as {{ type_text() }}) || ', '
    || cast(recovery_weeks as {{ type_text() }}) || ' weeks, ' || scorecard_id || ', ' || account_id
    || '): the similar accounts weigh ' || cast(weight as {{ type_text() }})
    || ' together instead of 1. Look for a second row of the intervention.' as problem
from weights
where n_own <> 1 or (n_similar > 0 and abs(weight - 1) > 1e-9)

union all

select
    'health_target_rules (' || target_rules.target_id || '): bounds, band, window or '
    || 'recovery_weeks do not fit metric and comparison. Correct '
    || 'seeds/scorecards/health_target_rules.csv.' as problem
from target_rules
left join {{ ref('monitoring_parameters') }} as lengths
    on
        target_rules.recovery_weeks = lengths.value
        and lengths.parameter = 'recovery_weeks'
where
    (target_rules.comparison in ('at_least', 'between') and target_rules.lower_bound is null)
    or (target_rules.comparison in ('below', 'between') and target_rules.upper_bound is null)
    or target_rules.lower_bound > target_rules.upper_bound
    or (target_rules.metric <> 'churn_share' and target_rules.band_id is null)
    or (target_rules.metric <> 'band_share' and target_rules.window_weeks is null)
    or (target_rules.metric = 'recovery_share' and lengths.value is null)

union all

select
    'monitoring_parameters: scorecard `*` has no row `' || needed.parameter
    || '`, or several. Correct seeds/scorecards/monitoring_parameters.csv.' as problem
from (
    {% for parameter in cards_of_parameters if parameter != 'is_monitored' %}
        select '{{ parameter }}' as parameter
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
) as needed
left join parameters on needed.parameter = parameters.parameter
where
    {{ has_rows() }}
    and (
        parameters.n_rows is null
        or (needed.parameter <> 'recovery_weeks' and parameters.n_rows > 1)
    )

union all

-- What is divided by cannot be 0, and a share ends at 1.
select
    'monitoring_parameters: ' || parameter || ' is ' || cast(value as {{ type_text() }}) || '. '
    || case
        when parameter = 'attention_unknown_share' then 'A share ends at 1'
        else 'It is divided by, so it cannot be 0'
    end
    || ': correct seeds/scorecards/monitoring_parameters.csv.' as problem
from (
    select
        parameter,
        value
    from {{ ref('monitoring_parameters') }}
    where
        parameter in (
            'attention_fall_points', 'attention_renewal_weeks', 'attention_unknown_share'
        )
    union all
    select
        'sum of attention_weight_' as parameter,
        sum(value) as value
    from {{ ref('monitoring_parameters') }}
    where parameter like 'attention_weight_%'
) as attention_parameters
where
    (value = 0 and parameter <> 'attention_unknown_share')
    or (value > 1 and parameter = 'attention_unknown_share')
