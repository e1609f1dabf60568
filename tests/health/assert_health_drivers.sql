-- Each row of every card names the signals that truly cost and earn most, and its sentence speaks
-- of them. Health is read from its mart, the other cards where their marts read.
-- Keys of text: PostgreSQL expects one row of a join by four columns, and loops.
{%- set row_key -%}
    'scorecard ' || scorecard_id || ', version ' || version || ' (' || account_id || ', '
    || cast(snapshot_week as {{ type_text() }}) || ')'
{%- endset %}
{%- set card_key %}scorecard_id || ' ' || version || ' ' || account_id{% endset %}
{%- set drivers = [
    'driver_down_1_id', 'driver_down_2_id', 'driver_down_3_id',
    'driver_up_1_id', 'driver_up_2_id', 'driver_up_3_id',
] %}
with health_scores as (
    select
        {{ row_key }} as row_key,
        {{ drivers | join(', ') }},
        sentence
    from {{ ref('health_scores') }}
    where scorecard_id is not null and {{ in_tested_snapshots() }}
),

other_drivers as (
    select
        {{ row_key }} as row_key,
        {{ drivers | join(', ') }}
    from {{ ref('int_score_drivers') }}
    where scorecard_id not in ('health', 'health_onboarding') and {{ in_tested_snapshots() }}
),

sentences as (
    select
        {{ row_key }} as row_key,
        sentence
    from {{ ref('int_score_sentences') }}
    where {{ in_tested_snapshots() }}
),

stated as (
    select * from health_scores
    union all
    select
        other_drivers.*,
        sentences.sentence
    from other_drivers
    left join sentences on other_drivers.row_key = sentences.row_key
),

-- Millions of cells find their row by less text, and are counted by its number.
account_scores as (
    select
        {{ row_key }} as row_key,
        {{ card_key }} as card_key,
        snapshot_week,
        row_number() over (
            order by snapshot_week, scorecard_id, version, account_id
        ) as row_place,
        score,
        score_calculated,
        scale_max / nullif(n_signals, 0) as signal_scale
    from {{ ref('fct_account_scores') }}
    where is_in_force and {{ in_tested_snapshots() }}
),

cells as (
    select
        {{ card_key }} as card_key,
        snapshot_week,
        signal_id,
        score,
        applied_weight,
        contribution,
        points_lost
    from {{ ref('fct_signal_scores') }}
    where is_in_force and applied_weight is not null and {{ in_tested_snapshots() }}
),

names as (
    select
        signal_id,
        {{ signal_name('signal_id', 'definition') }} as signal_name
    from {{ ref('signals') }}
),

rows_to_check as (
    select
        account_scores.row_place,
        account_scores.row_key,
        account_scores.card_key,
        account_scores.snapshot_week,
        account_scores.score,
        account_scores.score_calculated,
        account_scores.signal_scale,
        {%- for driver in drivers %}
            stated.{{ driver }},
        {%- endfor %}
        stated.sentence
    from account_scores
    left join stated on account_scores.row_key = stated.row_key
),

-- A signal of a sum could earn an equal share of the scale.
named as (
    select
        rows_to_check.row_place,
        rows_to_check.driver_down_1_id,
        rows_to_check.driver_up_1_id,
        cells.signal_id,
        {{ round_score('cells.contribution') }} as points_earned,
        {{ round_score(
            'coalesce('
            'cells.points_lost, '
            'cells.applied_weight * (rows_to_check.signal_scale - cells.score))'
        ) }} as points_lost,
        coalesce(cells.signal_id = rows_to_check.driver_down_1_id, false)
        or coalesce(cells.signal_id = rows_to_check.driver_down_2_id, false)
        or coalesce(cells.signal_id = rows_to_check.driver_down_3_id, false) as is_down,
        coalesce(cells.signal_id = rows_to_check.driver_up_1_id, false)
        or coalesce(cells.signal_id = rows_to_check.driver_up_2_id, false)
        or coalesce(cells.signal_id = rows_to_check.driver_up_3_id, false) as is_up
    from cells
    inner join rows_to_check
        on
            cells.card_key = rows_to_check.card_key
            and cells.snapshot_week = rows_to_check.snapshot_week
),

marked as (
    select
        *,
        coalesce(points_lost > 0, false) as is_loss,
        coalesce(points_earned > 0, false) as is_gain
    from named
),

counted as (
    select
        row_place,
        count(*) as n_cells,
        sum(case when is_down then 1 else 0 end) as n_down,
        {{ least_of(['3', 'sum(case when is_loss then 1 else 0 end)']) }} as n_down_due,
        min(case when is_down then points_lost end) as least_down,
        max(case when not is_down then points_lost end) as greatest_other_loss,
        max(points_lost) as greatest_loss,
        max(case when signal_id = driver_down_1_id then points_lost end) as first_loss,
        sum(case when is_up then 1 else 0 end) as n_up,
        {{ least_of(['3', 'sum(case when is_gain then 1 else 0 end)']) }} as n_up_due,
        min(case when is_up then points_earned end) as least_up,
        max(case when is_gain and not is_up then points_earned end) as greatest_other_gain,
        max(case when is_gain then points_earned end) as greatest_gain,
        max(case when signal_id = driver_up_1_id then points_earned end) as first_gain
    from marked
    group by 1
),

checked as (
    select
        rows_to_check.row_key,
        rows_to_check.score,
        rows_to_check.score_calculated,
        rows_to_check.sentence,
        case when counted.first_loss is not null then down_names.signal_name end
            as first_loss_name,
        case when counted.first_gain is not null then up_names.signal_name end
            as first_gain_name,
        counted.*
    from rows_to_check
    left join counted on rows_to_check.row_place = counted.row_place
    left join names as down_names on rows_to_check.driver_down_1_id = down_names.signal_id
    left join names as up_names on rows_to_check.driver_up_1_id = up_names.signal_id
),

findings as (
    select
        row_key,
        case
            when sentence is null then 'it has no sentence'
            when
                score is null
                and sentence not like '%of the weight is observed%'
                and sentence not like '%is missing.'
                then 'it has no score and the sentence does not say why'
            when score_calculated is not null and n_cells is null
                then 'it has a score but its cells are missing'
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
    row_key || ': ' || finding || '. Compare with fct_signal_scores; drivers are chosen in'
    || ' int_score_drivers, sentences written in int_score_sentences.' as problem
from findings
where finding is not null
