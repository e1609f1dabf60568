{{ config(materialized='view') }}

with places as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        segment,
        score,
        band,
        mid_rank
    from {{ ref('int_validation_places') }}
    where predictor = 'card'
),

outcomes as (
    select
        account_id,
        snapshot_week,
        lead_days,
        case when is_churned then 1 else 0 end as n_events
    from {{ ref('int_account_outcomes_weekly') }}
    where is_validated and is_combined and is_churned is not null
),

parameters as (
    select max(value) as n_bins
    from {{ ref('validation_parameters') }}
    where parameter = 'calibration_bins'
),

-- Bins of equal size hold the lowest scores first; bands are what people see.
in_groups as (
    select
        places.account_id,
        places.snapshot_week,
        places.scorecard_id,
        places.version,
        places.segment,
        'band' as grouping_by,
        places.band as group_id,
        places.score
    from places
    where places.band is not null
    union all
    select
        places.account_id,
        places.snapshot_week,
        places.scorecard_id,
        places.version,
        places.segment,
        'bin' as grouping_by,
        cast(cast(
            {{ least_of([
                'parameters.n_bins', '1 + floor(places.mid_rank * parameters.n_bins)'
            ]) }} as integer
        ) as {{ type_text() }}) as group_id,
        places.score
    from places
    cross join parameters
),

followed as (
    select
        in_groups.scorecard_id,
        in_groups.version,
        in_groups.segment,
        outcomes.lead_days,
        in_groups.snapshot_week,
        in_groups.grouping_by,
        in_groups.group_id,
        cast(count(*) as {{ type_double() }}) as n_cases,
        cast(sum(outcomes.n_events) as {{ type_double() }}) as n_events,
        {{ exact_sum('in_groups.score') }} as total_score
    from in_groups
    inner join outcomes
        on
            in_groups.account_id = outcomes.account_id
            and in_groups.snapshot_week = outcomes.snapshot_week
    group by 1, 2, 3, 4, 5, 6, 7
),

-- Expected are the events of the group, had it left as its whole snapshot did.
final as (
    select
        *,
        n_cases
        * sum(n_events) over (
            partition by scorecard_id, version, segment, lead_days, grouping_by, snapshot_week
        ) / sum(n_cases) over (
            partition by scorecard_id, version, segment, lead_days, grouping_by, snapshot_week
        ) as n_expected,
        snapshot_week = max(snapshot_week) over (
            partition by scorecard_id, version, segment, lead_days
        ) as is_last
    from followed
)

select * from final
