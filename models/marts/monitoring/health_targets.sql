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

pairs as (
    select
        snapshot_week,
        recovery_weeks,
        scorecard_id,
        band,
        is_intervention,
        is_recovered,
        weight
    from {{ ref('int_intervention_pairs_weekly') }}
),

account_bands as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        band,
        is_counted
    from {{ ref('int_account_bands_weekly') }}
),

least_accounts as (
    select max(value) as least_accounts
    from {{ ref('monitoring_parameters') }}
    where parameter = 'least_accounts'
),

expected as (
    select
        months.snapshot_month,
        months.snapshot_week,
        months.is_complete,
        months.n_accounts_in_band,
        {{ weeks_after('months.snapshot_week', '-rules.window_weeks') }} as window_week,
        rules.*
    from months
    inner join rules on months.scorecard_id = rules.scorecard_id
),

recoveries as (
    select
        expected.target_id,
        expected.snapshot_week,
        sum(case when pairs.is_intervention then 1 else 0 end) as n_accounts,
        cast(
            sum(case when pairs.is_intervention and pairs.is_recovered then 1 else 0 end)
            as {{ type_double() }}
        ) as n_reached,
        sum(case when not pairs.is_intervention then 1 else 0 end) as n_similar,
        {{ exact_sum('case when not pairs.is_intervention then pairs.weight end') }} as weight,
        {{ exact_sum(
            'case when not pairs.is_intervention and pairs.is_recovered then pairs.weight else 0 end'
        ) }} as weight_reached
    from expected
    inner join pairs
        on
            expected.scorecard_id = pairs.scorecard_id
            and expected.band_id = pairs.band
            and expected.recovery_weeks = pairs.recovery_weeks
            and expected.window_week < pairs.snapshot_week
            and expected.snapshot_week >= pairs.snapshot_week
    where expected.metric = 'recovery_share'
    group by 1, 2
),

departures as (
    select
        expected.target_id,
        expected.snapshot_week,
        count(distinct account_bands.account_id) as n_accounts,
        cast(count(distinct gone.account_id) as {{ type_double() }}) as n_reached
    from expected
    inner join account_bands
        on
            expected.scorecard_id = account_bands.scorecard_id
            and expected.window_week = account_bands.snapshot_week
            and account_bands.is_counted
    left join account_bands as gone
        on
            account_bands.account_id = gone.account_id
            and account_bands.scorecard_id = gone.scorecard_id
            and gone.band = 'gone'
            and expected.window_week < gone.snapshot_week
            and expected.snapshot_week >= gone.snapshot_week
    where expected.metric = 'churn_share'
    group by 1, 2
),

measured as (
    select
        expected.*,
        case expected.metric
            when 'band_share' then expected.n_accounts_in_band
            when 'recovery_share' then coalesce(recoveries.n_accounts, 0)
            when 'churn_share' then coalesce(departures.n_accounts, 0)
        end as n_accounts,
        case expected.metric
            when 'band_share' then band_shares.share_of_banded
            when 'recovery_share' then recoveries.n_reached / nullif(recoveries.n_accounts, 0)
            when 'churn_share' then departures.n_reached / nullif(departures.n_accounts, 0)
        end as actual,
        recoveries.n_similar,
        recoveries.weight_reached / nullif(recoveries.weight, 0) as similar_actual
    from expected
    left join band_shares
        on
            expected.snapshot_week = band_shares.snapshot_week
            and expected.scorecard_id = band_shares.scorecard_id
            and expected.band_id = band_shares.band
    left join recoveries
        on
            expected.target_id = recoveries.target_id
            and expected.snapshot_week = recoveries.snapshot_week
    left join departures
        on
            expected.target_id = departures.target_id
            and expected.snapshot_week = departures.snapshot_week
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
