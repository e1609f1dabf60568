{{ config(
    materialized='incremental',
    incremental_strategy='append',
    full_refresh=false,
    on_schema_change='append_new_columns',
) }}

with scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        score,
        score_calculated,
        band,
        weight_observed,
        is_overridden,
        override_author,
        override_reason
    from {{ ref('fct_account_scores') }}
    where is_in_force and {{ in_rescored_snapshots() }}
),

snapshot_weeks as (
    select snapshot_week
    from {{ ref('int_snapshot_weeks') }}
),

published as (
    {{ published_revisions() }}
),

numbered as (
    select
        *,
        row_number() over (
            partition by account_id, snapshot_week, scorecard_id
            order by revision desc
        ) as recency
    from published
),

standing as (
    select *
    from numbered
    where recency = 1
),

-- A score that comes back after it was withdrawn is a revision too.
revised as (
    select
        scores.*,
        coalesce(standing.revision, 0) + 1 as revision,
        coalesce(standing.is_backfill, scores.snapshot_week < {{ as_of_week() }}) as is_backfill,
        case
            when standing.account_id is null then 'first'
            else '{{ 'full_refresh' if flags.FULL_REFRESH else 'restated' }}'
        end as reason
    from scores
    left join standing
        on
            scores.account_id = standing.account_id
            and scores.snapshot_week = standing.snapshot_week
            and scores.scorecard_id = standing.scorecard_id
    where
        standing.account_id is null
        or standing.reason = 'withdrawn'
        or scores.version <> standing.version
        or scores.band is distinct from standing.band
        or scores.is_overridden is distinct from standing.is_overridden
        or scores.override_author is distinct from standing.override_author
        or scores.override_reason is distinct from standing.override_reason
        or {{ is_other_number('scores.score', 'standing.score') }}
        or {{ is_other_number('scores.score_calculated', 'standing.score_calculated') }}
        or {{ is_other_number('scores.weight_observed', 'standing.weight_observed') }}
),

withdrawn as (
    select
        standing.account_id,
        standing.snapshot_week,
        standing.scorecard_id,
        standing.version,
        standing.revision + 1 as revision,
        standing.is_backfill
    from standing
    inner join snapshot_weeks on standing.snapshot_week = snapshot_weeks.snapshot_week
    left join scores
        on
            standing.account_id = scores.account_id
            and standing.snapshot_week = scores.snapshot_week
            and standing.scorecard_id = scores.scorecard_id
    where scores.account_id is null and standing.reason <> 'withdrawn'
),

appended as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        revision,
        version,
        reason,
        score,
        score_calculated,
        band,
        weight_observed,
        is_overridden,
        override_author,
        override_reason,
        is_backfill
    from revised

    union all

    select
        account_id,
        snapshot_week,
        scorecard_id,
        revision,
        version,
        'withdrawn' as reason,
        null as score,
        null as score_calculated,
        null as band,
        null as weight_observed,
        null as is_overridden,
        null as override_author,
        null as override_reason,
        is_backfill
    from withdrawn
),

final as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        cast(revision as integer) as revision,
        version,
        reason,
        score,
        score_calculated,
        band,
        weight_observed,
        is_overridden,
        override_author,
        override_reason,
        is_backfill,
        cast('{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S") }}' as timestamp) as published_at,
        '{{ invocation_id }}' as published_by_run
    from appended
)

select * from final
