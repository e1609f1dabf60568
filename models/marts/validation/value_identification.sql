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
        predictor,
        version,
        snapshot_week,
        score,
        is_named,
        is_high_value
    from {{ ref('int_value_cases') }}
),

-- High values should rank high, so the places count from the top.
placed as (
    select
        predictor,
        version,
        snapshot_week,
        is_named,
        is_high_value,
        {{ placement('-score', 'is_high_value', 'predictor, version, snapshot_week') }} as placement
    from value_cases
),

by_snapshot as (
    select
        predictor,
        version,
        snapshot_week,
        cast(count(*) as {{ type_double() }}) as n,
        cast(count(case when is_high_value then 1 end) as {{ type_double() }}) as n_high_value,
        cast(count(case when is_named then 1 end) as {{ type_double() }}) as n_named,
        cast(count(case when is_named and is_high_value then 1 end) as {{ type_double() }})
            as n_found,
        avg(case when is_high_value then placement end) as auc,
        var_samp(case when is_high_value then placement end)
        / nullif(count(case when is_high_value then 1 end), 0) as event_variance,
        var_samp(case when not is_high_value then placement end)
        / nullif(count(case when not is_high_value then 1 end), 0) as other_variance
    from placed
    group by 1, 2, 3
),

with_pairs as (
    select
        *,
        n_high_value * (n - n_high_value) as n_pairs,
        sqrt({{ chance_variance('n_high_value', '(n - n_high_value)') }}) as chance_error
    from by_snapshot
),

with_combined as (
    select
        *,
        sum(n_pairs * auc) over (partition by predictor, version)
        / nullif(sum(n_pairs) over (partition by predictor, version), 0) as combined_auc
    from with_pairs
),

-- A class of one case shows no spread: the greatest that its AUC allows stands in for it.
with_error as (
    select
        *,
        sqrt(
            coalesce(event_variance, combined_auc * (1 - combined_auc))
            + coalesce(other_variance, combined_auc * (1 - combined_auc))
        ) as auc_error
    from with_combined
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
        {{ exact_sum('n_pairs * auc') }} / nullif(sum(n_pairs), 0) as auc,
        {{ exact_sum('n_pairs * auc_error') }} / nullif(sum(n_pairs), 0) as auc_error,
        {{ exact_sum('n_pairs * chance_error') }} / nullif(sum(n_pairs), 0) as chance_error
    from with_error
    group by 1, 2
),

-- The same accounts come back in each snapshot, so intervals stand on those of one, not on all:
-- shares on the mean number of accounts, the AUC on the mean error.
measured as (
    select
        combined.*,
        combined.n_right / combined.n as accuracy,
        combined.n_found / nullif(combined.n_named, 0) as precision,
        combined.n_found / nullif(combined.n_high_value, 0) as recall,
        (combined.n - combined.n_high_value) / combined.n as accuracy_of_nobody,
        combined.n / combined.n_snapshots as n_once,
        nullif(combined.n_named, 0) / combined.n_snapshots as n_named_once,
        nullif(combined.n_high_value, 0) / combined.n_snapshots as n_high_value_once
    from combined
),

company as (
    select is_demo
    from {{ ref('int_company') }}
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
        {{ round_score('measured.accuracy') }} as accuracy,
        {{ round_score(wilson_bound(
            'measured.accuracy', 'measured.n_once', 'parameters.interval_z', 'lower'
        )) }} as accuracy_lower,
        {{ round_score(wilson_bound(
            'measured.accuracy', 'measured.n_once', 'parameters.interval_z', 'upper'
        )) }} as accuracy_upper,
        {{ round_score('measured.precision') }} as precision,
        {{ round_score(wilson_bound(
            'measured.precision', 'measured.n_named_once', 'parameters.interval_z', 'lower'
        )) }} as precision_lower,
        {{ round_score(wilson_bound(
            'measured.precision', 'measured.n_named_once', 'parameters.interval_z', 'upper'
        )) }} as precision_upper,
        {{ round_score('measured.recall') }} as recall,
        {{ round_score(wilson_bound(
            'measured.recall', 'measured.n_high_value_once', 'parameters.interval_z', 'lower'
        )) }} as recall_lower,
        {{ round_score(wilson_bound(
            'measured.recall', 'measured.n_high_value_once', 'parameters.interval_z', 'upper'
        )) }} as recall_upper,
        {{ round_score('measured.auc') }} as auc,
        {{ round_score(clamp(
            'measured.auc - parameters.interval_z * measured.auc_error', 0, 1
        )) }} as auc_lower,
        {{ round_score(clamp(
            'measured.auc + parameters.interval_z * measured.auc_error', 0, 1
        )) }} as auc_upper,
        {{ round_score('measured.accuracy_of_nobody') }} as accuracy_of_nobody,
        parameters.accuracy_goal,
        {{ round_score('measured.accuracy') }} >= parameters.accuracy_goal as is_goal_reached,
        case
            when measured.auc is null or measured.n_high_value_once < parameters.least_events
                then 'too_few_events'
            when
                measured.auc
                - parameters.verdict_z * {{ greatest_of([
                    'measured.auc_error', 'measured.chance_error'
                ]) }}
                > parameters.chance_auc
                then 'validated'
            else 'not_validated'
        end as verdict,
        (select company.is_demo from company) as is_demo,
        {{ demo_note('that the card is valid', '(select company.is_demo from company)') }} as note
    from measured
    cross join parameters
)

select * from final
