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
    where is_in_force
),

crm_keys as (
    select
        account_key,
        account_id
    from {{ ref('int_crm_keys') }}
    where account_id is not null
),

snapshot_weeks as (
    select snapshot_week
    from {{ ref('int_snapshot_weeks') }}
),

published as (
    {{ published_revisions() }}
),

first_weeks as (
    select
        account_id,
        min(snapshot_week) as snapshot_week
    from published
    group by 1
),

first_scores as (
    select
        published.account_id,
        published.scorecard_id,
        max(published.revision) as revision,
        max(case when published.reason in ('withdrawn', 'succeeded') then published.revision end)
            as closed_revision
    from published
    inner join first_weeks
        on
            published.account_id = first_weeks.account_id
            and published.snapshot_week = first_weeks.snapshot_week
    group by 1, 2
),

-- Of whom no score of the first week stands there is nothing to take over any more.
published_accounts as (
    select distinct account_id
    from first_scores
    where closed_revision is null or revision > closed_revision
),

-- Ids that were published and mean another account now: merged, or left behind in another CRM.
successions as (
    select
        published_accounts.account_id as former_account_id,
        crm_keys.account_id
    from published_accounts
    inner join crm_keys
        on
            {{ crm_id_key('published_accounts.account_id') }}
            = {{ without_address('crm_keys.account_key') }}
    where published_accounts.account_id <> crm_keys.account_id
),

parties as (
    select former_account_id as account_id
    from successions

    union distinct

    select account_id
    from successions
),

-- What this run scores, and all weeks of whose id changed.
compared_scores as (
    select *
    from scores
    where {{ in_rescored_snapshots() }}

    union all

    select scores.*
    from scores
    inner join parties on scores.account_id = parties.account_id
    where not ({{ in_rescored_snapshots('scores.snapshot_week') }})
),

compared_revisions as (
    select *
    from published
    where {{ in_rescored_snapshots() }}

    union all

    select published.*
    from published
    inner join parties on published.account_id = parties.account_id
    where not ({{ in_rescored_snapshots('published.snapshot_week') }})
),

numbered as (
    select
        *,
        row_number() over (
            partition by account_id, snapshot_week, scorecard_id
            order by revision desc
        ) as recency
    from compared_revisions
),

standing as (
    select *
    from numbered
    where recency = 1
),

taken_over as (
    select
        successions.account_id,
        standing.snapshot_week,
        standing.scorecard_id,
        min(case when standing.is_backfill then 1 else 0 end) = 1 as is_backfill
    from standing
    inner join successions on standing.account_id = successions.former_account_id
    where standing.reason not in ('withdrawn', 'succeeded')
    group by 1, 2, 3
),

-- A score that comes back after it was withdrawn is a revision too.
revised as (
    select
        scores.*,
        coalesce(standing.revision, 0) + 1 as revision,
        coalesce(
            standing.is_backfill,
            taken_over.is_backfill,
            scores.snapshot_week < {{ as_of_week() }}
        ) as is_backfill,
        case
            when
                coalesce(standing.reason = 'succeeded', standing.account_id is null)
                and taken_over.account_id is not null
                then 'succession'
            when standing.account_id is null then 'first'
            else '{{ 'full_refresh' if flags.FULL_REFRESH else 'restated' }}'
        end as reason
    from compared_scores as scores
    left join standing
        on
            scores.account_id = standing.account_id
            and scores.snapshot_week = standing.snapshot_week
            and scores.scorecard_id = standing.scorecard_id
    left join taken_over
        on
            scores.account_id = taken_over.account_id
            and scores.snapshot_week = taken_over.snapshot_week
            and scores.scorecard_id = taken_over.scorecard_id
    where
        standing.account_id is null
        or standing.reason in ('withdrawn', 'succeeded')
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
        case when heirs.account_id is null then 'withdrawn' else 'succeeded' end as reason,
        standing.is_backfill
    from standing
    inner join snapshot_weeks on standing.snapshot_week = snapshot_weeks.snapshot_week
    left join compared_scores as scores
        on
            standing.account_id = scores.account_id
            and standing.snapshot_week = scores.snapshot_week
            and standing.scorecard_id = scores.scorecard_id
    left join successions on standing.account_id = successions.former_account_id
    left join revised as heirs
        on
            successions.account_id = heirs.account_id
            and standing.snapshot_week = heirs.snapshot_week
            and standing.scorecard_id = heirs.scorecard_id
            and heirs.reason = 'succession'
    where
        scores.account_id is null
        and standing.reason not in ('withdrawn', 'succeeded')
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
        reason,
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
        cast('{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S") }}' as {{ type_time() }})
            as published_at,
        '{{ invocation_id }}' as published_by_run
    from appended
)

select * from final
