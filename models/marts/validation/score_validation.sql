with powers as (
    select
        scorecard_id,
        version,
        status,
        segment,
        lead_days,
        predictor,
        first_snapshot_week,
        last_snapshot_week,
        n_snapshots,
        n_without_auc,
        n_cases,
        n_events,
        event_share,
        auc,
        auc_error,
        auc_lower,
        auc_upper,
        auc_verdict_lower,
        top_decile_lift,
        worst_fifth_recall,
        worst_fifth_precision,
        worst_fifth_share,
        leaking_signals,
        leakage
    from {{ ref('int_score_power') }}
),

bounds as (
    select
        first_snapshot_week as first_week,
        known_until,
        bounded_by
    from {{ ref('int_outcome_bounds') }}
),

parameters as (
    select
        max(case when parameter = 'least_events' then value end) as least_events,
        max(case when parameter = 'leakage_auc' then value end) as leakage_auc,
        max(case when parameter = 'chance_auc' then value end) as chance_auc
    from {{ ref('validation_parameters') }}
    where scorecard_id = '*'
),

judged as (
    select
        powers.*,
        parameters.least_events,
        parameters.chance_auc,
        coalesce(powers.auc > parameters.leakage_auc, false) as is_strong,
        case
            when powers.auc is null or powers.n_events < parameters.least_events
                then 'too_few_events'
            when powers.leakage is not null then 'suspected_leakage'
            when powers.auc_verdict_lower > parameters.chance_auc then 'validated'
            else 'not_validated'
        end as verdict,
        {{ no_window_text('powers.lead_days', 'bounds') }} as no_window_reason
    from powers
    cross join parameters
    cross join bounds
),

company as (
    select is_demo
    from {{ ref('int_company') }}
),

final as (
    select
        scorecard_id,
        version,
        segment,
        segment = '*' as is_total,
        lead_days,
        predictor,
        status,
        first_snapshot_week,
        last_snapshot_week,
        cast(n_snapshots as integer) as n_snapshots,
        cast(n_without_auc as integer) as n_snapshots_without_auc,
        cast(n_cases as integer) as n_cases,
        cast(n_events as integer) as n_events,
        event_share,
        auc,
        auc_error,
        auc_lower,
        auc_upper,
        auc_verdict_lower,
        top_decile_lift,
        worst_fifth_recall,
        worst_fifth_precision,
        worst_fifth_share,
        verdict,
        is_strong and verdict = 'validated' as is_unusually_good,
        leaking_signals,
        case
            when n_cases = 0 then no_window_reason
            when n_events = 0 then 'Nobody left inside the windows, so nothing could be told.'
            when auc is null then 'Everybody left inside the windows, so nothing could be told.'
            when verdict = 'too_few_events'
                then
                    'Fewer events than a verdict needs: ' || cast(n_events as {{ type_text() }})
                    || ' of '
                    || cast(cast(least_events as integer) as {{ type_text() }}) || '.'
            when leakage = 'by_signal'
                then
                    'Signals that seem to know the outcome: ' || leaking_signals
                    || '. Look each up in signal_validation.'
            when leakage = 'by_fall'
                then
                    'Strong shortly before and weak long before: look for a signal that is written'
                    || ' when the customer leaves.'
            when leakage = 'by_value'
                then 'Better than honest signals are: look whether it knows the outcome.'
            when verdict = 'validated' and is_strong
                then
                    'Accounts that left had lower scores, by more than chance explains. Unusually'
                    || ' good, and no signal of it seems to know the outcome.'
            when verdict = 'validated'
                then 'Accounts that left had lower scores, by more than chance explains.'
            when auc_upper < chance_auc
                then 'Accounts that left had higher scores: it points the wrong way.'
            when auc_lower > chance_auc
                then 'Above chance taken alone, not among all the rows that are judged here.'
            else 'No better than chance, as far as these events tell.'
        end as reason,
        (select company.is_demo from company) as is_demo,
        {{ demo_note('that the score is valid', '(select company.is_demo from company)') }} as note
    from judged
)

select * from final
