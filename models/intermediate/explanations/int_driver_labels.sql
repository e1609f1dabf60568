-- Of cards whose drivers a mart shows: the others have most of what no rubric scored.
with score_drivers as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        driver_down_1_id,
        driver_down_1_label,
        driver_down_2_id,
        driver_down_2_label,
        driver_down_3_id,
        driver_down_3_label,
        driver_up_1_id,
        driver_up_1_label,
        driver_up_2_id,
        driver_up_2_label,
        driver_up_3_id,
        driver_up_3_label
    from {{ ref('int_score_drivers') }}
    where
        {{ in_rescored_snapshots() }}
        and scorecard_id in ('health', 'health_onboarding', 'case_study')
),

drivers as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        'down_1' as driver,
        driver_down_1_id as signal_id,
        driver_down_1_label as label
    from score_drivers
    where driver_down_1_id is not null
    union all
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        'down_2' as driver,
        driver_down_2_id as signal_id,
        driver_down_2_label as label
    from score_drivers
    where driver_down_2_id is not null
    union all
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        'down_3' as driver,
        driver_down_3_id as signal_id,
        driver_down_3_label as label
    from score_drivers
    where driver_down_3_id is not null
    union all
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        'up_1' as driver,
        driver_up_1_id as signal_id,
        driver_up_1_label as label
    from score_drivers
    where driver_up_1_id is not null
    union all
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        'up_2' as driver,
        driver_up_2_id as signal_id,
        driver_up_2_label as label
    from score_drivers
    where driver_up_2_id is not null
    union all
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        'up_3' as driver,
        driver_up_3_id as signal_id,
        driver_up_3_label as label
    from score_drivers
    where driver_up_3_id is not null
),

-- What a rubric scored has its word.
cells as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        signal_id,
        value
    from {{ ref('int_signal_scores') }}
    where
        {{ in_rescored_snapshots() }}
        and is_in_force
        and scorecard_id in ('health', 'health_onboarding', 'case_study')
        and status in ('scored', 'carried_forward')
        and label is null
        and value is not null
),

units as (
    select
        signal_id,
        unit
    from {{ ref('signals') }}
),

company as (
    select currency
    from {{ ref('int_company') }}
),

labelled as (
    select
        drivers.account_id,
        drivers.snapshot_week,
        drivers.scorecard_id,
        drivers.version,
        drivers.driver,
        coalesce(drivers.label, {{ value_text('cells.value', 'units.unit', 'company.currency') }})
            as label
    from drivers
    cross join company
    left join cells
        on
            drivers.account_id = cells.account_id
            and drivers.snapshot_week = cells.snapshot_week
            and drivers.scorecard_id = cells.scorecard_id
            and drivers.signal_id = cells.signal_id
    left join units on drivers.signal_id = units.signal_id
),

final as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        max(case when driver = 'down_1' then label end) as driver_down_1_label,
        max(case when driver = 'down_2' then label end) as driver_down_2_label,
        max(case when driver = 'down_3' then label end) as driver_down_3_label,
        max(case when driver = 'up_1' then label end) as driver_up_1_label,
        max(case when driver = 'up_2' then label end) as driver_up_2_label,
        max(case when driver = 'up_3' then label end) as driver_up_3_label
    from labelled
    group by 1, 2, 3, 4
)

select * from final
