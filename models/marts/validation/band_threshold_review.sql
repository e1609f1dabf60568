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
        n_accounts_below,
        n_churned_below,
        churn_below,
        churn_below_lower,
        churn_below_upper,
        n_accounts_above,
        n_churned_above,
        churn_above,
        churn_above_lower,
        churn_above_upper,
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
        cast(judged.n_accounts_below as integer) as n_below,
        cast(judged.n_churned_below as integer) as n_churned_below,
        judged.churn_below,
        judged.churn_below_lower,
        judged.churn_below_upper,
        cast(judged.n_accounts_above as integer) as n_above,
        cast(judged.n_churned_above as integer) as n_churned_above,
        judged.churn_above,
        judged.churn_above_lower,
        judged.churn_above_upper,
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
