-- Each health row names the signals that truly cost and earn most, and its sentence speaks of them.
with health_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        score_calculated,
        driver_down_1_id,
        driver_down_2_id,
        driver_down_3_id,
        driver_up_1_id,
        driver_up_2_id,
        driver_up_3_id,
        sentence
    from {{ ref('health_scores') }}
),

cells as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        signal_id,
        {{ round_score('contribution') }} as points_earned,
        {{ round_score('points_lost') }} as points_lost
    from {{ ref('fct_signal_scores') }}
    where is_in_force and applied_weight is not null
),

names as (
    select
        signal_id,
        case
            when definition like '%:%' then trim(split_part(definition, ':', 1))
            else replace(signal_id, '_', ' ')
        end as signal_name
    from {{ ref('signals') }}
),

named as (
    select
        health_scores.account_id,
        health_scores.snapshot_week,
        health_scores.sentence,
        health_scores.driver_down_1_id,
        health_scores.driver_up_1_id,
        cells.signal_id,
        names.signal_name,
        cells.points_earned,
        cells.points_lost,
        coalesce(cells.signal_id = health_scores.driver_down_1_id, false)
        or coalesce(cells.signal_id = health_scores.driver_down_2_id, false)
        or coalesce(cells.signal_id = health_scores.driver_down_3_id, false) as is_down,
        coalesce(cells.signal_id = health_scores.driver_up_1_id, false)
        or coalesce(cells.signal_id = health_scores.driver_up_2_id, false)
        or coalesce(cells.signal_id = health_scores.driver_up_3_id, false) as is_up
    from health_scores
    inner join cells
        on
            health_scores.account_id = cells.account_id
            and health_scores.snapshot_week = cells.snapshot_week
            and health_scores.scorecard_id = cells.scorecard_id
            and health_scores.version = cells.version
    inner join names on cells.signal_id = names.signal_id
),

marked as (
    select
        *,
        points_lost > 0 as is_loss,
        points_earned > points_lost and not is_down as is_gain
    from named
),

checked as (
    select
        account_id,
        snapshot_week,
        sentence,
        sum(case when is_down and is_up then 1 else 0 end) as n_both,
        sum(case when is_down then 1 else 0 end) as n_down,
        least(3, sum(case when is_loss then 1 else 0 end)) as n_down_due,
        min(case when is_down then points_lost end) as least_down,
        max(case when not is_down then points_lost end) as greatest_other_loss,
        max(points_lost) as greatest_loss,
        max(case when signal_id = driver_down_1_id then points_lost end) as first_loss,
        max(case when signal_id = driver_down_1_id then signal_name end) as first_loss_name,
        sum(case when is_up then 1 else 0 end) as n_up,
        least(3, sum(case when is_gain then 1 else 0 end)) as n_up_due,
        min(case when is_up then points_earned end) as least_up,
        max(case when is_gain and not is_up then points_earned end) as greatest_other_gain,
        max(case when is_gain then points_earned end) as greatest_gain,
        max(case when signal_id = driver_up_1_id then points_earned end) as first_gain,
        max(case when signal_id = driver_up_1_id then signal_name end) as first_gain_name
    from marked
    group by 1, 2, 3
),

findings as (
    select
        account_id,
        snapshot_week,
        case
            when n_both > 0 then 'a signal stands among the drivers down and up'
            when n_down <> n_down_due or n_up <> n_up_due
                then 'it names too few or too many drivers'
            when least_down < greatest_other_loss or first_loss < greatest_loss
                then 'a signal that costs more is not among the drivers down'
            when least_up < greatest_other_gain or first_gain < greatest_gain
                then 'a signal that earns more is not among the drivers up'
            when sentence not like '%' || first_loss_name || '%'
                then 'the sentence does not name ' || first_loss_name
            when sentence not like '%' || first_gain_name || '%'
                then 'the sentence does not name ' || first_gain_name
        end as finding
    from checked
)

select
    'health_scores (' || account_id || ', ' || cast(snapshot_week as text) || '): ' || finding
    || '. Compare with fct_signal_scores; the drivers are chosen in int_score_drivers.' as problem
from findings
where finding is not null
union all
select
    'health_scores (' || account_id || ', ' || cast(snapshot_week as text)
    || '): the row has a score but its cells are missing. Rebuild fct_signal_scores.' as problem
from health_scores
where
    score_calculated is not null
    and not exists (
        select 1
        from checked
        where
            checked.account_id = health_scores.account_id
            and checked.snapshot_week = health_scores.snapshot_week
    )
