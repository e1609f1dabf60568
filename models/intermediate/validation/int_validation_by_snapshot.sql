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
events as (
    select
        flagged.scorecard_id,
        flagged.version,
        flagged.segment,
        flagged.predictor,
        flagged.snapshot_week,
        outcomes.lead_days,
        count(*) as n_events,
        sum(flagged.n_below) as n_below,
        sum(flagged.n_equal) as n_equal,
        sum(flagged.is_worst) as n_worst_events,
        sum(flagged.is_top_decile) as n_top_decile_events
    from flagged
    inner join outcomes
        on
            flagged.account_id = outcomes.account_id
            and flagged.snapshot_week = outcomes.snapshot_week
            and outcomes.is_churned
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
        cast(snapshots.n_cases as integer) as n_cases,
        cast(snapshots.n_worst as integer) as n_worst,
        cast(snapshots.n_top_decile as integer) as n_top_decile,
        cast(coalesce(events.n_events, 0) as integer) as n_events,
        cast(coalesce(events.n_worst_events, 0) as integer) as n_worst_events,
        cast(coalesce(events.n_top_decile_events, 0) as integer) as n_top_decile_events,
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

final as (
    select
        *,
        {{ hanley_mcneil_error(
            'auc', 'cast(n_events as ' ~ type_double() ~ ')', '(n_cases - n_events)'
        ) }} as auc_error,
        case
            when n_events = 0 then 'nobody left'
            when n_events = n_cases then 'everybody left'
        end as no_auc_reason
    from measured
)

select * from final
