with judged as (
    select
        review_week,
        quarters,
        scorecard_id,
        version,
        segment,
        lead_days,
        band_on,
        cut,
        band_below,
        band_above,
        n_quarters,
        first_snapshot_week,
        n_churned,
        {%- for name in ['below', 'above'] %}
            n_accounts_{{ name }},
            n_churned_{{ name }},
            churn_{{ name }},
            churn_{{ name }}_lower,
            churn_{{ name }}_upper,
        {%- endfor %}
        difference,
        difference_lower,
        difference_upper,
        separation,
        verdict
    from {{ ref('int_judged_band_thresholds') }}
),

best_cuts as (
    select
        review_week,
        quarters,
        scorecard_id,
        version,
        segment,
        best_threshold,
        best_separation,
        best_threshold_lower,
        best_threshold_upper
    from {{ ref('int_best_band_cuts') }}
),

company as (
    select is_demo
    from {{ ref('int_company') }}
),

final as (
    select
        judged.scorecard_id,
        judged.version,
        judged.segment,
        judged.review_week as snapshot_week,
        judged.quarters,
        judged.lead_days,
        judged.band_on as threshold_on,
        judged.cut as threshold,
        judged.band_below,
        judged.band_above,
        cast(judged.n_quarters as integer) as n_quarters,
        judged.first_snapshot_week,
        cast(judged.n_churned as integer) as n_churned,
        {%- for name in ['below', 'above'] %}
            cast(judged.n_accounts_{{ name }} as integer) as n_{{ name }},
            cast(judged.n_churned_{{ name }} as integer) as n_churned_{{ name }},
            judged.churn_{{ name }},
            judged.churn_{{ name }}_lower,
            judged.churn_{{ name }}_upper,
        {%- endfor %}
        judged.difference,
        judged.difference_lower,
        judged.difference_upper,
        judged.verdict,
        judged.separation,
        best_cuts.best_threshold,
        best_cuts.best_threshold_lower,
        best_cuts.best_threshold_upper,
        best_cuts.best_separation,
        judged.cut >= best_cuts.best_threshold_lower
        and judged.cut <= best_cuts.best_threshold_upper as is_among_best,
        company.is_demo,
        {{ demo_note('the thresholds', 'company.is_demo') }} as note
    from judged
    cross join company
    left join best_cuts
        on
            judged.review_week = best_cuts.review_week
            and judged.quarters = best_cuts.quarters
            and judged.scorecard_id = best_cuts.scorecard_id
            and judged.version = best_cuts.version
            and judged.segment = best_cuts.segment
)

select * from final
