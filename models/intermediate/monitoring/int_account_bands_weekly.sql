{{ config(
    materialized='incremental',
    incremental_strategy='by_rescored_snapshot',
    on_schema_change='fail',
) }}

with account_weeks as (
    select
        account_id,
        snapshot_week,
        segment,
        lifecycle
    from {{ ref('int_account_weeks') }}
    where is_alive and {{ in_rescored_snapshots(weeks_before=1) }}
),

monitored_cards as (
    select scorecard_id
    from {{ ref('monitoring_parameters') }}
    where parameter = 'is_monitored' and value = 1
),

versions_weekly as (
    select
        versions.snapshot_week,
        versions.scorecard_id,
        versions.version,
        versions.lifecycle
    from {{ ref('int_scorecard_versions_weekly') }} as versions
    inner join monitored_cards on versions.scorecard_id = monitored_cards.scorecard_id
    where versions.is_in_force and {{ in_rescored_snapshots('versions.snapshot_week', 1) }}
),

account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        score,
        band,
        weight_observed
    from {{ ref('int_banded_scores') }}
    where {{ in_rescored_snapshots(weeks_before=1) }}
),

-- A band may hold several ranges, with one rank.
bands as (
    select
        scorecard_id,
        version,
        band_id,
        min(rank) as band_rank,
        max(min(rank)) over (partition by scorecard_id, version) as best_rank
    from {{ ref('bands') }}
    group by 1, 2, 3
),

revenues as (
    select
        account_id,
        snapshot_week,
        recurring_revenue
    from {{ ref('int_commercial_signals_weekly') }}
    where {{ in_rescored_snapshots(weeks_before=1) }}
),

-- A card judges accounts of its lifecycle; the lifecycle of the others stands in place of a band.
standing as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        versions_weekly.scorecard_id,
        versions_weekly.version,
        account_weeks.segment,
        case
            when versions_weekly.lifecycle in ('all', account_weeks.lifecycle)
                then coalesce(account_scores.band, 'insufficient_data')
            else account_weeks.lifecycle
        end as band,
        versions_weekly.lifecycle in ('all', account_weeks.lifecycle)
        or account_weeks.lifecycle = 'onboarding' as is_counted,
        bands.band_rank,
        coalesce(bands.band_rank < bands.best_rank, false) as is_below_best,
        account_scores.score,
        account_scores.weight_observed,
        revenues.recurring_revenue
    from account_weeks
    inner join versions_weekly on account_weeks.snapshot_week = versions_weekly.snapshot_week
    left join account_scores
        on
            account_weeks.account_id = account_scores.account_id
            and account_weeks.snapshot_week = account_scores.snapshot_week
            and versions_weekly.scorecard_id = account_scores.scorecard_id
            and versions_weekly.version = account_scores.version
    left join bands
        on
            account_scores.scorecard_id = bands.scorecard_id
            and account_scores.version = bands.version
            and account_scores.band = bands.band_id
    left join revenues
        on
            account_weeks.account_id = revenues.account_id
            and account_weeks.snapshot_week = revenues.snapshot_week
),

-- Who is gone has a row in the first snapshot without it.
paired as (
    select
        coalesce(this_week.account_id, last_week.account_id) as account_id,
        coalesce(this_week.snapshot_week, {{ weeks_after('last_week.snapshot_week', 1) }})
            as snapshot_week,
        coalesce(this_week.scorecard_id, last_week.scorecard_id) as scorecard_id,
        coalesce(this_week.segment, last_week.segment) as segment,
        coalesce(this_week.band, 'gone') as band,
        coalesce(this_week.is_counted, false) as is_counted,
        coalesce(last_week.is_counted, false) as was_counted,
        this_week.band_rank,
        coalesce(this_week.is_below_best, false) as is_below_best,
        this_week.score,
        this_week.weight_observed,
        case
            when this_week.account_id is null then last_week.recurring_revenue
            else this_week.recurring_revenue
        end as recurring_revenue,
        coalesce(last_week.band, 'new') as band_last_week,
        last_week.band_rank as band_rank_last_week
    from standing as this_week
    full outer join standing as last_week
        on
            this_week.account_id = last_week.account_id
            and this_week.scorecard_id = last_week.scorecard_id
            and this_week.snapshot_week = {{ weeks_after('last_week.snapshot_week', 1) }}
),

-- In the card's first snapshot nobody moved; what new rules say of last week tells their part.
final as (
    select
        paired.account_id,
        paired.snapshot_week,
        paired.scorecard_id,
        versions_weekly.version,
        paired.segment,
        paired.band,
        paired.band_rank,
        paired.is_counted,
        paired.is_below_best,
        paired.score,
        paired.weight_observed,
        paired.recurring_revenue,
        case when last_versions.version is not null then paired.band_last_week end
            as band_last_week,
        paired.band_rank_last_week,
        coalesce(
            last_versions.version <> versions_weekly.version
            and paired.band <> paired.band_last_week
            and paired.band = rescored.band,
            false
        ) as is_moved_by_rules
    from paired
    inner join versions_weekly
        on
            paired.snapshot_week = versions_weekly.snapshot_week
            and paired.scorecard_id = versions_weekly.scorecard_id
    left join versions_weekly as last_versions
        on
            paired.snapshot_week = {{ weeks_after('last_versions.snapshot_week', 1) }}
            and paired.scorecard_id = last_versions.scorecard_id
    left join account_scores as rescored
        on
            paired.account_id = rescored.account_id
            and paired.snapshot_week = {{ weeks_after('rescored.snapshot_week', 1) }}
            and versions_weekly.scorecard_id = rescored.scorecard_id
            and versions_weekly.version = rescored.version
    where
        (paired.is_counted or paired.was_counted)
        and {{ in_rescored_snapshots('paired.snapshot_week') }}
)

select * from final
