{{ config(materialized='view') }}

with watched_cards as (
    select distinct scorecard_id
    from {{ ref('alert_rules') }}
    where scorecard_id is not null
),

account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        is_in_force,
        segment,
        score,
        band,
        band_rank,
        is_overridden
    from {{ ref('int_banded_scores') }}
),

band_statuses as (
    select band_id
    from {{ ref('band_statuses') }}
),

segments_with_bands as (
    select distinct
        scorecard_id,
        version,
        segment
    from {{ ref('bands') }}
),

-- A status such as insufficient_data is no band. A segment with bands of its own uses only those.
scores as (
    select
        account_scores.account_id,
        account_scores.snapshot_week,
        account_scores.scorecard_id,
        account_scores.version,
        account_scores.is_in_force,
        coalesce(segments_with_bands.segment, '*') as band_segment,
        account_scores.score,
        account_scores.is_overridden,
        case when band_statuses.band_id is null then account_scores.band end as band,
        case when band_statuses.band_id is null then account_scores.band_rank end as band_rank
    from account_scores
    inner join watched_cards on account_scores.scorecard_id = watched_cards.scorecard_id
    left join band_statuses on account_scores.band = band_statuses.band_id
    left join segments_with_bands
        on
            account_scores.scorecard_id = segments_with_bands.scorecard_id
            and account_scores.version = segments_with_bands.version
            and account_scores.segment = segments_with_bands.segment
),

published as (
    select *
    from scores
    where is_in_force
),

-- Both versions score the week before the newer one starts: their difference is the rules alone.
rule_changes as (
    select
        started.account_id,
        started.snapshot_week,
        started.scorecard_id,
        rehearsed.score - ended.score as points,
        rehearsed.band_rank
    from published as started
    inner join scores as rehearsed
        on
            started.account_id = rehearsed.account_id
            and started.scorecard_id = rehearsed.scorecard_id
            and started.version = rehearsed.version
            and started.snapshot_week = {{ weeks_after('rehearsed.snapshot_week', 1) }}
            and not rehearsed.is_in_force
    inner join published as ended
        on
            rehearsed.account_id = ended.account_id
            and rehearsed.scorecard_id = ended.scorecard_id
            and rehearsed.snapshot_week = ended.snapshot_week
),

parameter_changes as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        parameter_points
    from {{ ref('int_score_changes_weekly') }}
    where parameter_points <> 0
),

with_past as (
    select
        published.*,
        rule_changes.band_rank as rank_by_these_rules,
        sum(
            coalesce(rule_changes.points, 0) + coalesce(parameter_changes.parameter_points, 0)
        ) over (
            partition by published.account_id, published.scorecard_id
            order by published.snapshot_week
            rows between unbounded preceding and current row
        ) as points_by_rules,
        count(rule_changes.points) over (
            partition by published.account_id, published.scorecard_id
            order by published.snapshot_week
            rows between unbounded preceding and current row
        ) as n_rule_changes,
        max(case when published.band is not null then published.snapshot_week end) over (
            partition by published.account_id, published.scorecard_id
            order by published.snapshot_week
            rows between unbounded preceding and 1 preceding
        ) as last_banded_week
    from published
    left join rule_changes
        on
            published.account_id = rule_changes.account_id
            and published.scorecard_id = rule_changes.scorecard_id
            and published.snapshot_week = rule_changes.snapshot_week
    left join parameter_changes
        on
            published.account_id = parameter_changes.account_id
            and published.scorecard_id = parameter_changes.scorecard_id
            and published.snapshot_week = parameter_changes.snapshot_week
),

final as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        band_segment,
        score,
        band,
        band_rank,
        is_overridden,
        {{ round_score('score - points_by_rules') }} as level,
        n_rule_changes,
        last_banded_week,
        rank_by_these_rules
    from with_past
)

select * from final
