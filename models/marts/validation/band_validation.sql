{%- set groupings = 'partition by scorecard_id, version, segment, lead_days, grouping_by' -%}
with totals as (
    select
        scorecard_id,
        version,
        segment,
        lead_days,
        grouping_by,
        group_id,
        group_label,
        group_rank,
        n_snapshots,
        n_cases,
        n_events,
        mean_score,
        churn_share,
        expected_share,
        relative_churn,
        n_before_cases,
        share_before,
        n_last_cases,
        share_last
    from {{ ref('int_validation_group_totals') }}
),

parameters as (
    select
        max(case when parameter = 'interval_z' then value end) as interval_z,
        max(case when parameter = 'verdict_z' then value end) as verdict_z,
        max(case when parameter = 'least_events' then value end) as least_events
    from {{ ref('validation_parameters') }}
),

bounded as (
    select
        totals.*,
        parameters.least_events,
        parameters.verdict_z,
        {{ wilson_bound('churn_share', 'n_cases', 'parameters.interval_z', 'lower') }}
            as churn_share_lower,
        {{ wilson_bound('share_before', 'n_before_cases', 'parameters.interval_z', 'lower') }}
            as share_before_lower,
        {{ wilson_bound('share_last', 'n_last_cases', 'parameters.interval_z', 'lower') }}
            as share_last_lower,
        {{ wilson_bound('churn_share', 'n_cases', 'parameters.interval_z', 'upper') }}
            as churn_share_upper,
        {{ wilson_bound('share_before', 'n_before_cases', 'parameters.interval_z', 'upper') }}
            as share_before_upper,
        {{ wilson_bound('share_last', 'n_last_cases', 'parameters.interval_z', 'upper') }}
            as share_last_upper
    from totals
    cross join parameters
),

-- What the group did before is the forecast of its last window.
compared as (
    select
        *,
        {{ round_score(newcombe_bound(
            'share_last', 'share_last_lower', 'share_before', 'share_before_upper', 'lower'
        )) }} as difference_lower,
        {{ round_score(newcombe_bound(
            'share_last', 'share_last_upper', 'share_before', 'share_before_lower', 'upper'
        )) }} as difference_upper,
        sum(n_events) over ({{ groupings }}) as n_all_events,
        -- As if every snapshot had lost what all of them lost together.
        relative_churn * sum(n_events) over ({{ groupings }})
        / sum(n_cases) over ({{ groupings }}) as even_share,
        row_number() over ({{ groupings }} order by group_rank) as place,
        count(*) over ({{ groupings }}) as n_groups
    from bounded
),

with_neighbours as (
    select
        *,
        lag(relative_churn) over ({{ groupings }} order by place)
            as worse_relative_churn,
        lag(even_share) over ({{ groupings }} order by place) as worse_share,
        lag(n_cases) over ({{ groupings }} order by place) as n_worse,
        max(case when place = 1 then even_share end)
            over ({{ groupings }}) as worst_share,
        max(case when place = 1 then n_cases end)
            over ({{ groupings }}) as n_worst,
        max(case when place = n_groups then even_share end)
            over ({{ groupings }}) as best_share,
        max(case when place = n_groups then n_cases end)
            over ({{ groupings }}) as n_best
    from compared
),

-- Many bands fall in order by chance: the worst and the best have to lie clearly apart.
with_order as (
    select
        *,
        max(case when relative_churn > worse_relative_churn then 1 else 0 end)
            over ({{ groupings }}) as has_rise,
        max(
            case
                when
                    {{ separation_z('even_share', 'n_cases', 'worse_share', 'n_worse') }}
                    > verdict_z
                    then 1
                else 0
            end
        ) over ({{ groupings }}) as has_clear_rise,
        coalesce(
            {{ separation_z('worst_share', 'n_worst', 'best_share', 'n_best') }} > verdict_z, false
        ) as is_clear
    from with_neighbours
),

company as (
    select is_demo
    from {{ ref('int_company') }}
),

final as (
    select
        scorecard_id,
        version,
        segment,
        segment = '*' as is_total,
        lead_days,
        grouping_by,
        group_id,
        group_label,
        cast(group_rank as integer) as group_rank,
        cast(n_snapshots as integer) as n_snapshots,
        cast(n_cases as integer) as n_cases,
        cast(n_events as integer) as n_events,
        {{ round_score('mean_score') }} as mean_score,
        {{ round_score('churn_share') }} as churn_share,
        {{ round_score('churn_share_lower') }} as churn_share_lower,
        {{ round_score('churn_share_upper') }} as churn_share_upper,
        {{ round_score('expected_share') }} as expected_share,
        relative_churn,
        {{ round_score('n_events / nullif(n_all_events, 0)') }} as share_of_events,
        case
            when n_all_events < least_events then 'too_few_events'
            when n_groups = 1 then 'one_group'
            when has_clear_rise = 1 then 'not_ordered'
            when has_rise = 1 or not is_clear then 'not_shown'
            else 'ordered'
        end as order_verdict,
        cast(coalesce(n_before_cases, 0) as integer) as n_before_cases,
        {{ round_score('share_before') }} as share_before,
        cast(coalesce(n_last_cases, 0) as integer) as n_last_cases,
        {{ round_score('share_last') }} as share_last,
        {{ round_score('share_last_lower') }} as share_last_lower,
        {{ round_score('share_last_upper') }} as share_last_upper,
        case
            when difference_lower > 0 then 'more_left'
            when difference_upper < 0 then 'fewer_left'
            when difference_lower is not null then 'as_before'
        end as calibration_verdict,
        (select company.is_demo from company) as is_demo
    from with_order
)

select * from final
