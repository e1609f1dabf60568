{{ config(
    materialized='incremental',
    incremental_strategy='by_rescored_snapshot',
    on_schema_change='fail',
) }}

with snapshot_weeks as (
    select snapshot_week
    from {{ ref('int_snapshot_weeks') }}
),

recovery_lengths as (
    select cast(value as integer) as recovery_weeks
    from {{ ref('monitoring_parameters') }}
    where parameter = 'recovery_weeks'
),

-- A window has its rows in the snapshot in which it ends: only whole ones count, as known then.
windows as (
    select
        snapshot_weeks.snapshot_week,
        recovery_lengths.recovery_weeks,
        {{ weeks_after('snapshot_weeks.snapshot_week', '-recovery_lengths.recovery_weeks') }}
            as start_week,
        {{ weeks_after('snapshot_weeks.snapshot_week', '-2 * recovery_lengths.recovery_weeks') }}
            as look_back_week
    from snapshot_weeks
    cross join recovery_lengths
    where {{ in_rescored_snapshots('snapshot_weeks.snapshot_week') }}
),

account_bands as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        segment,
        band,
        band_rank,
        score,
        is_below_best
    from {{ ref('int_account_bands_weekly') }}
    where snapshot_week >= (select min(windows.look_back_week) from windows)
),

account_weeks as (
    select
        account_id,
        snapshot_week
    from {{ ref('int_account_weeks') }}
    where
        is_alive
        and snapshot_week >= (select min(windows.look_back_week) from windows)
),

interventions as (
    select
        account_id,
        coalesce(record_name, 'not_named') as playbook_id,
        opened_at,
        closed_at,
        {{ week_start('opened_at') }} as start_week
    from {{ ref('int_success_records') }}
    where record_kind = 'intervention' and account_id is not null
),

starts as (
    select
        windows.snapshot_week,
        windows.recovery_weeks,
        windows.start_week,
        windows.look_back_week,
        account_bands.account_id,
        account_bands.scorecard_id,
        account_bands.segment,
        account_bands.band,
        account_bands.band_rank,
        account_bands.score
    from windows
    inner join account_bands on windows.start_week = account_bands.snapshot_week
    where account_bands.is_below_best
),

first_interventions as (
    select
        account_id,
        start_week,
        playbook_id,
        row_number() over (
            partition by account_id, start_week
            order by opened_at, playbook_id
        ) as place
    from interventions
),

-- What ran at any time from as long before the start to the end stands around it.
around as (
    select
        starts.snapshot_week,
        starts.recovery_weeks,
        starts.scorecard_id,
        starts.account_id,
        max(case when starts.start_week > interventions.opened_at then 1 else 0 end) as ran_before
    from starts
    inner join interventions
        on
            starts.account_id = interventions.account_id
            and starts.snapshot_week > interventions.opened_at
            and (
                interventions.closed_at is null
                or starts.look_back_week <= interventions.closed_at
            )
    group by 1, 2, 3, 4
),

-- An intervention begins afresh, and similar accounts have none around.
chosen as (
    select
        starts.*,
        first_interventions.playbook_id
    from starts
    left join around
        on
            starts.snapshot_week = around.snapshot_week
            and starts.recovery_weeks = around.recovery_weeks
            and starts.scorecard_id = around.scorecard_id
            and starts.account_id = around.account_id
    left join first_interventions
        on
            starts.account_id = first_interventions.account_id
            and starts.start_week = first_interventions.start_week
            and first_interventions.place = 1
    where
        around.account_id is null
        or (around.ran_before = 0 and first_interventions.account_id is not null)
),

-- Before the start to tell how alike accounts were, after it to see what became of them.
followed as (
    select
        chosen.snapshot_week,
        chosen.recovery_weeks,
        chosen.scorecard_id,
        chosen.account_id,
        {{ exact_sum(
            'case when chosen.start_week >= account_bands.snapshot_week then account_bands.score end'
        ) }} as total_score_before,
        count(
            case when chosen.start_week >= account_bands.snapshot_week then account_bands.score end
        ) as n_scores_before,
        sum(case when chosen.start_week < account_weeks.snapshot_week then 1 else 0 end) as n_alive,
        max(
            case
                when chosen.start_week < account_bands.snapshot_week then account_bands.band_rank
            end
        ) as best_rank_after
    from chosen
    inner join account_weeks
        on
            chosen.account_id = account_weeks.account_id
            and chosen.look_back_week <= account_weeks.snapshot_week
            and chosen.snapshot_week >= account_weeks.snapshot_week
    left join account_bands
        on
            account_weeks.account_id = account_bands.account_id
            and account_weeks.snapshot_week = account_bands.snapshot_week
            and chosen.scorecard_id = account_bands.scorecard_id
    group by 1, 2, 3, 4
),

judged as (
    select
        chosen.*,
        followed.total_score_before / nullif(followed.n_scores_before, 0) as mean_score_before,
        followed.n_alive < chosen.recovery_weeks as is_churned,
        followed.n_alive = chosen.recovery_weeks
        and coalesce(followed.best_rank_after > chosen.band_rank, false) as is_recovered,
        followed.best_rank_after,
        max(chosen.playbook_id) over (
            partition by
                chosen.snapshot_week, chosen.recovery_weeks, chosen.scorecard_id,
                chosen.segment, chosen.band
        ) as any_playbook_id
    from chosen
    inner join followed
        on
            chosen.snapshot_week = followed.snapshot_week
            and chosen.recovery_weeks = followed.recovery_weeks
            and chosen.scorecard_id = followed.scorecard_id
            and chosen.account_id = followed.account_id
),

-- Who stayed and was in no band any more shows nothing, nor who has nobody to compare with.
final as (
    select
        snapshot_week,
        recovery_weeks,
        scorecard_id,
        account_id,
        start_week,
        segment,
        band,
        playbook_id,
        score,
        mean_score_before,
        is_recovered,
        is_churned
    from judged
    where
        any_playbook_id is not null
        and (is_churned or best_rank_after is not null)
)

select * from final
