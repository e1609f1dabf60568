with cells as (
    select
        account_hash,
        snapshot_week,
        version_hash,
        signal_id,
        missing_policy,
        value,
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
        account_hash,
        snapshot_week,
        scorecard_id,
        version,
        version_hash,
        -- A short key: sorting by three columns costs twice as much.
        row_number() over (
            order by account_hash, snapshot_week, version_hash
        ) as row_key,
        -- What one signal of a sum card can bring at most: all of them share the scale alike.
        scale_max / nullif(n_signals, 0) as signal_scale
    from {{ ref('int_account_scores') }}
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

labels as (
    select
        label,
        replace(label, '_', ' ') as label_words,
        row_number() over (order by label) as label_number
    from {{ ref('int_rubric_rows') }}
    where label is not null
    group by 1
),

numbered_cells as (
    select
        account_scores.row_key,
        names.signal_number,
        labels.label_number,
        -- What a rubric scored has its word.
        case
            when cells.label is null and cells.status in ('scored', 'carried_forward')
                then cells.value
        end as unworded_value,
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
    left join labels on cells.label = labels.label
    inner join account_scores
        on
            cells.account_hash = account_scores.account_hash
            and cells.snapshot_week = account_scores.snapshot_week
            and cells.version_hash = account_scores.version_hash
),

-- On a card of few signals one may earn most and still cost most.
ranked_down as (
    select
        row_key,
        signal_number,
        label_number,
        unworded_value,
        score,
        points_lost as points,
        row_number() over (
            partition by row_key
            order by points_lost desc, signal_number asc
        ) as place
    from numbered_cells
    where points_lost > 0
),

ranked_up as (
    select
        row_key,
        signal_number,
        label_number,
        unworded_value,
        score,
        points_earned as points,
        row_number() over (
            partition by row_key
            order by points_earned desc, signal_number asc
        ) as place
    from numbered_cells
    where points_earned > 0
),

-- A missing signal that forbids the score comes before those that weigh more.
ranked_missing as (
    select
        row_key,
        signal_number,
        is_withholding,
        row_number() over (
            partition by row_key
            order by is_withholding desc, missing_weight desc, signal_number asc
        ) as place
    from numbered_cells
    where missing_weight is not null
),

-- Numbers here and names afterwards: two dozen columns of text cost more than all the rest.
down as (
    select
        row_key,
        max(case when place = 1 then signal_number end) as signal_1,
        max(case when place = 1 then label_number end) as label_1,
        max(case when place = 1 then unworded_value end) as value_1,
        max(case when place = 1 then points end) as points_1,
        max(case when place = 1 then score end) as score_1,
        max(case when place = 2 then signal_number end) as signal_2,
        max(case when place = 2 then label_number end) as label_2,
        max(case when place = 2 then unworded_value end) as value_2,
        max(case when place = 2 then points end) as points_2,
        max(case when place = 2 then score end) as score_2,
        max(case when place = 3 then signal_number end) as signal_3,
        max(case when place = 3 then label_number end) as label_3,
        max(case when place = 3 then unworded_value end) as value_3,
        max(case when place = 3 then points end) as points_3,
        max(case when place = 3 then score end) as score_3
    from ranked_down
    where place <= 3
    group by 1
),

up as (
    select
        row_key,
        max(case when place = 1 then signal_number end) as signal_1,
        max(case when place = 1 then label_number end) as label_1,
        max(case when place = 1 then unworded_value end) as value_1,
        max(case when place = 1 then points end) as points_1,
        max(case when place = 1 then score end) as score_1,
        max(case when place = 2 then signal_number end) as signal_2,
        max(case when place = 2 then label_number end) as label_2,
        max(case when place = 2 then unworded_value end) as value_2,
        max(case when place = 2 then points end) as points_2,
        max(case when place = 2 then score end) as score_2,
        max(case when place = 3 then signal_number end) as signal_3,
        max(case when place = 3 then label_number end) as label_3,
        max(case when place = 3 then unworded_value end) as value_3,
        max(case when place = 3 then points end) as points_3,
        max(case when place = 3 then score end) as score_3
    from ranked_up
    where place <= 3
    group by 1
),

missing as (
    select
        row_key,
        max(case when place = 1 then signal_number end) as signal_1,
        max(case when place = 2 then signal_number end) as signal_2,
        max(case when place = 3 then signal_number end) as signal_3,
        max(case when is_withholding and place = 1 then signal_number end) as withholding_signal,
        count(*) as n_missing
    from ranked_missing
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
        down_1_label.label_words as driver_down_1_label,
        down.value_1 as driver_down_1_value,
        down.points_1 as driver_down_1_points,
        down.score_1 as driver_down_1_score,
        up_1.signal_id as driver_up_1_id,
        up_1.signal_name as driver_up_1_name,
        up_1_label.label_words as driver_up_1_label,
        up.value_1 as driver_up_1_value,
        up.points_1 as driver_up_1_points,
        up.score_1 as driver_up_1_score,
        down_2.signal_id as driver_down_2_id,
        down_2.signal_name as driver_down_2_name,
        down_2_label.label_words as driver_down_2_label,
        down.value_2 as driver_down_2_value,
        down.points_2 as driver_down_2_points,
        down.score_2 as driver_down_2_score,
        up_2.signal_id as driver_up_2_id,
        up_2.signal_name as driver_up_2_name,
        up_2_label.label_words as driver_up_2_label,
        up.value_2 as driver_up_2_value,
        up.points_2 as driver_up_2_points,
        up.score_2 as driver_up_2_score,
        down_3.signal_id as driver_down_3_id,
        down_3.signal_name as driver_down_3_name,
        down_3_label.label_words as driver_down_3_label,
        down.value_3 as driver_down_3_value,
        down.points_3 as driver_down_3_points,
        down.score_3 as driver_down_3_score,
        up_3.signal_id as driver_up_3_id,
        up_3.signal_name as driver_up_3_name,
        up_3_label.label_words as driver_up_3_label,
        up.value_3 as driver_up_3_value,
        up.points_3 as driver_up_3_points,
        up.score_3 as driver_up_3_score,
        missing_1.signal_name as missing_1_name,
        missing_2.signal_name as missing_2_name,
        missing_3.signal_name as missing_3_name,
        withholding.signal_name as withholding_name,
        coalesce(missing.n_missing, 0) as n_missing
    from account_scores
    left join down on account_scores.row_key = down.row_key
    left join up on account_scores.row_key = up.row_key
    left join missing on account_scores.row_key = missing.row_key
    left join names as down_1 on down.signal_1 = down_1.signal_number
    left join names as down_2 on down.signal_2 = down_2.signal_number
    left join names as down_3 on down.signal_3 = down_3.signal_number
    left join names as up_1 on up.signal_1 = up_1.signal_number
    left join names as up_2 on up.signal_2 = up_2.signal_number
    left join names as up_3 on up.signal_3 = up_3.signal_number
    left join labels as down_1_label on down.label_1 = down_1_label.label_number
    left join labels as down_2_label on down.label_2 = down_2_label.label_number
    left join labels as down_3_label on down.label_3 = down_3_label.label_number
    left join labels as up_1_label on up.label_1 = up_1_label.label_number
    left join labels as up_2_label on up.label_2 = up_2_label.label_number
    left join labels as up_3_label on up.label_3 = up_3_label.label_number
    left join names as missing_1 on missing.signal_1 = missing_1.signal_number
    left join names as missing_2 on missing.signal_2 = missing_2.signal_number
    left join names as missing_3 on missing.signal_3 = missing_3.signal_number
    left join names as withholding on missing.withholding_signal = withholding.signal_number
)

select * from final
