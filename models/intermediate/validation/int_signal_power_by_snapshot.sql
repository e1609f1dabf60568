{% set cells = 'lead_days, snapshot_week, is_later, scorecard_id, version, segment, signal_id' %}

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

-- What a missing policy filled in says nothing about the account.
signal_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        signal_id,
        {{ round_score('score') }} as score
    from {{ ref('fct_signal_scores') }}
    where status in ('scored', 'carried_forward')
),

counted as (
    select
        followed.lead_days,
        followed.snapshot_week,
        followed.is_later,
        signal_scores.scorecard_id,
        signal_scores.version,
        followed.segment,
        signal_scores.signal_id,
        signal_scores.score,
        count(*) as n,
        sum(case when followed.is_churned then 1 else 0 end) as n_events
    from signal_scores
    inner join versions_weekly
        on
            signal_scores.snapshot_week = versions_weekly.snapshot_week
            and signal_scores.scorecard_id = versions_weekly.scorecard_id
            and signal_scores.version = versions_weekly.version
    inner join followed
        on
            signal_scores.account_id = followed.account_id
            and signal_scores.snapshot_week = followed.snapshot_week
    group by 1, 2, 3, 4, 5, 6, 7, 8
),

-- Each segment by itself, and all accounts together under `*`.
by_segment as (
    select
        {{ cells }},
        score,
        n,
        n_events
    from counted
    union all
    select
        lead_days,
        snapshot_week,
        is_later,
        scorecard_id,
        version,
        '*' as segment,
        signal_id,
        score,
        sum(n) as n,
        sum(n_events) as n_events
    from counted
    group by 1, 2, 3, 4, 5, 7, 8
),

positions as (
    select
        {{ cells }},
        n,
        n_events,
        sum(n) over (
            partition by {{ cells }}
            order by score
            rows between unbounded preceding and current row
        ) - n as n_below
    from by_segment
),

summed as (
    select
        {{ cells }},
        cast(sum(n) as {{ type_double() }}) as n,
        cast(sum(n_events) as {{ type_double() }}) as n_events,
        sum(n_events * n_below) as n_below,
        sum(n_events * n) as n_equal
    from positions
    group by 1, 2, 3, 4, 5, 6, 7
),

final as (
    select
        {{ cells }},
        cast(n as integer) as n_cases,
        cast(n_events as integer) as n_events,
        n_events * (n - n_events) as n_pairs,
        {{ auc('n_below', 'n_equal', 'n_events', 'n - n_events') }} as auc
    from summed
)

select * from final
