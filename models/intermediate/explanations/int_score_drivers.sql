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
        label,
        score,
        points_lost as points,
        is_withholding
    from numbered_cells
    where points_lost > 0
    union all
    select
        row_key,
        'up' as side,
        signal_number,
        label,
        score,
        points_earned as points,
        is_withholding
    from numbered_cells
    where points_earned > 0
    union all
    select
        row_key,
        'missing' as side,
        signal_number,
        label,
        score,
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

n_missing as (
    select
        row_key,
        count(*) as n_missing
    from numbered_cells
    where missing_weight is not null
    group by 1
),

-- Numbers here and names afterwards: two dozen columns of text cost more than all the rest.
placed as (
    select
        row_key,
        max(case when side = 'down' and place = 1 then signal_number end) as driver_down_1_number,
        max(case when side = 'down' and place = 1 then label end) as driver_down_1_label,
        max(case when side = 'down' and place = 1 then points end) as driver_down_1_points,
        max(case when side = 'down' and place = 1 then score end) as driver_down_1_score,
        max(case when side = 'up' and place = 1 then signal_number end) as driver_up_1_number,
        max(case when side = 'up' and place = 1 then label end) as driver_up_1_label,
        max(case when side = 'up' and place = 1 then points end) as driver_up_1_points,
        max(case when side = 'up' and place = 1 then score end) as driver_up_1_score,
        max(case when side = 'missing' and place = 1 then signal_number end)
            as missing_1_number,
        max(case when side = 'down' and place = 2 then signal_number end) as driver_down_2_number,
        max(case when side = 'down' and place = 2 then label end) as driver_down_2_label,
        max(case when side = 'down' and place = 2 then points end) as driver_down_2_points,
        max(case when side = 'down' and place = 2 then score end) as driver_down_2_score,
        max(case when side = 'up' and place = 2 then signal_number end) as driver_up_2_number,
        max(case when side = 'up' and place = 2 then label end) as driver_up_2_label,
        max(case when side = 'up' and place = 2 then points end) as driver_up_2_points,
        max(case when side = 'up' and place = 2 then score end) as driver_up_2_score,
        max(case when side = 'missing' and place = 2 then signal_number end)
            as missing_2_number,
        max(case when side = 'down' and place = 3 then signal_number end) as driver_down_3_number,
        max(case when side = 'down' and place = 3 then label end) as driver_down_3_label,
        max(case when side = 'down' and place = 3 then points end) as driver_down_3_points,
        max(case when side = 'down' and place = 3 then score end) as driver_down_3_score,
        max(case when side = 'up' and place = 3 then signal_number end) as driver_up_3_number,
        max(case when side = 'up' and place = 3 then label end) as driver_up_3_label,
        max(case when side = 'up' and place = 3 then points end) as driver_up_3_points,
        max(case when side = 'up' and place = 3 then score end) as driver_up_3_score,
        max(case when side = 'missing' and place = 3 then signal_number end)
            as missing_3_number,
        max(case when is_withholding and place = 1 then signal_number end) as withholding_number
    from ranked
    where place <= 3
    group by 1
),

final as (
    select
        account_scores.account_id,
        account_scores.snapshot_week,
        account_scores.scorecard_id,
        account_scores.version,
        down_1.signal_id as driver_down_1_id,
        down_1.signal_name as driver_down_1_name,
        replace(placed.driver_down_1_label, '_', ' ') as driver_down_1_label,
        placed.driver_down_1_points,
        placed.driver_down_1_score,
        up_1.signal_id as driver_up_1_id,
        up_1.signal_name as driver_up_1_name,
        replace(placed.driver_up_1_label, '_', ' ') as driver_up_1_label,
        placed.driver_up_1_points,
        placed.driver_up_1_score,
        down_2.signal_id as driver_down_2_id,
        down_2.signal_name as driver_down_2_name,
        replace(placed.driver_down_2_label, '_', ' ') as driver_down_2_label,
        placed.driver_down_2_points,
        placed.driver_down_2_score,
        up_2.signal_id as driver_up_2_id,
        up_2.signal_name as driver_up_2_name,
        replace(placed.driver_up_2_label, '_', ' ') as driver_up_2_label,
        placed.driver_up_2_points,
        placed.driver_up_2_score,
        down_3.signal_id as driver_down_3_id,
        down_3.signal_name as driver_down_3_name,
        replace(placed.driver_down_3_label, '_', ' ') as driver_down_3_label,
        placed.driver_down_3_points,
        placed.driver_down_3_score,
        up_3.signal_id as driver_up_3_id,
        up_3.signal_name as driver_up_3_name,
        replace(placed.driver_up_3_label, '_', ' ') as driver_up_3_label,
        placed.driver_up_3_points,
        placed.driver_up_3_score,
        missing_1.signal_name as missing_1_name,
        missing_2.signal_name as missing_2_name,
        missing_3.signal_name as missing_3_name,
        withholding.signal_name as withholding_name,
        coalesce(n_missing.n_missing, 0) as n_missing
    from account_scores
    left join placed on account_scores.row_key = placed.row_key
    left join n_missing on account_scores.row_key = n_missing.row_key
    left join names as down_1 on placed.driver_down_1_number = down_1.signal_number
    left join names as down_2 on placed.driver_down_2_number = down_2.signal_number
    left join names as down_3 on placed.driver_down_3_number = down_3.signal_number
    left join names as up_1 on placed.driver_up_1_number = up_1.signal_number
    left join names as up_2 on placed.driver_up_2_number = up_2.signal_number
    left join names as up_3 on placed.driver_up_3_number = up_3.signal_number
    left join names as missing_1 on placed.missing_1_number = missing_1.signal_number
    left join names as missing_2 on placed.missing_2_number = missing_2.signal_number
    left join names as missing_3 on placed.missing_3_number = missing_3.signal_number
    left join names as withholding on placed.withholding_number = withholding.signal_number
)

select * from final
