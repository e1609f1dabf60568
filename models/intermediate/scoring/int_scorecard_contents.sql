{{ config(materialized='view') }}

with versions as (
    select
        scorecard_id,
        version
    from {{ ref('scorecard_versions') }}
),

categories as (
    select
        scorecard_id,
        version,
        segment,
        category_id,
        sort_order
    from {{ ref('scorecard_categories') }}
),

scorecard_signals as (
    select
        scorecard_id,
        version,
        segment
    from {{ ref('scorecard_signals') }}
),

bands as (
    select distinct
        scorecard_id,
        version,
        rank,
        label
    from {{ ref('bands') }}
    where segment = '*'
),

-- Segments with weights or methods of their own; `*` is everybody else.
segment_sets as (
    select
        scorecard_id,
        version,
        segment
    from categories
    where segment <> '*'
    union distinct
    select
        scorecard_id,
        version,
        segment
    from scorecard_signals
    where segment <> '*'
),

segments as (
    select
        scorecard_id,
        version,
        {{ list_of('segment', ', ', 'segment') }} as segments_with_own_rules
    from segment_sets
    group by 1, 2
),

category_totals as (
    select
        scorecard_id,
        version,
        cast(count(*) as integer) as n_categories,
        {{ list_of('category_id', ', ', 'sort_order, category_id') }} as categories
    from categories
    where segment = '*'
    group by 1, 2
),

band_totals as (
    select
        scorecard_id,
        version,
        {{ list_of('label', ', ', 'rank') }} as bands
    from bands
    group by 1, 2
),

final as (
    select
        versions.scorecard_id,
        versions.version,
        category_totals.n_categories,
        category_totals.categories,
        segments.segments_with_own_rules,
        band_totals.bands
    from versions
    left join category_totals
        on
            versions.scorecard_id = category_totals.scorecard_id
            and versions.version = category_totals.version
    left join segments
        on
            versions.scorecard_id = segments.scorecard_id
            and versions.version = segments.version
    left join band_totals
        on
            versions.scorecard_id = band_totals.scorecard_id
            and versions.version = band_totals.version
)

select * from final
