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
        is_combined,
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
        max(value) as window_weeks
    from {{ ref('int_signal_parameters') }}
    where signal_id = 'expansion_signals' and parameter = 'window_weeks'
    group by 1
),

parameters as (
    select
        max(case when parameter = 'interval_z' then value end) as z,
        max(case when parameter = 'verdict_z' then value end) as verdict_z,
        max(case when parameter = 'least_events' then value end) as least_events
    from {{ ref('validation_parameters') }}
    where scorecard_id = '*'
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

-- Those whose money disagrees beside the rest of their band, each snapshot by itself.
followed as (
    select
        scorecard_id,
        version,
        band,
        snapshot_week,
        max(case when disagreement <> 'none' then disagreement end) as disagreement,
        cast(sum(case when disagreement <> 'none' then 1 else 0 end) as {{ type_double() }})
            as n_disagreeing,
        cast(
            sum(case when disagreement <> 'none' and is_churned then 1 else 0 end)
            as {{ type_double() }}
        ) as n_disagreeing_churned,
        cast(sum(case when disagreement = 'none' then 1 else 0 end) as {{ type_double() }})
            as n_others,
        cast(
            sum(case when disagreement = 'none' and is_churned then 1 else 0 end)
            as {{ type_double() }}
        ) as n_others_churned
    from cases
    where is_combined and is_churned is not null
    group by 1, 2, 3, 4
),

weighed as (
    select
        *,
        n_disagreeing * n_others / (n_disagreeing + n_others) as weight
    from followed
),

evidence as (
    select
        scorecard_id,
        version,
        band,
        sum(n_disagreeing) as n_disagreeing,
        sum(n_disagreeing_churned) as n_disagreeing_churned,
        sum(n_disagreeing_churned + n_others_churned) as n_churned,
        {%- for name in ['disagreeing', 'others'] %}
            {{ standard_share('n_' ~ name ~ '_churned', 'n_' ~ name, 'weight') }}
                as churn_{{ name }},
            {{ standard_n('n_' ~ name, 'weight') }}
                as effective_{{ name }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from weighed
    group by 1, 2, 3
),

compared_churn as (
    select
        *,
        {{ arcsine_z(
            'churn_disagreeing', 'effective_disagreeing', 'churn_others', 'effective_others'
        ) }} as z_of_difference
    from evidence
),

judged as (
    select
        evidence.*,
        {%- for name in ['disagreeing', 'others'] %}
            {%- for side in ['lower', 'upper'] %}
                {{ wilson_bound(
                    'evidence.churn_' ~ name, 'evidence.effective_' ~ name, 'parameters.z', side
                ) }} as {{ name }}_{{ side }},
            {%- endfor %}
        {%- endfor %}
        case
            when
                evidence.n_churned < parameters.least_events
                or evidence.n_disagreeing < parameters.least_events
                then 'too_few_events'
            when evidence.z_of_difference > parameters.verdict_z then 'leaves_more_often'
            when evidence.z_of_difference < -parameters.verdict_z then 'leaves_less_often'
            else 'no_difference_shown'
        end as verdict
    from compared_churn as evidence
    cross join parameters
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
        || cast(cast(signal_parameters.window_weeks as integer) as text) || ' weeks.' as sentence,
        cast(compared.n_compared as integer) as n_compared,
        cast(compared.n_disagreeing as integer) as n_disagreeing,
        cases.lead_days,
        cases.is_churned as is_churned_after,
        {{ round_to('cases.net_revenue_change', 2) }} as net_revenue_change_after,
        cast(coalesce(judged.n_disagreeing, 0) as integer) as n_followed,
        cast(coalesce(judged.n_disagreeing_churned, 0) as integer) as n_followed_churned,
        {{ round_score('judged.churn_disagreeing') }} as churn_followed,
        {{ round_score('judged.disagreeing_lower') }} as churn_followed_lower,
        {{ round_score('judged.disagreeing_upper') }} as churn_followed_upper,
        {{ round_score('judged.churn_others') }} as churn_rest_of_band,
        {{ round_score('judged.others_lower') }} as churn_rest_of_band_lower,
        {{ round_score('judged.others_upper') }} as churn_rest_of_band_upper,
        coalesce(judged.verdict, 'too_few_events') as verdict,
        {{ is_demo_company() }} as is_demo,
        case
            when {{ is_demo_company() }}
                then 'Demo company: proves that the machinery works, not what really follows.'
        end as note
    from cases
    inner join account_weeks
        on
            cases.account_id = account_weeks.account_id
            and cases.snapshot_week = account_weeks.snapshot_week
    inner join compared
        on
            cases.snapshot_week = compared.snapshot_week
            and cases.scorecard_id = compared.scorecard_id
    inner join signal_parameters on cases.segment = signal_parameters.segment
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
    left join judged
        on
            cases.scorecard_id = judged.scorecard_id
            and cases.version = judged.version
            and cases.band = judged.band
    where cases.disagreement <> 'none'
)

select * from final
