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
        score,
        declared_weight,
        applied_weight,
        contribution,
        points_lost
    from {{ ref('fct_signal_scores') }}
    where is_in_force
),

account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        -- A short key: sorting by four columns of text costs three times as much.
        row_number() over (
            order by account_id, snapshot_week, scorecard_id, version
        ) as row_key,
        -- What one signal of a sum card can bring at most: all of them share the scale alike.
        scale_max / nullif(n_signals, 0) as signal_scale
    from {{ ref('fct_account_scores') }}
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
        account_scores.row_key,
        cells.signal_id,
        names.signal_name,
        replace(cells.label, '_', ' ') as label,
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
            and cells.version = account_scores.version
),

ranked_losses as (
    select
        row_key,
        signal_id,
        signal_name,
        label,
        score,
        points_lost as points,
        row_number() over (
            partition by row_key
            order by points_lost desc, signal_id asc
        ) as place
    from named_cells
    where points_lost > 0
),

losses as (
    select * from ranked_losses
    where place <= 3
),

-- On a card of few signals one may earn most and still cost most.
ranked_gains as (
    select
        named_cells.row_key,
        named_cells.signal_id,
        named_cells.signal_name,
        named_cells.label,
        named_cells.score,
        named_cells.points_earned as points,
        row_number() over (
            partition by named_cells.row_key
            order by named_cells.points_earned desc, named_cells.signal_id asc
        ) as place
    from named_cells
    where named_cells.points_earned > 0
),

ranked_missing as (
    select
        row_key,
        signal_id,
        signal_name,
        is_withholding,
        row_number() over (
            partition by row_key
            order by is_withholding desc, missing_weight desc, signal_id asc
        ) as place
    from named_cells
    where missing_weight is not null
),

placed_signals as (
    select
        row_key,
        'down' as side,
        place,
        signal_id,
        signal_name,
        label,
        points,
        score
    from losses
    union all
    select
        row_key,
        'up' as side,
        place,
        signal_id,
        signal_name,
        label,
        points,
        score
    from ranked_gains
    where place <= 3
    union all
    select
        row_key,
        case when is_withholding then 'withholding' else 'missing' end as side,
        place,
        signal_id,
        signal_name,
        null as label,
        null as points,
        null as score
    from ranked_missing
),

placed as (
    select
        row_key,
        {%- for place in [1, 2, 3] %}
            {%- for side in ['down', 'up'] %}
                {%- set found = "side = '" ~ side ~ "' and place = " ~ place %}
                {%- set driver = 'driver_' ~ side ~ '_' ~ place %}
                max(case when {{ found }} then signal_id end) as {{ driver }}_id,
                max(case when {{ found }} then signal_name end) as {{ driver }}_name,
                max(case when {{ found }} then label end) as {{ driver }}_label,
                max(case when {{ found }} then points end) as {{ driver }}_points,
                max(case when {{ found }} then score end) as {{ driver }}_score,
            {%- endfor %}
            max(
                case
                    when side in ('missing', 'withholding') and place = {{ place }}
                        then signal_name
                end
            ) as missing_{{ place }}_name,
        {%- endfor %}
        max(case when side = 'withholding' and place = 1 then signal_name end) as withholding_name,
        sum(case when side in ('missing', 'withholding') then 1 else 0 end) as n_missing
    from placed_signals
    group by 1
),

final as (
    select
        account_scores.account_id,
        account_scores.snapshot_week,
        account_scores.scorecard_id,
        account_scores.version,
        {%- for driver in ['down_1', 'up_1', 'down_2', 'up_2', 'down_3', 'up_3'] %}
            placed.driver_{{ driver }}_id,
            placed.driver_{{ driver }}_name,
            placed.driver_{{ driver }}_label,
            placed.driver_{{ driver }}_points,
            placed.driver_{{ driver }}_score,
        {%- endfor %}
        placed.missing_1_name,
        placed.missing_2_name,
        placed.missing_3_name,
        placed.withholding_name,
        coalesce(placed.n_missing, 0) as n_missing
    from account_scores
    left join placed on account_scores.row_key = placed.row_key
)

select * from final
