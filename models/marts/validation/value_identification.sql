{% set snapshots = 'predictor, version, snapshot_week' %}

with parameters as (
    select
        max(case when parameter = 'value_lead_days' then value end) as lead_days,
        max(case when parameter = 'accuracy_goal' then value end) as accuracy_goal,
        max(case when parameter = 'least_events' then value end) as least_events,
        max(case when parameter = 'interval_z' then value end) as interval_z,
        max(case when parameter = 'verdict_z' then value end) as verdict_z,
        max(case when parameter = 'chance_auc' then value end) as chance_auc
    from {{ ref('validation_parameters') }}
    where scorecard_id = '*'
),

value_cases as (
    select
        {{ snapshots }},
        score,
        is_named,
        is_high_value
    from {{ ref('int_value_cases') }}
),

-- High values should rank high, so the places count from the top.
placed as (
    select
        {{ snapshots }},
        is_named,
        is_high_value,
        {{ peers_below('-score', snapshots) }} as n_below,
        {{ peers_equal('-score', snapshots) }} as n_equal
    from value_cases
),

by_snapshot as (
    select
        {{ snapshots }},
        cast(count(*) as {{ type_double() }}) as n,
        cast(count(case when is_high_value then 1 end) as {{ type_double() }}) as n_high_value,
        cast(count(case when is_named then 1 end) as {{ type_double() }}) as n_named,
        cast(count(case when is_named and is_high_value then 1 end) as {{ type_double() }})
            as n_found,
        sum(case when is_high_value then n_below end) as n_below,
        sum(case when is_high_value then n_equal end) as n_equal
    from placed
    group by 1, 2, 3
),

with_auc as (
    select
        *,
        n_high_value * (n - n_high_value) as n_pairs,
        {{ auc('n_below', 'n_equal', 'n_high_value', 'n - n_high_value') }} as auc
    from by_snapshot
),

combined as (
    select
        predictor,
        version,
        min(snapshot_week) as first_snapshot_week,
        max(snapshot_week) as last_snapshot_week,
        count(*) as n_snapshots,
        sum(n) as n,
        sum(n_high_value) as n_high_value,
        sum(n_named) as n_named,
        sum(n_found) as n_found,
        sum(n - n_high_value - n_named + n_found + n_found) as n_right,
        {{ exact_sum('n_pairs * auc') }} / nullif(sum(n_pairs), 0) as auc
    from with_auc
    group by 1, 2
),

-- The same accounts come back in each snapshot, so intervals stand on those of one, not on all.
measured as (
    select
        combined.*,
        combined.n_right / combined.n as accuracy,
        combined.n_found / nullif(combined.n_named, 0) as precision,
        combined.n_found / nullif(combined.n_high_value, 0) as recall,
        (combined.n - combined.n_high_value) / combined.n as accuracy_of_nobody,
        combined.n / combined.n_snapshots as n_once,
        nullif(combined.n_named, 0) / combined.n_snapshots as n_named_once,
        nullif(combined.n_high_value, 0) / combined.n_snapshots as n_high_value_once,
        {%- for auc, error in [
            ('combined.auc', 'auc_error'),
            ('parameters.chance_auc', 'chance_error'),
        ] %}
            {{ hanley_mcneil_error(
                auc,
                'combined.n_high_value / combined.n_snapshots',
                '((combined.n - combined.n_high_value) / combined.n_snapshots)',
            ) }} as {{ error }}
            {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from combined
    cross join parameters
),

final as (
    select
        measured.predictor,
        measured.version,
        cast(parameters.lead_days as integer) as lead_days,
        measured.first_snapshot_week,
        measured.last_snapshot_week,
        cast(measured.n_snapshots as integer) as n_snapshots,
        cast(measured.n as integer) as n_cases,
        cast(measured.n_high_value as integer) as n_high_value,
        cast(measured.n_named as integer) as n_named,
        cast(measured.n_found as integer) as n_found,
        {%- for share, n in [
            ('accuracy', 'n_once'),
            ('precision', 'n_named_once'),
            ('recall', 'n_high_value_once'),
        ] %}
            {{ round_score('measured.' ~ share) }} as {{ share }},
            {%- for side in ['lower', 'upper'] %}
                {{ round_score(wilson_bound(
                    'measured.' ~ share, 'measured.' ~ n, 'parameters.interval_z', side
                )) }} as {{ share }}_{{ side }},
            {%- endfor %}
        {%- endfor %}
        {{ round_score('measured.auc') }} as auc,
        {%- for side, sign in [('lower', '-'), ('upper', '+')] %}
            {{ round_score(clamp(
                'measured.auc ' ~ sign ~ ' parameters.interval_z * measured.auc_error', 0, 1
            )) }} as auc_{{ side }},
        {%- endfor %}
        {{ round_score('measured.accuracy_of_nobody') }} as accuracy_of_nobody,
        parameters.accuracy_goal,
        {{ round_score('measured.accuracy') }} >= parameters.accuracy_goal as is_goal_reached,
        case
            when measured.auc is null or measured.n_high_value_once < parameters.least_events
                then 'too_few_events'
            when
                measured.auc
                - parameters.verdict_z * greatest(measured.auc_error, measured.chance_error)
                > parameters.chance_auc
                then 'validated'
            else 'not_validated'
        end as verdict,
        {{ is_demo_company() }} as is_demo,
        {{ demo_note('that the card is valid') }} as note
    from measured
    cross join parameters
)

select * from final
