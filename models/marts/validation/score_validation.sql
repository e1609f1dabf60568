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
        worst_fifth_share
    from {{ ref('int_score_power') }}
),

parameters as (
    select
        max(case when parameter = 'least_events' then value end) as least_events,
        max(case when parameter = 'leakage_auc' then value end) as leakage_auc,
        max(case when parameter = 'chance_auc' then value end) as chance_auc
    from {{ ref('validation_parameters') }}
),

judged as (
    select
        powers.*,
        parameters.least_events,
        parameters.chance_auc,
        case
            when powers.auc is null or powers.n_events < parameters.least_events
                then 'too_few_events'
            when powers.auc > parameters.leakage_auc then 'suspected_leakage'
            when powers.auc_verdict_lower > parameters.chance_auc then 'validated'
            else 'not_validated'
        end as verdict
    from powers
    cross join parameters
),

final as (
    select
        scorecard_id,
        version,
        segment,
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
        case
            when n_cases = 0 then 'The data holds no snapshot of this version with a whole window.'
            when n_events = 0 then 'Nobody left inside the windows, so nothing could be told.'
            when auc is null then 'Everybody left inside the windows, so nothing could be told.'
            when verdict = 'too_few_events'
                then
                    'Fewer events than a verdict needs: ' || cast(n_events as text) || ' of '
                    || cast(cast(least_events as integer) as text) || '.'
            when verdict = 'suspected_leakage'
                then 'Better than honest scores are: look for a signal that knows the outcome.'
            when verdict = 'validated'
                then 'Accounts that left had lower scores, by more than chance explains.'
            when auc_upper < chance_auc
                then 'Accounts that left had higher scores: it points the wrong way.'
            when auc_lower > chance_auc
                then 'Above chance taken alone, not among all the rows that are judged here.'
            else 'No better than chance, as far as these events tell.'
        end as reason,
        {{ is_demo_company() }} as is_demo,
        {{ demo_note('that the score is valid') }} as note
    from judged
)

select * from final
