{%- set cells = 'partition by event_places.scorecard_id, event_places.version, '
    ~ 'event_places.segment, event_places.predictor, event_places.snapshot_week, '
    ~ 'event_places.lead_days' -%}
with places as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        segment,
        predictor,
        n_below,
        n_equal,
        mid_rank
    from {{ ref('int_validation_places') }}
),

outcomes as (
    select
        account_id,
        snapshot_week,
        lead_days,
        is_combined,
        is_churned
    from {{ ref('int_account_outcomes_weekly') }}
    where is_validated and is_churned is not null
),

shares as (
    select
        max(case when parameter = 'worst_share' then value end) as worst_share,
        max(case when parameter = 'top_decile_share' then value end) as top_decile_share
    from {{ ref('validation_parameters') }}
),

windows as (
    select distinct
        snapshot_week,
        lead_days,
        is_combined
    from outcomes
),

flagged as (
    select
        places.*,
        case when places.mid_rank <= shares.worst_share then 1 else 0 end as is_worst,
        case when places.mid_rank <= shares.top_decile_share then 1 else 0 end as is_top_decile
    from places
    cross join shares
),

snapshots as (
    select
        scorecard_id,
        version,
        segment,
        predictor,
        snapshot_week,
        count(*) as n_cases,
        sum(is_worst) as n_worst,
        sum(is_top_decile) as n_top_decile
    from flagged
    group by 1, 2, 3, 4, 5
),

-- Places do not depend on the lead time: few cases are events, and only they ask for theirs.
event_places as (
    select
        flagged.scorecard_id,
        flagged.version,
        flagged.segment,
        flagged.predictor,
        flagged.snapshot_week,
        outcomes.lead_days,
        flagged.n_below,
        flagged.n_equal,
        cast(count(*) as {{ type_double() }}) as n_events,
        sum(flagged.is_worst) as n_worst_events,
        sum(flagged.is_top_decile) as n_top_decile_events
    from flagged
    inner join outcomes
        on
            flagged.account_id = outcomes.account_id
            and flagged.snapshot_week = outcomes.snapshot_week
            and outcomes.is_churned
    group by 1, 2, 3, 4, 5, 6, 7, 8
),

-- Whoever stayed stands level with a place of events or between two of them.
among_others as (
    select
        event_places.*,
        snapshots.n_cases,
        sum(event_places.n_events) over ({{ cells }}) as n_all_events,
        sum(event_places.n_events) over (
            {{ cells }} order by event_places.n_below
            rows between unbounded preceding and current row
        ) - event_places.n_events as n_events_below,
        event_places.n_equal - event_places.n_events as n_others_equal,
        coalesce(
            lead(event_places.n_below) over (
                {{ cells }} order by event_places.n_below
            ),
            snapshots.n_cases
        ) - event_places.n_below - event_places.n_equal as n_others_next
    from event_places
    inner join snapshots
        on
            event_places.scorecard_id = snapshots.scorecard_id
            and event_places.version = snapshots.version
            and event_places.segment = snapshots.segment
            and event_places.predictor = snapshots.predictor
            and event_places.snapshot_week = snapshots.snapshot_week
),

-- Of each event the share of those who stayed that stand above it, of each of those the share of
-- events below: the spread of these is the error of the AUC.
with_placements as (
    select
        *,
        1 - (n_below - n_events_below + n_others_equal / 2)
        / nullif(n_cases - n_all_events, 0) as placement,
        (n_events_below + n_events / 2) / n_all_events as placement_equal,
        (n_events_below + n_events) / n_all_events as placement_next
    from among_others
),

with_squares as (
    select
        *,
        n_events * placement * placement as event_square,
        n_others_equal * placement_equal * placement_equal
        + n_others_next * placement_next * placement_next as other_square
    from with_placements
),

events as (
    select
        scorecard_id,
        version,
        segment,
        predictor,
        snapshot_week,
        lead_days,
        sum(n_events) as n_events,
        sum(n_events * n_below) as n_below,
        sum(n_events * n_equal) as n_equal,
        sum(n_worst_events) as n_worst_events,
        sum(n_top_decile_events) as n_top_decile_events,
        {{ exact_sum('event_square') }} as event_squares,
        {{ exact_sum('other_square') }} as other_squares
    from with_squares
    group by 1, 2, 3, 4, 5, 6
),

measured as (
    select
        snapshots.scorecard_id,
        snapshots.version,
        snapshots.segment,
        snapshots.predictor,
        snapshots.snapshot_week,
        windows.lead_days,
        windows.is_combined,
        events.event_squares,
        events.other_squares,
        cast(snapshots.n_cases as integer) as n_cases,
        cast(snapshots.n_worst as integer) as n_worst,
        cast(snapshots.n_top_decile as integer) as n_top_decile,
        cast(coalesce(events.n_events, 0) as integer) as n_events,
        cast(coalesce(events.n_worst_events, 0) as integer) as n_worst_events,
        cast(coalesce(events.n_top_decile_events, 0) as integer) as n_top_decile_events,
        cast(coalesce(events.n_events, 0) as {{ type_double() }}) as n_who_left,
        cast(snapshots.n_cases - coalesce(events.n_events, 0) as {{ type_double() }})
            as n_who_stayed,
        {{ auc(
            'events.n_below',
            'events.n_equal',
            'events.n_events',
            'snapshots.n_cases - events.n_events',
        ) }} as auc
    from snapshots
    inner join windows on snapshots.snapshot_week = windows.snapshot_week
    left join events
        on
            snapshots.scorecard_id = events.scorecard_id
            and snapshots.version = events.version
            and snapshots.segment = events.segment
            and snapshots.predictor = events.predictor
            and snapshots.snapshot_week = events.snapshot_week
            and windows.lead_days = events.lead_days
),

with_variances as (
    select
        *,
        {{ delong_variance('event_squares', 'n_who_left', 'auc') }} as event_variance,
        {{ delong_variance('other_squares', 'n_who_stayed', 'auc') }} as other_variance
    from measured
),

final as (
    select
        scorecard_id,
        version,
        segment,
        predictor,
        snapshot_week,
        lead_days,
        is_combined,
        n_cases,
        n_worst,
        n_top_decile,
        n_events,
        n_worst_events,
        n_top_decile_events,
        auc,
        event_variance,
        other_variance,
        sqrt(event_variance + other_variance) as auc_error,
        case
            when n_events = 0 then 'nobody left'
            when n_events = n_cases then 'everybody left'
        end as no_auc_reason
    from with_variances
)

select * from final
