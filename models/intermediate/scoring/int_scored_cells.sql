{{ config(incremental_strategy='by_cell', meta={'is_filled_in_slices': true}) }}

with versions as (
    select
        snapshot_week,
        version_hash,
        lifecycle,
        peer_group,
        rollup,
        scale_max
    from {{ ref('int_scorecard_versions_weekly') }}
    where {{ in_open_versions() }}
),

account_weeks as (
    select
        account_hash,
        snapshot_week,
        segment,
        lifecycle
    from {{ ref('int_account_weeks') }}
    where {{ in_rescored_snapshots() }} and is_alive
),

landed_values as (
    select
        account_hash,
        snapshot_week,
        signal_hash,
        value,
        level,
        level_key,
        {{ round_score('value') }} as rounded_value
    from {{ ref('int_account_signals') }}
    where {{ in_rescored_snapshots() }}
),

carried_readings as (
    select
        account_hash,
        snapshot_week,
        rule_hash,
        observed_week,
        value,
        level,
        rubric_row,
        is_exempt
    from {{ ref('int_carried_readings') }}
    where {{ in_rescored_snapshots() }}
),

rubric_rows as (
    select
        rubric_number,
        rubric_row,
        level_key,
        score
    from {{ ref('int_rubric_rows') }}
),

rubric_bounds as (
    select * from {{ ref('int_rubric_bounds') }}
),

directions as (
    select distinct
        signal_hash,
        is_lower_better
    from {{ ref('int_scorecard_rules') }}
),

-- Where less is better, the peers with higher values are those that do worse.
positions as (
    select
        peer_positions.snapshot_week,
        peer_positions.signal_hash,
        peer_positions.peer_group,
        peer_positions.value,
        peer_positions.n_equal,
        peer_positions.n_below,
        peer_positions.n_peers,
        directions.is_lower_better,
        case
            when directions.is_lower_better
                then peer_positions.n_peers - peer_positions.n_below - peer_positions.n_equal
            else peer_positions.n_below
        end as n_worse
    from {{ ref('int_peer_positions') }} as peer_positions
    inner join directions on peer_positions.signal_hash = directions.signal_hash
    where {{ in_rescored_snapshots('peer_positions.snapshot_week') }}
),

-- What each snapshot asks of the accounts of a lifecycle and segment.
rules_weekly as (
    select
        versions.snapshot_week,
        versions.lifecycle,
        versions.version_hash,
        rules.segment,
        rules.rule_hash,
        rules.signal_hash,
        rules.method,
        rules.rubric_number,
        rules.low,
        rules.high,
        rules.missing_policy,
        rules.default_score,
        versions.rollup,
        versions.scale_max,
        -- The full score of a method that knows no points of its own.
        case when versions.rollup = 'sum' then 100 else versions.scale_max end as full_score,
        case when versions.peer_group = 'segment' then rules.segment else '*' end as peer_group,
        rules.method in ('percentile', 'quintile', 'share_of_max') as is_ranked,
        coalesce(versions.snapshot_week < rules.first_snapshot_week, false)
            as is_before_signal_start
    from versions
    inner join {{ ref('int_scorecard_rules') }} as rules
        on versions.version_hash = rules.version_hash
),

-- What a share refers to: the best peer, or the least value that covers the share `high` of them.
maxima as (
    select
        rules_weekly.snapshot_week,
        rules_weekly.rule_hash,
        min(positions.value) as maximum
    from rules_weekly
    inner join positions
        on
            rules_weekly.snapshot_week = positions.snapshot_week
            and rules_weekly.signal_hash = positions.signal_hash
            and rules_weekly.peer_group = positions.peer_group
            and positions.n_equal > 0
            and cast(positions.n_below + positions.n_equal as {{ type_double() }})
            / nullif(positions.n_peers, 0) >= coalesce(rules_weekly.high, 1)
    where rules_weekly.method = 'share_of_max'
    group by 1, 2
),

-- Every cell that has to be scored, with what was landed for the snapshot itself.
cells as (
    select
        account_weeks.account_hash,
        rules_weekly.*,
        landed_values.value,
        landed_values.level,
        landed_values.level_key,
        landed_values.rounded_value,
        landed_values.account_hash is not null as has_landed_value
    from account_weeks
    inner join rules_weekly
        on
            account_weeks.snapshot_week = rules_weekly.snapshot_week
            and account_weeks.segment = rules_weekly.segment
            and rules_weekly.lifecycle in ('all', account_weeks.lifecycle)
    left join landed_values
        on
            account_weeks.account_hash = landed_values.account_hash
            and account_weeks.snapshot_week = landed_values.snapshot_week
            and rules_weekly.signal_hash = landed_values.signal_hash
),

-- A level is read by its name, a value without one by its range.
read_cells as (
    select
        cells.*,
        coalesce(cells.level_key = 'not_applicable', false) as is_exempt,
        coalesce(
            levels.rubric_row,
            case
                when cells.level is null
                    then {{ range_number('cells.rounded_value', 'rubric_bounds') }}
            end
        ) as rubric_row
    from cells
    left join rubric_rows as levels
        on
            cells.rubric_number = levels.rubric_number
            and cells.level_key = levels.level_key
    left join rubric_bounds on cells.rubric_number = rubric_bounds.rubric_number
),

