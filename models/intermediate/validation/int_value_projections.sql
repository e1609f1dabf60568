with snapshots as (
    select snapshot_week
    from {{ ref('int_snapshot_weeks') }}
),

parameters as (
    select
        parameter,
        value
    from {{ ref('validation_parameters') }}
    where scorecard_id = 'value'
),

signal_parameters as (
    select
        signal_id,
        value as coverage_weeks,
        effective_from,
        effective_to
    from ({{ signal_parameter_periods() }}) as signal_parameter_periods
    where parameter = 'coverage_weeks' and segment = '*'
),

account_weeks as (
    select
        account_id,
        snapshot_week,
        tenure_days
    from {{ ref('int_account_weeks') }}
    where is_alive
),

metrics as (
    select
        account_id,
        snapshot_week,
        signal_id,
        method,
        value,
        score,
        applied_weight
    from {{ ref('int_signal_scores') }}
    where is_in_force and scorecard_id = 'value' and score is not null
),

signals as (
    select
        signal_id,
        better_when = 'lower' as is_lower_better
    from {{ ref('signals') }}
),

horizons as (
    select cast(value as integer) as horizon_weeks
    from parameters
    where parameter = 'outlook_weeks'
),

limits as (
    select
        max(case when parameter = 'outlook_least_share' then value end) as least_share,
        max(case when parameter = 'outlook_slope_share' then value end) as slope_share,
        max(case when parameter = 'warning_fall' then value end) as warning_fall
    from parameters
),

-- A sum of weeks grows with the age of a young account; that is no trend.
settled as (
    select
        metrics.account_id,
        metrics.snapshot_week,
        metrics.signal_id,
        metrics.value
    from metrics
    inner join account_weeks
        on
            metrics.account_id = account_weeks.account_id
            and metrics.snapshot_week = account_weeks.snapshot_week
    left join signal_parameters
        on
            metrics.signal_id = signal_parameters.signal_id
            and {{ is_in_period('metrics.snapshot_week', 'signal_parameters') }}
    where
        metrics.value is not null
        and metrics.method = 'quintile'
        and coalesce(
            {{ days_before('metrics.snapshot_week', 'account_weeks.tenure_days') }}
            <= {{ weeks_after('metrics.snapshot_week', '-signal_parameters.coverage_weeks') }},
            true
        )
),

looks_back as (
    select
        snapshots.snapshot_week,
        horizons.horizon_weeks,
        earlier.snapshot_week as earlier_week,
        -{{ weeks_between('earlier.snapshot_week', 'snapshots.snapshot_week') }} as week_number
    from snapshots
    cross join horizons
    inner join snapshots as earlier
        on
            snapshots.snapshot_week >= earlier.snapshot_week
            and {{ weeks_after('snapshots.snapshot_week', '-horizons.horizon_weeks') }}
            <= earlier.snapshot_week
),

slopes as (
    select
        settled.account_id,
        looks_back.snapshot_week,
        looks_back.horizon_weeks,
        settled.signal_id,
        count(*) as n_values,
        {{ slope_of(
            'settled.value', 'cast(looks_back.week_number as ' ~ type_double() ~ ')'
        ) }} as slope
    from looks_back
    inner join settled on looks_back.earlier_week = settled.snapshot_week
    group by 1, 2, 3, 4
),

-- A metric without a trend stays what it is, so that totals now and later hold the same metrics.
with_slopes as (
    select
        metrics.*,
        horizons.horizon_weeks,
        limits.slope_share,
        limits.warning_fall,
        case
            when slopes.n_values >= limits.least_share * (horizons.horizon_weeks + 1)
                then {{ round_score('slopes.slope') }}
        end as slope,
        ceilings.value as highest_value,
        signals.is_lower_better
    from metrics
    cross join horizons
    cross join limits
    left join slopes
        on
            metrics.account_id = slopes.account_id
            and metrics.snapshot_week = slopes.snapshot_week
            and metrics.signal_id = slopes.signal_id
            and horizons.horizon_weeks = slopes.horizon_weeks
    inner join signals on metrics.signal_id = signals.signal_id
    left join parameters as ceilings on 'highest_' || metrics.signal_id = ceilings.parameter
),

continued as (
    select
        *,
        {{ greatest_of([
            '0',
            least_of(['value + slope_share * coalesce(slope, 0) * horizon_weeks', 'highest_value']),
        ]) }} as continued_value
    from with_slopes
),

projected as (
    select
        *,
        {{ round_score('continued_value') }} as projected_value
    from continued
),

-- Where less is better the rank turns round, and what grows is what falls.
directed as (
    select
        *,
        case when is_lower_better then -projected_value else projected_value end as ranked_value,
        case
            when is_lower_better
                then
                    slope > 0
                    and projected_value >= {{ round_score('value * (1 + warning_fall)') }}
            else slope < 0 and projected_value <= {{ round_score('value * (1 - warning_fall)') }}
        end as is_worse
    from projected
),

final as (
    select
        account_id,
        snapshot_week,
        horizon_weeks,
        signal_id,
        value,
        slope,
        case when slope is not null then projected_value end as projected_value,
        score,
        case
            when method = 'quintile' and value is not null
                then {{ quintile_of('ranked_value', 'snapshot_week, horizon_weeks, signal_id') }}
            else score
        end as projected_score,
        applied_weight,
        slope is not null as has_slope,
        coalesce(is_worse, false) as is_falling
    from directed
)

select * from final
