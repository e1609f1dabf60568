{{ config(materialized='view') }}

with combined as (
    select
        scorecard_id,
        version,
        segment
    from {{ ref('int_validation_combined') }}
),

versions as (
    select
        scorecard_id,
        version,
        status
    from {{ ref('scorecard_versions') }}
),

lead_times as (
    select cast(value as integer) as lead_days
    from {{ ref('validation_parameters') }}
    where parameter = 'lead_days'
),

predictors as (
    select 'card' as predictor
    union all
    select 'tenure' as predictor
    union all
    select 'usage' as predictor
    union all
    select 'last_week' as predictor
),

segments as (
    select distinct
        scorecard_id,
        version,
        segment
    from combined
    union distinct
    select
        scorecard_id,
        version,
        '*' as segment
    from versions
),

-- What is asked, also where the data is too short to answer.
final as (
    select
        versions.scorecard_id,
        versions.version,
        versions.status,
        segments.segment,
        lead_times.lead_days,
        predictors.predictor
    from versions
    inner join segments
        on
            versions.scorecard_id = segments.scorecard_id
            and versions.version = segments.version
    cross join lead_times
    cross join predictors
)

select * from final
