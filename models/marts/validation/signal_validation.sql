with powers as (
    select
        scorecard_id,
        version,
        segment,
        signal_id,
        lead_days,
        first_snapshot_week,
        last_snapshot_week,
        n_snapshots,
        n_without_auc,
        n_cases,
        n_events,
        auc,
        auc_error,
        auc_lower,
        auc_upper,
        better_when,
        verdict_margin,
        value_auc,
        value_verdict_margin,
        n_asked,
        n_asked_events,
        presence_auc,
        leakage
    from {{ ref('int_signal_power') }}
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
        max(case when parameter = 'chance_auc' then value end) as chance_auc
    from {{ ref('validation_parameters') }}
    where scorecard_id = '*'
),

weights as (
    select
        scorecard_id,
        version,
        segment,
        signal_id,
        category_weight * signal_weight as weight,
        suggested_category_weight * suggested_signal_weight as suggested_weight
    from {{ ref('int_suggested_weights') }}
),

limited as (
    select
        powers.*,
        parameters.least_events,
        parameters.chance_auc,
        bounds.first_week,
        bounds.known_until,
        bounds.bounded_by,
        -- Low values of whoever leaves: higher is better. A level without a value has its points.
        case
            when powers.n_events < parameters.least_events then 'not_shown'
            when powers.value_auc - powers.value_verdict_margin > parameters.chance_auc
                then 'higher'
            when powers.value_auc + powers.value_verdict_margin < parameters.chance_auc then 'lower'
            when powers.value_auc is not null then 'not_shown'
            when powers.auc - powers.verdict_margin > parameters.chance_auc
                then powers.better_when
            when powers.auc + powers.verdict_margin < parameters.chance_auc
                then case powers.better_when when 'higher' then 'lower' else 'higher' end
            else 'not_shown'
        end as direction_found
    from powers
    cross join parameters
    cross join bounds
),

judged as (
    select
        *,
        case
            when leakage is not null then 'suspected_leakage'
            when auc is null or n_events < least_events then 'too_few_events'
            when auc - verdict_margin > chance_auc then 'validated'
            else 'not_validated'
        end as verdict
    from limited
),

company as (
    select is_demo
    from {{ ref('int_company') }}
),

final as (
    select
        judged.scorecard_id,
        judged.version,
        judged.segment,
        judged.segment = '*' as is_total,
        judged.signal_id,
        judged.lead_days,
        judged.first_snapshot_week,
        judged.last_snapshot_week,
        cast(judged.n_snapshots as integer) as n_snapshots,
        cast(judged.n_without_auc as integer) as n_snapshots_without_auc,
        cast(judged.n_cases as integer) as n_cases,
        cast(judged.n_events as integer) as n_events,
        {{ round_score('judged.auc') }} as auc,
        {{ round_score('judged.auc_error') }} as auc_error,
        {{ round_score(clamp('judged.auc_lower', 0, 1)) }} as auc_lower,
        {{ round_score(clamp('judged.auc_upper', 0, 1)) }} as auc_upper,
        judged.better_when as direction_declared,
        judged.direction_found,
        judged.verdict,
        cast(judged.n_asked as integer) as n_asked,
        cast(judged.n_asked_events as integer) as n_asked_events,
        {{ round_score('judged.presence_auc') }} as presence_auc,
        case
            when judged.leakage = 'by_presence'
                then
                    'Having a value, or having none, tells who leaves: look whether it is landed'
                    || ' because they leave.'
            when judged.n_asked > 0 and judged.n_cases = 0
                then 'No account with a whole window has a value of this signal.'
            when judged.n_cases = 0 then {{ no_window_text('judged.lead_days', 'judged') }}
            when judged.n_events = 0
                then 'Nobody left inside the windows, so nothing could be told.'
            when judged.auc is null
                then 'No snapshot has both accounts that left and accounts that stayed.'
            when judged.verdict = 'too_few_events'
                then
                    'Fewer events than a verdict needs: '
                    || cast(judged.n_events as {{ type_text() }})
                    || ' of ' || cast(cast(judged.least_events as integer) as {{ type_text() }})
                    || '.'
            when judged.leakage = 'by_fall'
                then
                    'Strong shortly before and weak long before: look whether it is written when'
                    || ' the customer leaves.'
            when judged.verdict = 'suspected_leakage'
                then 'Better than honest signals are: look whether it knows the outcome.'
            when judged.verdict = 'validated'
                then 'Accounts that left had worse values, by more than chance explains.'
            when judged.auc_upper < judged.chance_auc
                then 'Accounts that left had better values: it points the wrong way.'
            when judged.auc_lower > judged.chance_auc
                then 'Above chance taken alone, not among all the rows that are judged here.'
            else 'No better than chance, as far as these events tell.'
        end as reason,
        {{ round_score('weights.weight') }} as weight_now,
        {{ round_score('weights.suggested_weight') }} as weight_suggested,
        company.is_demo,
        {{ demo_note('that the signal is valid', 'company.is_demo') }} as note
    from judged
    cross join company
    left join weights
        on
            judged.scorecard_id = weights.scorecard_id
            and judged.version = weights.version
            and judged.segment = weights.segment
            and judged.signal_id = weights.signal_id
)

select * from final
