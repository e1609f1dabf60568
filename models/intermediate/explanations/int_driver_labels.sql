{%- set drivers = ['down_1', 'down_2', 'down_3', 'up_1', 'up_2', 'up_3'] -%}

-- Of cards whose drivers a mart shows: the others have most of what no rubric scored.
with drivers as (
    {% for driver in drivers %}
        select
            account_id,
            snapshot_week,
            scorecard_id,
            version,
            '{{ driver }}' as driver,
            driver_{{ driver }}_id as signal_id,
            driver_{{ driver }}_label as label
        from {{ ref('int_score_drivers') }}
        where
            {{ in_rescored_snapshots() }}
            and scorecard_id in ('health', 'health_onboarding', 'case_study')
            and driver_{{ driver }}_id is not null
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
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
        {%- for driver in drivers %}
            max(case when driver = '{{ driver }}' then label end)
                as driver_{{ driver }}_label{% if not loop.last %},{% endif %}
        {%- endfor %}
    from labelled
    group by 1, 2, 3, 4
)

select * from final
