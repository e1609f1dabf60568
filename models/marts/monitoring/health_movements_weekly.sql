{{ config(
    materialized='incremental',
    incremental_strategy='by_rescored_snapshot',
    on_schema_change='fail',
) }}

with account_bands as (
    select
        snapshot_week,
        scorecard_id,
        version,
        band_last_week,
        band_rank_last_week,
        band,
        band_rank,
        recurring_revenue,
        is_moved_by_rules
    from {{ ref('int_account_bands_weekly') }}
    where band_last_week is not null and {{ in_rescored_snapshots() }}
),

directed as (
    select
        *,
        case
            when band_last_week = 'new' then 'new'
            when band = 'gone' then 'gone'
            when band = band_last_week then 'stayed'
            when band_rank > band_rank_last_week then 'improved'
            when band_rank < band_rank_last_week then 'worsened'
            else 'other'
        end as direction
    from account_bands
),

counted as (
    select
        snapshot_week,
        scorecard_id,
        version,
        band_last_week as from_band,
        band as to_band,
        min(direction) as direction,
        count(*) as n_accounts,
        sum(case when is_moved_by_rules then 1 else 0 end) as n_moved_by_rules,
        {{ exact_sum('recurring_revenue') }} as recurring_revenue,
        count(recurring_revenue) as n_revenues
    from directed
    group by 1, 2, 3, 4, 5
),

final as (
    select
        snapshot_week,
        scorecard_id,
        scorecard_id = 'health' as is_leading_card,
        from_band,
        to_band,
        version,
        direction,
        cast(n_accounts as integer) as n_accounts,
        n_accounts / nullif(
            sum(cast(n_accounts as {{ type_double() }})) over (
                partition by snapshot_week, scorecard_id, from_band
            ), 0
        ) as share_of_from_band,
        cast(n_moved_by_rules as integer) as n_moved_by_rules,
        {{ round_to('recurring_revenue', 2) }} as recurring_revenue,
        cast(n_revenues as integer) as n_accounts_with_revenue
    from counted
)

select * from final
