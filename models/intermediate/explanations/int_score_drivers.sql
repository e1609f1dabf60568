with cells as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        signal_id,
        missing_policy,
        label,
        status,
        declared_weight,
        contribution,
        points_lost
    from {{ ref('fct_signal_scores') }}
    where is_in_force
),

-- A definition opens with the readable name; without a colon the id has to do.
names as (
    select
        signal_id,
        case
            when definition like '%:%' then trim(split_part(definition, ':', 1))
            else replace(signal_id, '_', ' ')
        end as signal_name
    from {{ ref('signals') }}
),

named_cells as (
    select
        cells.account_id,
        cells.snapshot_week,
        cells.scorecard_id,
        cells.version,
        cells.signal_id,
        names.signal_name,
        replace(cells.label, '_', ' ') as label,
        {{ round_score('cells.contribution') }} as points_earned,
        {{ round_score('cells.points_lost') }} as points_lost,
        case
            when cells.status in ('excluded_missing', 'defaulted')
                then cells.declared_weight
        end as missing_weight,
        cells.status = 'excluded_missing' and cells.missing_policy = 'withhold' as is_withholding
    from cells
    inner join names on cells.signal_id = names.signal_id
),

ranked_losses as (
    select
        *,
        case when points_lost > 0 then 1 else 0 end * row_number() over (
            partition by account_id, snapshot_week, scorecard_id, version
            order by points_lost desc nulls last, signal_id asc
        ) as loss_rank
    from named_cells
),

-- What already counts as a loss is no gain; rank 0 is neither.
marked as (
    select
        *,
        coalesce(
            points_earned > points_lost and (loss_rank = 0 or loss_rank > 3), false
        ) as is_gain
    from ranked_losses
),

ranked as (
    select
        *,
        case when is_gain then 1 else 0 end * row_number() over (
            partition by account_id, snapshot_week, scorecard_id, version
            order by is_gain desc, points_earned desc nulls last, signal_id asc
        ) as gain_rank,
        case when missing_weight is not null then 1 else 0 end * row_number() over (
            partition by account_id, snapshot_week, scorecard_id, version
            order by is_withholding desc, missing_weight desc nulls last, signal_id asc
        ) as missing_rank
    from marked
),

final as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        {%- for place in [1, 2, 3] %}
            max(case when loss_rank = {{ place }} then signal_id end) as driver_down_{{ place }}_id,
            max(case when loss_rank = {{ place }} then signal_name end)
                as driver_down_{{ place }}_name,
            max(case when loss_rank = {{ place }} then label end) as driver_down_{{ place }}_label,
            max(case when loss_rank = {{ place }} then points_lost end)
                as driver_down_{{ place }}_points,
            max(case when gain_rank = {{ place }} then signal_id end) as driver_up_{{ place }}_id,
            max(case when gain_rank = {{ place }} then signal_name end)
                as driver_up_{{ place }}_name,
            max(case when gain_rank = {{ place }} then label end) as driver_up_{{ place }}_label,
            max(case when gain_rank = {{ place }} then points_earned end)
                as driver_up_{{ place }}_points,
            max(case when missing_rank = {{ place }} then signal_name end)
                as missing_{{ place }}_name,
        {%- endfor %}
        max(case when is_withholding and missing_rank = 1 then signal_name end) as withholding_name,
        sum(case when missing_weight is not null then 1 else 0 end) as n_missing
    from ranked
    group by 1, 2, 3, 4
)

select * from final
