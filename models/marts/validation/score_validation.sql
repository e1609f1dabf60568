with combined as (
    select
        scorecard_id,
        version,
        segment,
        lead_days,
        predictor,
        first_snapshot_week,
        last_snapshot_week,
        n_snapshots,
        n_without_auc,
        cast(n_cases as {{ type_double() }}) as n_all,
        n_events,
        n_worst,
        n_worst_events,
        n_top_decile_events,
        n_top_decile_expected,
        auc,
        auc_error
    from {{ ref('int_validation_combined') }}
),

expected as (
    select
        scorecard_id,
        version,
        status,
        segment,
        lead_days,
        predictor
    from {{ ref('int_validation_questions') }}
),

parameters as (
    select
        max(case when parameter = 'interval_z' then value end) as interval_z,
        max(case when parameter = 'verdict_z' then value end) as verdict_z,
        max(case when parameter = 'least_events' then value end) as least_events,
        max(case when parameter = 'leakage_auc' then value end) as leakage_auc,
        max(case when parameter = 'chance_auc' then value end) as chance_auc
    from {{ ref('validation_parameters') }}
),

measured as (
    select
        expected.*,
        combined.first_snapshot_week,
        combined.last_snapshot_week,
        coalesce(combined.n_snapshots, 0) as n_snapshots,
        coalesce(combined.n_without_auc, 0) as n_without_auc,
        coalesce(combined.n_all, 0) as n_cases,
        coalesce(combined.n_events, 0) as n_events,
        {{ round_score('combined.n_events / nullif(combined.n_all, 0)') }} as event_share,
        {{ round_score('combined.auc') }} as auc,
        {{ round_score('combined.auc_error') }} as auc_error,
        {% for name, z, side in [
            ('auc_lower', 'parameters.interval_z', '-'),
            ('auc_upper', 'parameters.interval_z', '+'),
            ('auc_verdict_lower', 'parameters.verdict_z', '-'),
        ] %}
            {{ round_score(clamp(
                'combined.auc ' ~ side ~ ' ' ~ z ~ ' * combined.auc_error', 0, 1
            )) }} as {{ name }},
        {% endfor %}
        {{ round_score(
            'combined.n_top_decile_events / nullif(combined.n_top_decile_expected, 0)'
        ) }} as top_decile_lift,
        {{ round_score('combined.n_worst_events / nullif(combined.n_events, 0)') }}
            as worst_fifth_recall,
        {{ round_score('combined.n_worst_events / nullif(combined.n_worst, 0)') }}
            as worst_fifth_precision,
        {{ round_score('combined.n_worst / nullif(combined.n_all, 0)') }} as worst_fifth_share,
        parameters.least_events,
        parameters.leakage_auc,
        parameters.chance_auc
    from expected
    cross join parameters
    left join combined
        on
            expected.scorecard_id = combined.scorecard_id
            and expected.version = combined.version
            and expected.segment = combined.segment
            and expected.lead_days = combined.lead_days
            and expected.predictor = combined.predictor
),

judged as (
    select
        *,
        case
            when auc is null or n_events < least_events then 'too_few_events'
            when auc > leakage_auc then 'suspected_leakage'
            when auc_verdict_lower > chance_auc then 'validated'
            else 'not_validated'
        end as verdict
    from measured
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
        case
            when {{ is_demo_company() }}
                then 'Demo company: proves that the machinery works, not that the score is valid.'
        end as note
    from judged
)

select * from final
