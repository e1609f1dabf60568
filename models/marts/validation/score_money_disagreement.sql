with cases as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        segment,
        score_calculated,
        band,
        band_label,
        money_change,
        disagreement,
        lead_days,
        is_churned,
        net_revenue_change
    from {{ ref('int_score_money_weekly') }}
),

account_weeks as (
    select
        account_id,
        snapshot_week,
        account_name,
        owner_name
    from {{ ref('int_account_weeks') }}
),

revenues as (
    select
        account_id,
        snapshot_week,
        recurring_revenue
    from {{ ref('int_commercial_signals_weekly') }}
),

signal_parameters as (
    select
        segment,
        effective_from,
        effective_to,
        value as window_weeks
    from {{ ref('int_signal_parameters') }}
    where signal_id = 'expansion_signals' and parameter = 'window_weeks'
),

evidence as (
    select
        scorecard_id,
        version,
        band,
        n_disagreeing,
        n_disagreeing_churned,
        churn_disagreeing,
        churn_disagreeing_lower,
        churn_disagreeing_upper,
        churn_others,
        churn_others_lower,
        churn_others_upper,
        verdict
    from {{ ref('int_score_money_evidence') }}
),

compared as (
    select
        snapshot_week,
        scorecard_id,
        count(*) as n_compared,
        sum(case when disagreement <> 'none' then 1 else 0 end) as n_disagreeing
    from cases
    group by 1, 2
),

company as (
    select is_demo
    from {{ ref('int_company') }}
),

final as (
    select
        cases.account_id,
        cases.snapshot_week,
        cases.scorecard_id,
        cases.version,
        account_weeks.account_name,
        cases.segment,
        account_weeks.owner_name,
        {{ round_to('cases.score_calculated', 2) }} as score,
        cases.band,
        cases.band_label,
        cases.disagreement,
        {{ round_to('cases.money_change', 4) }} as revenue_change,
        cast(signal_parameters.window_weeks as integer) as revenue_weeks,
        {{ round_to('revenues.recurring_revenue', 2) }} as recurring_revenue,
        last_cases.account_id is null as is_new,
        cases.band_label || ' at ' || {{ score_text('cases.score_calculated') }}
        || ', but recurring revenue is '
        || case when cases.money_change < 0 then 'down ' else 'up ' end
        || {{ percent_text('abs(cases.money_change)') }} || ' in '
        || cast(cast(signal_parameters.window_weeks as integer) as {{ type_text() }})
        || ' weeks.' as sentence,
        cast(compared.n_compared as integer) as n_compared,
        cast(compared.n_disagreeing as integer) as n_disagreeing,
        cases.lead_days,
        cases.is_churned as is_churned_after,
        {{ round_to('cases.net_revenue_change', 2) }} as net_revenue_change_after,
        cast(coalesce(evidence.n_disagreeing, 0) as integer) as n_followed,
        cast(coalesce(evidence.n_disagreeing_churned, 0) as integer) as n_followed_churned,
        evidence.churn_disagreeing as churn_followed,
        evidence.churn_disagreeing_lower as churn_followed_lower,
        evidence.churn_disagreeing_upper as churn_followed_upper,
        evidence.churn_others as churn_rest_of_band,
        evidence.churn_others_lower as churn_rest_of_band_lower,
        evidence.churn_others_upper as churn_rest_of_band_upper,
        coalesce(evidence.verdict, 'too_few_events') as verdict,
        company.is_demo,
        {{ demo_note('what really follows', 'company.is_demo') }} as note
    from cases
    cross join company
    inner join account_weeks
        on
            cases.account_id = account_weeks.account_id
            and cases.snapshot_week = account_weeks.snapshot_week
    inner join compared
        on
            cases.snapshot_week = compared.snapshot_week
            and cases.scorecard_id = compared.scorecard_id
    inner join signal_parameters
        on
            cases.segment = signal_parameters.segment
            and {{ is_in_period('cases.snapshot_week', 'signal_parameters') }}
    left join revenues
        on
            cases.account_id = revenues.account_id
            and cases.snapshot_week = revenues.snapshot_week
    left join cases as last_cases
        on
            cases.account_id = last_cases.account_id
            and cases.scorecard_id = last_cases.scorecard_id
            and cases.disagreement = last_cases.disagreement
            and cases.snapshot_week = {{ weeks_after('last_cases.snapshot_week', 1) }}
    left join evidence
        on
            cases.scorecard_id = evidence.scorecard_id
            and cases.version = evidence.version
            and cases.band = evidence.band
    where cases.disagreement <> 'none'
)

select * from final
