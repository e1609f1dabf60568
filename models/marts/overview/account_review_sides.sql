with accounts as (
    select
        account_id,
        snapshot_week,
        account_name,
        segment
    from {{ ref('account_overview') }}
),

categories as (
    select
        account_id,
        snapshot_week,
        category_id,
        version,
        sort_order,
        score,
        score_quarter_ago,
        change
    from {{ ref('adoption_scores') }}
),

overall as (
    select
        account_id,
        snapshot_week,
        version,
        score,
        score_quarter_ago,
        change
    from {{ ref('adoption_overview') }}
),

scales as (
    select
        version,
        scale_max
    from {{ ref('dim_scorecards') }}
    where scorecard_id = 'adoption'
),

benchmarks as (
    select
        snapshot_week,
        group_name,
        category_id,
        n_accounts,
        median_score
    from {{ ref('adoption_benchmarks') }}
    where dimension = 'segment'
),

least_accounts as (
    select max(value) as least_accounts
    from {{ ref('scorecard_parameters') }}
    where scorecard_id = 'adoption' and parameter = 'review_least_accounts'
),

sides as (
    select
        account_id,
        snapshot_week,
        category_id,
        version,
        sort_order,
        score,
        score_quarter_ago,
        change
    from categories
    union all
    select
        account_id,
        snapshot_week,
        'overall' as category_id,
        version,
        0 as sort_order,
        score,
        score_quarter_ago,
        change
    from overall
),

-- The account itself may be one of the group, so that one more is needed.
final as (
    select
        sides.account_id,
        sides.category_id,
        sides.snapshot_week,
        accounts.account_name,
        sides.sort_order,
        sides.score,
        scales.scale_max,
        sides.score_quarter_ago,
        sides.change,
        case
            when benchmarks.n_accounts > least_accounts.least_accounts then benchmarks.median_score
        end as segment_median
    from accounts
    inner join sides
        on
            accounts.account_id = sides.account_id
            and accounts.snapshot_week = sides.snapshot_week
    left join scales on sides.version = scales.version
    left join benchmarks
        on
            sides.snapshot_week = benchmarks.snapshot_week
            and accounts.segment = benchmarks.group_name
            and sides.category_id = benchmarks.category_id
    cross join least_accounts
)

select * from final