judged_readings as (
    select
        read_cells.*,
        rubric_rows.score as rubric_score,
        read_cells.is_exempt
        or rubric_rows.score is not null
        or (read_cells.rubric_number is null and read_cells.value is not null) as is_known
    from read_cells
    left join rubric_rows
        on
            read_cells.rubric_number = rubric_rows.rubric_number
            and read_cells.rubric_row = rubric_rows.rubric_row
),

-- Where the snapshot's own value is not known, the newest earlier one stands in if the rule carries
-- it. A value or level that no rule can read is kept, so that it can be counted.
with_carried as (
    select
        judged_readings.account_hash,
        judged_readings.snapshot_week,
        judged_readings.version_hash,
        judged_readings.rule_hash,
        judged_readings.signal_hash,
        judged_readings.peer_group,
        judged_readings.method,
        judged_readings.low,
        judged_readings.high,
        judged_readings.missing_policy,
        judged_readings.default_score,
        judged_readings.rollup,
        judged_readings.scale_max,
        judged_readings.full_score,
        judged_readings.is_ranked,
        judged_readings.is_before_signal_start,
        judged_readings.is_known or carried_readings.rule_hash is not null as is_known,
        judged_readings.has_landed_value and not judged_readings.is_known as has_unread_value,
        case
            when carried_readings.rule_hash is null then judged_readings.value
            else carried_readings.value
        end as value,
        case
            when carried_readings.rule_hash is null then judged_readings.level
            else carried_readings.level
        end as level,
        coalesce(carried_readings.rubric_row, judged_readings.rubric_row) as rubric_row,
        coalesce(carried_rows.score, judged_readings.rubric_score) as rubric_score,
        coalesce(carried_readings.is_exempt, judged_readings.is_exempt) as is_exempt,
        coalesce(
            carried_readings.observed_week,
            case when judged_readings.has_landed_value then judged_readings.snapshot_week end
        ) as observed_week
    from judged_readings
    left join carried_readings
        on
            judged_readings.account_hash = carried_readings.account_hash
            and judged_readings.snapshot_week = carried_readings.snapshot_week
            and judged_readings.rule_hash = carried_readings.rule_hash
            and not judged_readings.is_known
    left join rubric_rows as carried_rows
        on
            judged_readings.rubric_number = carried_rows.rubric_number
            and carried_readings.rubric_row = carried_rows.rubric_row
),

ranked as (
    select
        *,
        case when is_ranked and not is_exempt then {{ round_score('value') }} end as ranked_value
    from with_carried
),

scored_by_method as (
    select
        ranked.*,
        case
            when ranked.method = 'share_of_max' then maxima.maximum
            when ranked.method = 'linear' then ranked.high
        end as scale_point,
        case ranked.method
            when 'rubric' then ranked.rubric_score
            when 'linear'
                then
                    {{ linear_score(
                        'ranked.value', 'ranked.low', 'ranked.high', 'ranked.full_score'
                    ) }}
            when 'pass_through'
                then case
                    when ranked.rollup = 'sum' then ranked.value
                    else {{ clamp('ranked.value', 0, 'ranked.scale_max') }}
                end
            when 'percentile'
                then {{ percentile_score(
                    'positions.n_worse', 'positions.n_equal', 'positions.n_peers', 'ranked.full_score'
                ) }}
            when 'quintile'
                then {{ quintile_points(
                    'positions.n_worse', 'positions.n_equal', 'positions.n_peers'
                ) }}
            when 'share_of_max'
                then
                    {{ share_of_max_score(
                        'ranked.ranked_value',
                        'maxima.maximum',
                        'ranked.full_score',
                        'positions.is_lower_better',
                    ) }}
        end as method_score
    from ranked
    left join positions
        on
            ranked.snapshot_week = positions.snapshot_week
            and ranked.signal_hash = positions.signal_hash
            and ranked.peer_group = positions.peer_group
            and ranked.ranked_value = positions.value
    left join maxima
        on
            ranked.snapshot_week = maxima.snapshot_week
            and ranked.rule_hash = maxima.rule_hash
),

with_status as (
    select
        *,
        case
            when is_before_signal_start then 'before_signal_start'
            when is_exempt then 'not_applicable'
            when is_known and method_score is not null and observed_week = snapshot_week
                then 'scored'
            when is_known and method_score is not null then 'carried_forward'
            when missing_policy in ('default', 'zero') then 'defaulted'
            else 'excluded_missing'
        end as status
    from scored_by_method
),

final as (
    select
        account_hash,
        snapshot_week,
        version_hash,
        rule_hash,
        value,
        level,
        observed_week,
        rubric_row,
        scale_point,
        status,
        case
            when status in ('scored', 'carried_forward') then method_score
            when status = 'defaulted' and missing_policy = 'zero' then 0
            when status = 'defaulted' then default_score
        end as score,
        has_unread_value
    from with_status
)

select * from final
