with rules as (
    select
        target_id,
        scorecard_id,
        name,
        metric,
        band_id,
        comparison,
        lower_bound,
        upper_bound,
        window_weeks,
        recovery_weeks,
        definition
    from {{ ref('health_target_rules') }}
),

months as (
    select
        snapshot_month,
        snapshot_week,
        is_complete,
        scorecard_id,
        n_accounts_in_band
    from {{ ref('health_trends_monthly') }}
    where segment = '*'
),

band_shares as (
    select
        snapshot_week,
        scorecard_id,
        band,
        share_of_banded
    from {{ ref('health_distribution_weekly') }}
    where segment = '*'
),

windows as (
    select
        target_id,
        snapshot_week,
        n_accounts,
        actual,
        n_similar,
        similar_actual
    from {{ ref('int_health_target_windows') }}
),

least_accounts as (
    select max(value) as least_accounts
    from {{ ref('monitoring_parameters') }}
    where parameter = 'least_accounts'
),

measured as (
    select
        months.snapshot_month,
        months.snapshot_week,
        months.is_complete,
        rules.*,
        case
            when rules.metric = 'band_share' then months.n_accounts_in_band
            else coalesce(windows.n_accounts, 0)
        end as n_accounts,
        case
            when rules.metric = 'band_share' then band_shares.share_of_banded
            else windows.actual
        end as actual,
        windows.n_similar,
        windows.similar_actual
    from months
    inner join rules on months.scorecard_id = rules.scorecard_id
    left join band_shares
        on
            months.snapshot_week = band_shares.snapshot_week
            and rules.scorecard_id = band_shares.scorecard_id
            and rules.band_id = band_shares.band
    left join windows
        on
            months.snapshot_week = windows.snapshot_week
            and rules.target_id = windows.target_id
),

-- Of a handful of accounts one more or less decides: such an actual is shown and not judged.
final as (
    select
        measured.snapshot_month,
        measured.snapshot_week,
        measured.is_complete,
        measured.target_id,
        measured.scorecard_id,
        measured.name as target_name,
        measured.metric,
        measured.band_id as band,
        measured.comparison,
        measured.lower_bound,
        measured.upper_bound,
        measured.window_weeks,
        measured.recovery_weeks,
        cast(measured.n_accounts as integer) as n_accounts,
        {{ round_score('measured.actual') }} as actual,
        case
            when measured.actual is null or measured.n_accounts < least_accounts.least_accounts
                then null
            when measured.comparison = 'at_least'
                then {{ round_score('measured.actual') }} >= measured.lower_bound
            when measured.comparison = 'below'
                then {{ round_score('measured.actual') }} < measured.upper_bound
            when measured.comparison = 'between'
                then
                    {{ round_score('measured.actual') }} >= measured.lower_bound
                    and {{ round_score('measured.actual') }} <= measured.upper_bound
        end as is_met,
        cast(measured.n_similar as integer) as n_similar,
        {{ round_score('measured.similar_actual') }} as similar_actual,
        measured.definition
    from measured
    cross join least_accounts
)

select * from final
