{%- set cells = 'partition by group_number, signal_number, reading' -%}
with parameters as (
    select max(value) as later_share
    from {{ ref('validation_parameters') }}
    where parameter = 'later_share'
),

-- Only windows that do not overlap, so that each event counts once.
outcomes as (
    select
        account_id,
        snapshot_week,
        lead_days,
        segment,
        is_churned
    from {{ ref('int_account_outcomes_weekly') }}
    where is_validated and is_combined and is_churned is not null
),

-- The week before a version starts is scored for comparison only; drafts and shadows always are.
versions_weekly as (
    select
        snapshot_week,
        scorecard_id,
        version
    from {{ ref('int_scorecard_versions_weekly') }}
    where is_in_force or status in ('draft', 'shadow')
),

windows as (
    select distinct
        lead_days,
        snapshot_week
    from outcomes
),

placed_windows as (
    select
        lead_days,
        snapshot_week,
        row_number() over (partition by lead_days order by snapshot_week desc) as place,
        count(*) over (partition by lead_days) as n_windows
    from windows
),

-- The newer windows judge what the older ones suggest.
followed as (
    select
        outcomes.account_id,
        outcomes.snapshot_week,
        outcomes.lead_days,
        outcomes.segment,
        outcomes.is_churned,
        placed_windows.place <= parameters.later_share * placed_windows.n_windows as is_later
    from outcomes
    inner join placed_windows
        on
            outcomes.snapshot_week = placed_windows.snapshot_week
            and outcomes.lead_days = placed_windows.lead_days
    cross join parameters
),

-- By number, because sorting tens of millions of rows by six words takes far longer.
followed_groups as (
    select
        lead_days,
        snapshot_week,
        is_later,
        segment,
        row_number() over (order by lead_days, snapshot_week, segment) as group_number
    from (
        select
            lead_days,
            snapshot_week,
            is_later,
            segment
        from followed
        union distinct
        select
            lead_days,
            snapshot_week,
            is_later,
            '*' as segment
        from followed
    ) as segments_and_all
),

signals as (
    select
        scorecard_id,
        version,
        signal_id,
        row_number() over (order by scorecard_id, version, signal_id) as signal_number
    from {{ ref('scorecard_signals') }}
    group by 1, 2, 3
),

followed_in_groups as (
    select
        followed.account_id,
        followed.snapshot_week,
        segment_groups.group_number,
        all_groups.group_number as all_number,
        followed.is_churned
    from followed
    inner join followed_groups as segment_groups
        on
            followed.lead_days = segment_groups.lead_days
            and followed.snapshot_week = segment_groups.snapshot_week
            and followed.segment = segment_groups.segment
    inner join followed_groups as all_groups
        on
            followed.lead_days = all_groups.lead_days
            and followed.snapshot_week = all_groups.snapshot_week
            and all_groups.segment = '*'
),

signals_weekly as (
    select
        versions_weekly.snapshot_week,
        signals.scorecard_id,
        signals.version,
        signals.signal_id,
        signals.signal_number
    from versions_weekly
    inner join signals
        on
            versions_weekly.scorecard_id = signals.scorecard_id
            and versions_weekly.version = signals.version
),

-- What a missing policy filled in says nothing about the account, but that it is missing may.
signal_scores as (
    select
        followed_in_groups.group_number,
        followed_in_groups.all_number,
        followed_in_groups.is_churned,
        signals_weekly.signal_number,
        signal_scores.status in ('scored', 'carried_forward') as is_present,
        {{ round_score('signal_scores.score') }} as score,
        {{ round_score('signal_scores.value') }} as value
    from {{ ref('int_signal_scores') }} as signal_scores
    inner join signals_weekly
        on
            signal_scores.snapshot_week = signals_weekly.snapshot_week
            and signal_scores.scorecard_id = signals_weekly.scorecard_id
            and signal_scores.version = signals_weekly.version
            and signal_scores.signal_id = signals_weekly.signal_id
    inner join followed_in_groups
        on
            signal_scores.account_id = followed_in_groups.account_id
            and signal_scores.snapshot_week = followed_in_groups.snapshot_week
    where
        signal_scores.status in ('scored', 'carried_forward', 'defaulted', 'excluded_missing')
        -- Of the weeks that are followed, not of all that were scored.
        and signal_scores.snapshot_week in (select windows.snapshot_week from windows)
),

