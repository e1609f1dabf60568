{{ config(materialized='view') }}

with groups_by_snapshot as (
    select
        scorecard_id,
        version,
        segment,
        lead_days,
        grouping_by,
        group_id,
        n_cases,
        n_events,
        total_score,
        n_expected,
        is_last
    from {{ ref('int_validation_groups') }}
),

bands as (
    select
        scorecard_id,
        version,
        band_id,
        label,
        rank
    from {{ ref('int_bands') }}
    where not is_status
),

totals as (
    select
        scorecard_id,
        version,
        segment,
        lead_days,
        grouping_by,
        group_id,
        count(*) as n_snapshots,
        sum(n_cases) as n_cases,
        sum(n_events) as n_events,
        {{ exact_sum('total_score') }} / sum(n_cases) as mean_score,
        {{ exact_sum('n_expected') }} as n_expected,
        sum(case when not is_last then n_cases end) as n_before_cases,
        sum(case when not is_last then n_events end) as n_before_events,
        sum(case when is_last then n_cases end) as n_last_cases,
        sum(case when is_last then n_events end) as n_last_events
    from groups_by_snapshot
    group by 1, 2, 3, 4, 5, 6
),

final as (
    select
        totals.*,
        case when totals.grouping_by = 'band' then bands.label else 'Bin ' || totals.group_id end
            as group_label,
        case
            when totals.grouping_by = 'band' then bands.rank else cast(totals.group_id as integer)
        end as group_rank,
        totals.n_events / totals.n_cases as churn_share,
        totals.n_expected / totals.n_cases as expected_share,
        {{ round_score('totals.n_events / nullif(totals.n_expected, 0)') }} as relative_churn,
        totals.n_before_events / totals.n_before_cases as share_before,
        totals.n_last_events / totals.n_last_cases as share_last
    from totals
    left join bands
        on
            totals.grouping_by = 'band'
            and totals.scorecard_id = bands.scorecard_id
            and totals.version = bands.version
            and totals.group_id = bands.band_id
)

select * from final
