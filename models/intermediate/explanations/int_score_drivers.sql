with cells as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        signal_id,
        missing_policy,
        label,
        status,
        score,
        declared_weight,
        applied_weight,
        contribution,
        points_lost
    from {{ ref('int_signal_scores') }}
    where
        {{ in_rescored_snapshots() }}
        and is_in_force
),

account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        -- A short key: sorting by three columns of text costs three times as much.
        row_number() over (
            order by account_id, snapshot_week, scorecard_id
        ) as row_key,
        -- What one signal of a sum card can bring at most: all of them share the scale alike.
        scale_max / nullif(n_signals, 0) as signal_scale
    from {{ ref('int_banded_scores') }}
    where
        {{ in_rescored_snapshots() }}
        and is_in_force
),

-- Places in the order of the ids: numbers are sorted and joined faster than text.
names as (
    select
        signal_id,
        {{ signal_name('signal_id', 'definition') }} as signal_name,
        row_number() over (order by signal_id) as signal_number
    from {{ ref('signals') }}
),

numbered_cells as (
    select
        account_scores.row_key,
        names.signal_number,
        cells.label,
        cells.score,
        {{ round_score('cells.contribution') }} as points_earned,
        {{ round_score(
            'coalesce('
            'cells.points_lost, '
            'cells.applied_weight * account_scores.signal_scale - cells.contribution)'
        ) }} as points_lost,
        case
            when cells.status in ('excluded_missing', 'defaulted')
                then cells.declared_weight
        end as missing_weight,
        cells.status = 'excluded_missing' and cells.missing_policy = 'withhold' as is_withholding
    from cells
    inner join names on cells.signal_id = names.signal_id
    inner join account_scores
        on
            cells.account_id = account_scores.account_id
            and cells.snapshot_week = account_scores.snapshot_week
            and cells.scorecard_id = account_scores.scorecard_id
),

-- On a card of few signals one may earn most and still cost most.
sides as (
    select
        row_key,
        'down' as side,
        signal_number,
        points_lost as points,
        is_withholding
    from numbered_cells
    where points_lost > 0
    union all
    select
        row_key,
        'up' as side,
        signal_number,
        points_earned as points,
        is_withholding
    from numbered_cells
    where points_earned > 0
    union all
    select
        row_key,
        'missing' as side,
        signal_number,
        missing_weight as points,
        is_withholding
    from numbered_cells
    where missing_weight is not null
),

-- A missing signal that forbids the score comes before those that weigh more.
ranked as (
    select
        *,
        row_number() over (
            partition by row_key, side
            order by is_withholding desc, points desc, signal_number asc
        ) as place
    from sides
),

named as (
    select
        ranked.row_key,
        ranked.side,
        ranked.place,
        ranked.points,
        ranked.is_withholding,
        names.signal_id,
        names.signal_name,
        replace(numbered_cells.label, '_', ' ') as label,
        numbered_cells.score
    from ranked
    inner join numbered_cells
        on
            ranked.row_key = numbered_cells.row_key
            and ranked.signal_number = numbered_cells.signal_number
    inner join names on ranked.signal_number = names.signal_number
    where ranked.place <= 3
),

n_missing as (
    select
        row_key,
        count(*) as n_missing
    from numbered_cells
    where missing_weight is not null
    group by 1
),

placed as (
    select
        row_key,
        max(case when side = 'down' and place = 1 then signal_id end) as driver_down_1_id,
        max(case when side = 'down' and place = 1 then signal_name end) as driver_down_1_name,
        max(case when side = 'down' and place = 1 then label end) as driver_down_1_label,
        max(case when side = 'down' and place = 1 then points end) as driver_down_1_points,
        max(case when side = 'down' and place = 1 then score end) as driver_down_1_score,
        max(case when side = 'up' and place = 1 then signal_id end) as driver_up_1_id,
        max(case when side = 'up' and place = 1 then signal_name end) as driver_up_1_name,
        max(case when side = 'up' and place = 1 then label end) as driver_up_1_label,
        max(case when side = 'up' and place = 1 then points end) as driver_up_1_points,
        max(case when side = 'up' and place = 1 then score end) as driver_up_1_score,
        max(case when side = 'missing' and place = 1 then signal_name end) as missing_1_name,
        max(case when side = 'down' and place = 2 then signal_id end) as driver_down_2_id,
        max(case when side = 'down' and place = 2 then signal_name end) as driver_down_2_name,
        max(case when side = 'down' and place = 2 then label end) as driver_down_2_label,
        max(case when side = 'down' and place = 2 then points end) as driver_down_2_points,
        max(case when side = 'down' and place = 2 then score end) as driver_down_2_score,
        max(case when side = 'up' and place = 2 then signal_id end) as driver_up_2_id,
        max(case when side = 'up' and place = 2 then signal_name end) as driver_up_2_name,
        max(case when side = 'up' and place = 2 then label end) as driver_up_2_label,
        max(case when side = 'up' and place = 2 then points end) as driver_up_2_points,
        max(case when side = 'up' and place = 2 then score end) as driver_up_2_score,
        max(case when side = 'missing' and place = 2 then signal_name end) as missing_2_name,
        max(case when side = 'down' and place = 3 then signal_id end) as driver_down_3_id,
        max(case when side = 'down' and place = 3 then signal_name end) as driver_down_3_name,
        max(case when side = 'down' and place = 3 then label end) as driver_down_3_label,
        max(case when side = 'down' and place = 3 then points end) as driver_down_3_points,
        max(case when side = 'down' and place = 3 then score end) as driver_down_3_score,
        max(case when side = 'up' and place = 3 then signal_id end) as driver_up_3_id,
        max(case when side = 'up' and place = 3 then signal_name end) as driver_up_3_name,
        max(case when side = 'up' and place = 3 then label end) as driver_up_3_label,
        max(case when side = 'up' and place = 3 then points end) as driver_up_3_points,
        max(case when side = 'up' and place = 3 then score end) as driver_up_3_score,
        max(case when side = 'missing' and place = 3 then signal_name end) as missing_3_name,
        max(case when is_withholding and place = 1 then signal_name end) as withholding_name
    from named
    group by 1
),

final as (
    select
        account_scores.account_id,
        account_scores.snapshot_week,
        account_scores.scorecard_id,
        account_scores.version,
        placed.driver_down_1_id,
        placed.driver_down_1_name,
        placed.driver_down_1_label,
        placed.driver_down_1_points,
        placed.driver_down_1_score,
        placed.driver_up_1_id,
        placed.driver_up_1_name,
        placed.driver_up_1_label,
        placed.driver_up_1_points,
        placed.driver_up_1_score,
        placed.driver_down_2_id,
        placed.driver_down_2_name,
        placed.driver_down_2_label,
        placed.driver_down_2_points,
        placed.driver_down_2_score,
        placed.driver_up_2_id,
        placed.driver_up_2_name,
        placed.driver_up_2_label,
        placed.driver_up_2_points,
        placed.driver_up_2_score,
        placed.driver_down_3_id,
        placed.driver_down_3_name,
        placed.driver_down_3_label,
        placed.driver_down_3_points,
        placed.driver_down_3_score,
        placed.driver_up_3_id,
        placed.driver_up_3_name,
        placed.driver_up_3_label,
        placed.driver_up_3_points,
        placed.driver_up_3_score,
        placed.missing_1_name,
        placed.missing_2_name,
        placed.missing_3_name,
        placed.withholding_name,
        coalesce(n_missing.n_missing, 0) as n_missing
    from account_scores
    left join placed on account_scores.row_key = placed.row_key
    left join n_missing on account_scores.row_key = n_missing.row_key
)

select * from final
