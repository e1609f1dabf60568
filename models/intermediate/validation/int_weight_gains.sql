{{ config(materialized='view') }}

with reweighted as (
    select
        account_id,
        scorecard_id,
        version,
        segment,
        snapshot_week,
        is_churned,
        score,
        suggested_score
    from {{ ref('int_reweighted_scores') }}
),

-- Each account's place among those of the other outcome, by either score.
placed as (
    select
        scorecard_id,
        version,
        segment,
        snapshot_week,
        is_churned,
        {{ placement('score', 'is_churned', 'scorecard_id, version, segment, snapshot_week') }}
            as placement,
        {{ placement(
            'suggested_score', 'is_churned', 'scorecard_id, version, segment, snapshot_week'
        ) }} as suggested_placement
    from reweighted
),

-- Both scores speak of the same accounts, so their difference errs less than each of them
-- (DeLong, DeLong and Clarke-Pearson 1988).
by_outcome as (
    select
        scorecard_id,
        version,
        segment,
        snapshot_week,
        is_churned,
        cast(count(*) as {{ type_double() }}) as n,
        avg(placement) as auc,
        avg(suggested_placement) as suggested_auc,
        var_samp(suggested_placement - placement) / count(*) as error_squared
    from placed
    group by 1, 2, 3, 4, 5
),

-- One account of an outcome says nothing about the error.
by_snapshot as (
    select
        scorecard_id,
        version,
        segment,
        snapshot_week,
        sum(n) as n,
        max(case when is_churned then n end) as n_events,
        max(case when is_churned then n end) * max(case when not is_churned then n end) as n_pairs,
        max(case when is_churned then auc end) as auc,
        max(case when is_churned then suggested_auc end) as suggested_auc,
        sum(error_squared) as error_squared
    from by_outcome
    group by 1, 2, 3, 4
    having count(error_squared) > 1
),

final as (
    select
        scorecard_id,
        version,
        segment,
        min(snapshot_week) as judged_from_week,
        count(*) as n_snapshots,
        sum(n) as n_cases,
        sum(n_events) as n_events,
        {{ exact_sum('n_pairs * auc') }} / sum(n_pairs) as auc,
        {{ exact_sum('n_pairs * suggested_auc') }} / sum(n_pairs) as suggested_auc,
        {{ exact_sum('n_pairs * (suggested_auc - auc)') }} / sum(n_pairs) as gain,
        sqrt({{ exact_sum('n_pairs * n_pairs * error_squared') }}) / sum(n_pairs) as gain_error
    from by_snapshot
    group by 1, 2, 3
)

select * from final
