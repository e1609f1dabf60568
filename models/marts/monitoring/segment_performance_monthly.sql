{{ config(
    materialized='incremental',
    incremental_strategy='by_rescored_month',
    on_schema_change='fail',
) }}

with account_bands as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        band,
        score,
        recurring_revenue
    from {{ ref('int_account_bands_weekly') }}
    where band_rank is not null and score is not null and {{ in_rescored_months() }}
),

account_weeks as (
    select
        account_id,
        snapshot_week,
        segment,
        industry,
        plan,
        region,
        use_case,
        tenure_days
    from {{ ref('int_account_weeks') }}
    where is_alive and {{ in_rescored_months() }}
),

tenure_bands as (
    select
        tenure_band,
        lower_bound,
        upper_bound
    from {{ ref('tenure_bands') }}
),

months as (
    select
        {{ month_start('snapshot_week') }} as snapshot_month,
        max(snapshot_week) as snapshot_week
    from {{ ref('int_snapshot_weeks') }}
    group by 1
),

least_accounts as (
    select max(value) as least_accounts
    from {{ ref('monitoring_parameters') }}
    where parameter = 'least_accounts'
),

described as (
    select
        months.snapshot_month,
        account_bands.*,
        account_weeks.segment,
        account_weeks.industry,
        account_weeks.plan,
        account_weeks.region,
        account_weeks.use_case,
        tenure_bands.tenure_band
    from account_bands
    inner join months on account_bands.snapshot_week = months.snapshot_week
    inner join account_weeks
        on
            account_bands.account_id = account_weeks.account_id
            and account_bands.snapshot_week = account_weeks.snapshot_week
    left join tenure_bands
        on {{ is_in_range(
            'account_weeks.tenure_days', 'tenure_bands.lower_bound', 'tenure_bands.upper_bound'
        ) }}
),

in_groups as (
    select
        snapshot_month,
        snapshot_week,
        scorecard_id,
        version,
        'segment' as dimension,
        segment as group_name,
        band,
        score,
        recurring_revenue
    from described
    where segment is not null
    union all
    select
        snapshot_month,
        snapshot_week,
        scorecard_id,
        version,
        'vertical' as dimension,
        industry as group_name,
        band,
        score,
        recurring_revenue
    from described
    where industry is not null
    union all
    select
        snapshot_month,
        snapshot_week,
        scorecard_id,
        version,
        'plan' as dimension,
        plan as group_name,
        band,
        score,
        recurring_revenue
    from described
    where plan is not null
    union all
    select
        snapshot_month,
        snapshot_week,
        scorecard_id,
        version,
        'tenure_band' as dimension,
        tenure_band as group_name,
        band,
        score,
        recurring_revenue
    from described
    where tenure_band is not null
    union all
    select
        snapshot_month,
        snapshot_week,
        scorecard_id,
        version,
        'region' as dimension,
        region as group_name,
        band,
        score,
        recurring_revenue
    from described
    where region is not null
    union all
    select
        snapshot_month,
        snapshot_week,
        scorecard_id,
        version,
        'use_case' as dimension,
        use_case as group_name,
        band,
        score,
        recurring_revenue
    from described
    where use_case is not null
),

counted as (
    select
        snapshot_month,
        snapshot_week,
        scorecard_id,
        version,
        dimension,
        group_name,
        cast(count(*) as {{ type_double() }}) as n_accounts,
        {{ exact_sum('score') }} as total_score,
        sum(case when band = 'healthy' then 1 else 0 end) as n_healthy,
        sum(case when band = 'at_risk' then 1 else 0 end) as n_at_risk,
        sum(case when band = 'critical' then 1 else 0 end) as n_critical,
        {{ exact_sum('recurring_revenue') }} as recurring_revenue,
        count(recurring_revenue) as n_revenues
    from in_groups
    group by 1, 2, 3, 4, 5, 6
),

-- A group of few accounts would show what a single one of them scores.
shown as (
    select
        counted.*,
        {{ round_score('counted.total_score / counted.n_accounts') }} as mean_score
    from counted
    inner join least_accounts on counted.n_accounts >= least_accounts.least_accounts
),

final as (
    select
        snapshot_month,
        snapshot_week,
        {{ month_start(weeks_after('snapshot_week', 1)) }} > snapshot_month as is_complete,
        scorecard_id,
        scorecard_id = 'health' as is_leading_card,
        version,
        dimension,
        group_name,
        cast(n_accounts as integer) as n_accounts,
        {{ round_to('mean_score', 2) }} as mean_score,
        n_healthy / n_accounts as share_healthy,
        n_at_risk / n_accounts as share_at_risk,
        n_critical / n_accounts as share_critical,
        {{ round_to('recurring_revenue', 2) }} as recurring_revenue,
        cast(n_revenues as integer) as n_accounts_with_revenue,
        cast(rank() over (
            partition by snapshot_month, scorecard_id, dimension
            order by mean_score desc
        ) as integer) as place,
        cast(count(*) over (
            partition by snapshot_month, scorecard_id, dimension
        ) as integer) as n_groups
    from shown
)

select * from final
