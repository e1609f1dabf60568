with signals as (
    select
        signal_id,
        better_when = 'lower' as is_lower_better
    from {{ ref('signals') }}
),

inputs as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        signal_id,
        is_in_force,
        rollup,
        scale_max,
        peer_group,
        category_id,
        category_weight,
        signal_weight,
        declared_weight,
        method,
        low,
        high,
        missing_policy,
        default_score,
        is_subjective,
        is_before_signal_start,
        value,
        level,
        label,
        rubric_score,
        observed_week,
        is_exempt,
        is_known,
        has_unread_value,
        case
            when
                method in ('percentile', 'quintile', 'share_of_max') and not is_exempt
                then {{ round_score('value') }}
        end as ranked_value,
        -- The full score of a method that knows no points of its own.
        case when rollup = 'sum' then 100 else scale_max end as full_score
    from {{ ref('int_signal_inputs') }}
    where {{ in_open_versions() }}
),

-- Where less is better, the peers with higher values are those that do worse.
positions as (
    select
        peer_positions.snapshot_week,
        peer_positions.signal_id,
        peer_positions.peer_group,
        peer_positions.value,
        peer_positions.n_equal,
        peer_positions.n_below,
        peer_positions.n_peers,
        coalesce(signals.is_lower_better, false) as is_lower_better,
        case
            when signals.is_lower_better
                then peer_positions.n_peers - peer_positions.n_below - peer_positions.n_equal
            else peer_positions.n_below
        end as n_worse
    from {{ ref('int_peer_positions') }} as peer_positions
    left join signals on peer_positions.signal_id = signals.signal_id
    where {{ in_rescored_snapshots('peer_positions.snapshot_week') }}
),

cuts as (
    select distinct
        snapshot_week,
        signal_id,
        peer_group,
        coalesce(high, 1) as cut
    from inputs
    where method = 'share_of_max'
),

-- What a share refers to: the best peer, or the least value that covers the share `high` of them.
maxima as (
    select
        cuts.snapshot_week,
        cuts.signal_id,
        cuts.peer_group,
        cuts.cut,
        min(positions.value) as maximum
    from cuts
    inner join positions
        on
            cuts.snapshot_week = positions.snapshot_week
            and cuts.signal_id = positions.signal_id
            and cuts.peer_group = positions.peer_group
            and positions.n_equal > 0
            and cast(positions.n_below + positions.n_equal as {{ type_double() }})
            / nullif(positions.n_peers, 0) >= cuts.cut
    group by 1, 2, 3, 4
),

scored_by_method as (
    select
        inputs.*,
        case
            when inputs.method = 'share_of_max' then maxima.maximum
            when inputs.method = 'linear' then inputs.high
        end as scale_point,
        case inputs.method
            when 'rubric' then inputs.rubric_score
            when 'linear'
                then
                    {{ linear_score(
                        'inputs.value', 'inputs.low', 'inputs.high', 'inputs.full_score'
                    ) }}
            when 'pass_through'
                then case
                    when inputs.rollup = 'sum' then inputs.value
                    else {{ clamp('inputs.value', 0, 'inputs.scale_max') }}
                end
            when 'percentile'
                then {{ percentile_score(
                    'positions.n_worse', 'positions.n_equal', 'positions.n_peers', 'inputs.full_score'
                ) }}
            when 'quintile'
                then {{ quintile_points(
                    'positions.n_worse', 'positions.n_equal', 'positions.n_peers'
                ) }}
            when 'share_of_max'
                then
                    {{ share_of_max_score(
                        'inputs.ranked_value',
                        'maxima.maximum',
                        'inputs.full_score',
                        'positions.is_lower_better',
                    ) }}
        end as method_score
    from inputs
    left join positions
        on
            inputs.snapshot_week = positions.snapshot_week
            and inputs.signal_id = positions.signal_id
            and inputs.peer_group = positions.peer_group
            and inputs.ranked_value = positions.value
    left join maxima
        on
            inputs.method = 'share_of_max'
            and inputs.snapshot_week = maxima.snapshot_week
            and inputs.signal_id = maxima.signal_id
            and inputs.peer_group = maxima.peer_group
            and coalesce(inputs.high, 1) = maxima.cut
),

judged as (
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
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        signal_id,
        is_in_force,
        category_id,
        category_weight,
        signal_weight,
        declared_weight,
        method,
        missing_policy,
        is_subjective,
        value,
        level,
        case when status in ('scored', 'carried_forward') then label end as label,
        observed_week,
        scale_point,
        status,
        case
            when status in ('scored', 'carried_forward') then method_score
            when status = 'defaulted' and missing_policy = 'zero' then 0
            when status = 'defaulted' then default_score
        end as score,
        status in ('scored', 'carried_forward') as is_observed,
        status not in ('not_applicable', 'before_signal_start') as is_applicable,
        status = 'excluded_missing' and missing_policy = 'withhold' as is_withholding,
        has_unread_value
    from judged
)

select * from final
