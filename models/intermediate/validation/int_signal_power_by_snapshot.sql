{%- set cells = 'partition by lead_days, snapshot_week, is_later, scorecard_id, '
    ~ 'version, segment, signal_id, reading' -%}
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

-- What a missing policy filled in says nothing about the account, but that it is missing may.
signal_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        signal_id,
        status in ('scored', 'carried_forward') as is_present,
        {{ round_score('score') }} as score,
        {{ round_score('value') }} as value
    from {{ ref('int_signal_scores') }}
    where
        status in ('scored', 'carried_forward', 'defaulted', 'excluded_missing')
        -- Of the weeks that are followed, not of all that were scored.
        and snapshot_week in (select windows.snapshot_week from windows)
),

-- A signal may tell by the points it gets, by its value, and by being there at all.
readings as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        signal_id,
        'score' as reading,
        score as number
    from signal_scores
    where is_present
    union all
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        signal_id,
        'value' as reading,
        value as number
    from signal_scores
    where is_present and value is not null
    union all
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        signal_id,
        'presence' as reading,
        case when is_present then 1 else 0 end as number
    from signal_scores
),

counted as (
    select
        followed.lead_days,
        followed.snapshot_week,
        followed.is_later,
        readings.scorecard_id,
        readings.version,
        followed.segment,
        readings.signal_id,
        readings.reading,
        readings.number,
        count(*) as n,
        sum(case when followed.is_churned then 1 else 0 end) as n_events
    from readings
    inner join versions_weekly
        on
            readings.snapshot_week = versions_weekly.snapshot_week
            and readings.scorecard_id = versions_weekly.scorecard_id
            and readings.version = versions_weekly.version
    inner join followed
        on
            readings.account_id = followed.account_id
            and readings.snapshot_week = followed.snapshot_week
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9
),

segments as (
    select count(distinct segment) as n_segments
    from followed
),

-- Each segment by itself, and all accounts together under `*`; without segments these are the same.
by_segment as (
    select
        counted.lead_days,
        counted.snapshot_week,
        counted.is_later,
        counted.scorecard_id,
        counted.version,
        counted.segment,
        counted.signal_id,
        counted.reading,
        counted.number,
        counted.n,
        counted.n_events
    from counted
    cross join segments
    where counted.segment <> 'unsegmented' or segments.n_segments > 1
    union all
    select
        lead_days,
        snapshot_week,
        is_later,
        scorecard_id,
        version,
        '*' as segment,
        signal_id,
        reading,
        number,
        sum(n) as n,
        sum(n_events) as n_events
    from counted
    group by 1, 2, 3, 4, 5, 7, 8, 9
),

positions as (
    select
        lead_days,
        snapshot_week,
        is_later,
        scorecard_id,
        version,
        segment,
        signal_id,
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
        lead_days,
        snapshot_week,
        is_later,
        scorecard_id,
        version,
        segment,
        signal_id,
        reading,
        sum(n_events) as n_events,
        sum(n_others) as n_others,
        {{ exact_sum('n_events * event_placement') }} / nullif(sum(n_events), 0) as auc,
        {{ exact_sum('n_events * event_placement * event_placement') }} as event_squares,
        {{ exact_sum('n_others * other_placement * other_placement') }} as other_squares,
        sum((n_events + n_others) * ((n_events + n_others) * (n_events + n_others) - 1))
            as tied_triples
    from placed
    group by 1, 2, 3, 4, 5, 6, 7, 8
),

final as (
    select
        lead_days,
        snapshot_week,
        is_later,
        scorecard_id,
        version,
        segment,
        signal_id,
        reading,
        cast(n_events + n_others as integer) as n_cases,
        cast(n_events as integer) as n_events,
        n_events * n_others as n_pairs,
        case when n_others > 0 then auc end as auc,
        {{ delong_variance('event_squares', 'n_events', 'auc') }} as event_variance,
        {{ delong_variance('other_squares', 'n_others', 'auc') }} as other_variance,
        tied_triples / nullif(
            (n_events + n_others) * ((n_events + n_others) * (n_events + n_others) - 1), 0
        ) as tied_share
    from summed
)

select * from final