-- A signal may tell by the points it gets, by its value, and by being there at all.
readings as (
    select
        group_number,
        all_number,
        signal_number,
        'score' as reading,
        score as number,
        is_churned
    from signal_scores
    where is_present
    union all
    select
        group_number,
        all_number,
        signal_number,
        'value' as reading,
        value as number,
        is_churned
    from signal_scores
    where is_present and value is not null
    union all
    select
        group_number,
        all_number,
        signal_number,
        'presence' as reading,
        case when is_present then 1 else 0 end as number,
        is_churned
    from signal_scores
),

counted as (
    select
        group_number,
        all_number,
        signal_number,
        reading,
        number,
        count(*) as n,
        sum(case when is_churned then 1 else 0 end) as n_events
    from readings
    group by 1, 2, 3, 4, 5
),

segments as (
    select count(distinct segment) as n_segments
    from followed
),

-- Each segment by itself, and all accounts together under `*`; without segments these are the same.
by_segment as (
    select
        counted.group_number,
        counted.signal_number,
        counted.reading,
        counted.number,
        counted.n,
        counted.n_events
    from counted
    inner join followed_groups on counted.group_number = followed_groups.group_number
    cross join segments
    where followed_groups.segment <> 'unsegmented' or segments.n_segments > 1
    union all
    select
        all_number as group_number,
        signal_number,
        reading,
        number,
        sum(n) as n,
        sum(n_events) as n_events
    from counted
    group by 1, 2, 3, 4
),

positions as (
    select
        group_number,
        signal_number,
        reading,
        cast(n_events as {{ type_double() }}) as n_events,
        cast(n - n_events as {{ type_double() }}) as n_others,
        cast(sum(n_events) over (
            {{ cells }} order by number
            rows between unbounded preceding and current row
        ) - n_events as {{ type_double() }}) as n_events_below,
        cast(sum(n - n_events) over (
            {{ cells }} order by number
            rows between unbounded preceding and current row
        ) - (n - n_events) as {{ type_double() }}) as n_others_below,
        sum(n_events) over ({{ cells }}) as n_all_events,
        sum(n - n_events) over ({{ cells }}) as n_all_others
    from by_segment
),

-- Of each event the share of those who stayed that stand above it, of each of those the share of
-- events below; the mean of either is the AUC.
placed as (
    select
        *,
        1 - (n_others_below + n_others / 2) / nullif(n_all_others, 0) as event_placement,
        (n_events_below + n_events / 2) / nullif(n_all_events, 0) as other_placement
    from positions
),

summed as (
    select
        group_number,
        signal_number,
        reading,
        sum(n_events) as n_events,
        sum(n_others) as n_others,
        {{ exact_sum('n_events * event_placement') }} / nullif(sum(n_events), 0) as auc,
        {{ exact_sum('n_events * event_placement * event_placement') }} as event_squares,
        {{ exact_sum('n_others * other_placement * other_placement') }} as other_squares,
        sum((n_events + n_others) * ((n_events + n_others) * (n_events + n_others) - 1))
            as tied_triples
    from placed
    group by 1, 2, 3
),

final as (
    select
        followed_groups.lead_days,
        followed_groups.snapshot_week,
        followed_groups.is_later,
        signals.scorecard_id,
        signals.version,
        followed_groups.segment,
        signals.signal_id,
        summed.reading,
        cast(summed.n_events + summed.n_others as integer) as n_cases,
        cast(summed.n_events as integer) as n_events,
        summed.n_events * summed.n_others as n_pairs,
        case when summed.n_others > 0 then summed.auc end as auc,
        {{ delong_variance('summed.event_squares', 'summed.n_events', 'summed.auc') }}
            as event_variance,
        {{ delong_variance('summed.other_squares', 'summed.n_others', 'summed.auc') }}
            as other_variance,
        summed.tied_triples / nullif(
            (summed.n_events + summed.n_others)
            * ((summed.n_events + summed.n_others) * (summed.n_events + summed.n_others) - 1),
            0
        ) as tied_share
    from summed
    inner join followed_groups on summed.group_number = followed_groups.group_number
    inner join signals on summed.signal_number = signals.signal_number
)

select * from final
