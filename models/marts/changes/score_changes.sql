{{ config(
    materialized='incremental',
    incremental_strategy='by_rescored_snapshot',
    on_schema_change='fail',
) }}

with changes as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        version_1_week_ago,
        segment,
        segment_1_week_ago,
        score,
        score_1_week_ago,
        band,
        band_1_week_ago,
        comparison,
        change,
        rules_points,
        override_points,
        signals_points
    from {{ ref('int_score_changes_weekly') }}
    where {{ in_rescored_snapshots() }}
),

signal_changes as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        signal_id,
        points,
        behaviour_points,
        cohort_points,
        coverage_points,
        segment_points,
        movement_rank
    from {{ ref('int_signal_changes_weekly') }}
    where {{ in_rescored_snapshots() }}
),

trends as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        score_4_weeks_ago,
        change_4_weeks,
        rules_points_4_weeks,
        slope_4_weeks,
        direction_4_weeks,
        score_13_weeks_ago,
        change_13_weeks,
        rules_points_13_weeks,
        slope_13_weeks,
        direction_13_weeks
    from {{ ref('int_score_trends_weekly') }}
    where {{ in_rescored_snapshots() }}
),

names as (
    select
        signal_id,
        {{ signal_name('signal_id', 'definition') }} as signal_name
    from {{ ref('signals') }}
),

summed as (
    select
        signal_changes.account_id,
        signal_changes.snapshot_week,
        signal_changes.scorecard_id,
        {%- for place in [1, 2, 3] %}
            {%- for column, value in [
                ('signal_id', 'signal_changes.signal_id'),
                ('name', 'names.signal_name'),
                ('points', 'signal_changes.points'),
            ] %}
                max(case when signal_changes.movement_rank = {{ place }} then {{ value }} end)
                    as moved_{{ place }}_{{ column }},
            {%- endfor %}
        {%- endfor %}
        {%- for part in ['behaviour', 'cohort', 'coverage', 'segment'] %}
            {{ exact_sum('signal_changes.' ~ part ~ '_points') }} as {{ part }}_sum
            {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from signal_changes
    inner join names on signal_changes.signal_id = names.signal_id
    group by 1, 2, 3
),

joined as (
    select
        changes.*,
        {%- for place in [1, 2, 3] %}
            summed.moved_{{ place }}_signal_id,
            summed.moved_{{ place }}_name,
            summed.moved_{{ place }}_points,
        {%- endfor %}
        {%- for part in ['behaviour', 'cohort', 'coverage', 'segment'] %}
            coalesce(summed.{{ part }}_sum, 0) as {{ part }}_sum,
        {%- endfor %}
        greatest(
            abs(summed.behaviour_sum),
            abs(summed.cohort_sum),
            abs(summed.coverage_sum),
            abs(summed.segment_sum)
        ) as largest_sum
    from changes
    left join summed
        on
            changes.account_id = summed.account_id
            and changes.snapshot_week = summed.snapshot_week
            and changes.scorecard_id = summed.scorecard_id
),

-- Scores and cells are rounded each by itself; the largest part takes what that leaves over.
rested as (
    select
        *,
        signals_points - behaviour_sum - cohort_sum - coverage_sum - segment_sum as rest_points,
        case largest_sum
            when abs(behaviour_sum) then 'behaviour'
            when abs(cohort_sum) then 'cohort'
            when abs(coverage_sum) then 'coverage'
            else 'segment'
        end as largest_part
    from joined
),

parted as (
    select
        *,
        {%- for part in ['behaviour', 'cohort', 'coverage', 'segment'] %}
            case
                when largest_sum is not null and largest_part = '{{ part }}'
                    then {{ round_score(part ~ '_sum + rest_points') }}
                when change is not null then {{ part }}_sum
            end as {{ part }}_points{% if not loop.last %},{% endif %}
        {%- endfor %}
    from rested
),

worded as (
    select
        *,
        {%- for part, words in [
            ('behaviour', 'behaviour'),
            ('cohort', 'peers'),
            ('coverage', 'data coverage'),
            ('rules', 'new rules'),
            ('segment', 'new segment'),
            ('override', 'set by hand'),
        ] %}
            case
                when {{ round_to(part ~ '_points', 1) }} = 0 then ''
                else
                    ', {{ words }} ' || case when {{ part }}_points > 0 then '+' else '' end
                    || {{ points_text(part ~ '_points') }}
            end {{ 'as parts_text,' if loop.last else '||' }}
        {%- endfor %}
        {%- for place in [1, 2, 3] %}
            case
                when coalesce({{ round_to('moved_' ~ place ~ '_points', 1) }}, 0) = 0 then ''
                else
                    ', ' || moved_{{ place }}_name || ' '
                    || case when moved_{{ place }}_points > 0 then '+' else '' end
                    || {{ points_text('moved_' ~ place ~ '_points') }}
            end {{ 'as moved_text' if loop.last else '||' }}
        {%- endfor %}
    from parted
),

final as (
    select
        worded.account_id,
        worded.snapshot_week,
        worded.scorecard_id,
        worded.version,
        worded.version_1_week_ago,
        worded.segment,
        worded.segment_1_week_ago,
        worded.score,
        worded.score_1_week_ago,
        worded.band,
        worded.band_1_week_ago,
        worded.comparison,
        worded.change,
        worded.behaviour_points,
        worded.cohort_points,
        worded.coverage_points,
        worded.rules_points,
        worded.segment_points,
        worded.override_points,
        {%- for place in [1, 2, 3] %}
            worded.moved_{{ place }}_signal_id,
            worded.moved_{{ place }}_name,
            worded.moved_{{ place }}_points,
        {%- endfor %}
        {%- for weeks in ['4_weeks', '13_weeks'] %}
            trends.score_{{ weeks }}_ago,
            trends.change_{{ weeks }},
            trends.rules_points_{{ weeks }},
            trends.slope_{{ weeks }},
            trends.direction_{{ weeks }},
        {%- endfor %}
        case
            when worded.comparison = 'no_score' then 'No score, now or a week ago'
            when worded.comparison = 'no_score_now' then 'No score any more'
            when worded.comparison = 'new_on_card' then 'Not on this card a week ago'
            when worded.comparison = 'no_score_before' then 'No score a week ago'
            when {{ round_to('worded.change', 1) }} = 0 then 'Unchanged on last week'
            when worded.change > 0
                then {{ points_text('worded.change') }} || ' up on last week'
            else {{ points_text('abs(worded.change)') }} || ' down on last week'
        end
        || coalesce(': ' || nullif(ltrim(worded.parts_text, ', '), ''), '')
        || coalesce('; moved most: ' || nullif(ltrim(worded.moved_text, ', '), ''), '')
        || '.' as sentence
    from worded
    inner join trends
        on
            worded.account_id = trends.account_id
            and worded.snapshot_week = trends.snapshot_week
            and worded.scorecard_id = trends.scorecard_id
)

select * from final
