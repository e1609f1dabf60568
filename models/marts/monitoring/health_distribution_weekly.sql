{{ config(
    materialized='incremental',
    incremental_strategy='by_rescored_snapshot',
    on_schema_change='fail',
) }}

with account_bands as (
    select
        snapshot_week,
        scorecard_id,
        segment,
        band,
        score,
        recurring_revenue
    from {{ ref('int_account_bands_weekly') }}
    where is_counted and {{ in_rescored_snapshots(weeks_before=1) }}
),

bands_weekly as (
    select
        snapshot_week,
        scorecard_id,
        version,
        has_week_before,
        band,
        is_status,
        label,
        colour,
        rank
    from {{ ref('int_bands_weekly') }}
),

-- Last week's accounts stand beside this week's, so that what has become empty is seen once more.
side_by_side as (
    select
        snapshot_week,
        scorecard_id,
        segment,
        band,
        1 as n_now,
        0 as n_last,
        score,
        recurring_revenue
    from account_bands
    union all
    select
        {{ weeks_after('snapshot_week', 1) }} as snapshot_week,
        scorecard_id,
        segment,
        band,
        0 as n_now,
        1 as n_last,
        null as score,
        null as recurring_revenue
    from account_bands
    union all
    select
        snapshot_week,
        scorecard_id,
        '*' as segment,
        band,
        1 as n_now,
        0 as n_last,
        score,
        recurring_revenue
    from account_bands
    union all
    select
        {{ weeks_after('snapshot_week', 1) }} as snapshot_week,
        scorecard_id,
        '*' as segment,
        band,
        0 as n_now,
        1 as n_last,
        null as score,
        null as recurring_revenue
    from account_bands
),

counted as (
    select
        snapshot_week,
        scorecard_id,
        segment,
        band,
        sum(n_now) as n_accounts,
        sum(n_last) as n_last,
        count(recurring_revenue) as n_revenues,
        {{ exact_sum('score') }} / nullif(count(score), 0) as mean_score,
        {{ exact_sum('recurring_revenue') }} as recurring_revenue
    from side_by_side
    group by 1, 2, 3, 4
),

segments as (
    select
        snapshot_week,
        scorecard_id,
        segment,
        cast(sum(n_accounts) as {{ type_double() }}) as n_all,
        cast(sum(n_last) as {{ type_double() }}) as n_all_last
    from counted
    group by 1, 2, 3
),

-- Every band that the rules know has a row, also when nobody is in it. Before the card's first
-- snapshot there is nothing to compare with.
expected as (
    select
        bands_weekly.*,
        segments.segment,
        segments.n_all,
        segments.n_all_last,
        coalesce(counted.n_accounts, 0) as n_accounts,
        cast(
            case when not bands_weekly.is_status then coalesce(counted.n_accounts, 0) end
            as {{ type_double() }}
        ) as n_banded,
        case when bands_weekly.has_week_before then coalesce(counted.n_last, 0) end as n_last,
        coalesce(counted.n_revenues, 0) as n_revenues,
        counted.mean_score,
        counted.recurring_revenue
    from segments
    inner join bands_weekly
        on
            segments.snapshot_week = bands_weekly.snapshot_week
            and segments.scorecard_id = bands_weekly.scorecard_id
    left join counted
        on
            segments.snapshot_week = counted.snapshot_week
            and segments.scorecard_id = counted.scorecard_id
            and segments.segment = counted.segment
            and bands_weekly.band = counted.band
    where {{ in_rescored_snapshots('segments.snapshot_week') }}
),

final as (
    select
        snapshot_week,
        scorecard_id,
        version,
        segment,
        segment = '*' as is_total,
        scorecard_id = 'health' as is_leading_card,
        band,
        label as band_label,
        colour as band_colour,
        cast(rank as integer) as band_rank,
        cast(n_accounts as integer) as n_accounts,
        n_accounts / nullif(n_all, 0) as share,
        n_banded / nullif(
            sum(n_banded) over (partition by snapshot_week, scorecard_id, segment), 0
        ) as share_of_banded,
        {{ round_to('mean_score', 2) }} as mean_score,
        {{ round_to('recurring_revenue', 2) }} as recurring_revenue,
        cast(n_revenues as integer) as n_accounts_with_revenue,
        cast(n_last as integer) as n_accounts_last_week,
        cast(n_accounts - n_last as integer) as change_n_accounts,
        n_accounts / nullif(n_all, 0) - n_last / nullif(n_all_last, 0) as change_share
    from expected
)

select * from final
