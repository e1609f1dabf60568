{{ config(post_hook={'sql': '{{ continue_histories() }}', 'transaction': false}) }}

-- Whose id changed goes on with the weeks that stay closed, before any model adds to them:
-- depends_on: {{ ref('int_crm_keys') }}
with snapshot_weeks as (
    select snapshot_week
    from {{ ref('int_snapshot_weeks') }}
),

closed as (
    select distinct closed_versions.snapshot_week
    from ({{ closed_versions_weekly() }}) as closed_versions
),

left_open as (
    select left_open_snapshots.snapshot_week
    from ({{ left_open_snapshots() }}) as left_open_snapshots
),

closed_snapshots as (
    select
        snapshot_weeks.snapshot_week,
        row_number() over (order by snapshot_weeks.snapshot_week desc) as recency
    from snapshot_weeks
    inner join closed on snapshot_weeks.snapshot_week = closed.snapshot_week
),

parameters_before as (
    {{ stored_signal_parameters() }}
),

segments as (
    select distinct segment
    from parameters_before
),

parameters_now as (
    {{ resolved_signal_parameters() }}
),

-- Signals of closed weeks keep their windows and cut-offs until these have others from there on.
changed_parameters as (
    select {{ greatest_of([
        'parameters_now.effective_from', 'parameters_before.effective_from'
    ]) }} as changed_from
    from parameters_now
    inner join parameters_before
        on
            parameters_now.segment = parameters_before.segment
            and parameters_now.signal_id = parameters_before.signal_id
            and parameters_now.parameter = parameters_before.parameter
            and parameters_now.effective_from < parameters_before.effective_to
            and parameters_now.effective_to > parameters_before.effective_from
    where parameters_now.value <> parameters_before.value
),

-- Signals look back, so what is computed again reaches from the first open snapshot to the newest.
reasons as (
    select snapshot_weeks.snapshot_week as open_from
    from snapshot_weeks
    left join closed on snapshot_weeks.snapshot_week = closed.snapshot_week
    where closed.snapshot_week is null

    union all

    select snapshot_week as open_from
    from closed_snapshots
    where recency <= {{ restatement_weeks() }}

    union all

    select snapshot_week as open_from
    from left_open

    union all

    select changed_from as open_from
    from changed_parameters

    union all

    select {{ restate_from() }} as open_from
),

bounds as (
    select min(open_from) as open_from
    from reasons
),

final as (
    select
        snapshot_weeks.snapshot_week,
        '{{ invocation_id }}' as run_id
    from snapshot_weeks
    inner join bounds on snapshot_weeks.snapshot_week >= bounds.open_from
)

select * from final
