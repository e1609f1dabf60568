{{ config(tags=['rules']) }}

-- Ranges of rubrics, bands and tenure bands follow each other without gap or overlap; bands cover
-- the scale.
with rubrics as (
    select
        rubric_id,
        level,
        lower_bound,
        upper_bound,
        coalesce(upper_inclusive, false) as upper_inclusive
    from {{ ref('rubrics') }}
),

bands as (
    select
        bands.scorecard_id,
        bands.version,
        bands.segment,
        bands.band_on,
        bands.band_id,
        bands.lower_bound,
        bands.upper_bound,
        coalesce(bands.upper_inclusive, false) as upper_inclusive,
        case when bands.band_on = 'mid_rank' then 1 else scorecards.scale_max end as scale_end
    from {{ ref('bands') }} as bands
    inner join {{ ref('scorecards') }} as scorecards
        on bands.scorecard_id = scorecards.scorecard_id
),

ranges as (
    select
        'rubrics (' || rubric_id || ')' as range_set,
        lower_bound,
        upper_bound,
        upper_inclusive
    from rubrics
    where level is null
    union all
    select
        'bands (' || scorecard_id || ', version ' || version || ', segment ' || segment || ')'
            as range_set,
        lower_bound,
        upper_bound,
        -- The highest band includes its end, so a band of the top score alone is not empty.
        upper_inclusive or upper_bound = scale_end as upper_inclusive
    from bands
    union all
    select
        'tenure_bands' as range_set,
        lower_bound,
        upper_bound,
        false as upper_inclusive
    from {{ ref('tenure_bands') }}
),

ordered as (
    select
        range_set,
        lower_bound,
        upper_bound,
        upper_inclusive,
        lead(lower_bound) over (
            partition by range_set order by lower_bound nulls first, upper_bound nulls last
        ) as next_lower_bound,
        lead(1) over (
            partition by range_set order by lower_bound nulls first, upper_bound nulls last
        ) as has_next
    from ranges
),

findings as (
    select
        range_set,
        lower_bound,
        upper_bound,
        next_lower_bound,
        case
            when
                lower_bound > upper_bound
                or (lower_bound = upper_bound and not upper_inclusive)
                then 'is empty'
            when
                has_next = 1
                and (
                    upper_bound is null
                    or next_lower_bound is null
                    or next_lower_bound < upper_bound
                )
                then 'overlaps the next range'
            when has_next = 1 and next_lower_bound > upper_bound
                then 'leaves a gap before the next range'
        end as finding
    from ordered
),

doubled_levels as (
    select
        rubric_id,
        level
    from rubrics
    where level is not null
    group by 1, 2
    having count(*) > 1
),

band_sets as (
    select
        scorecard_id,
        version,
        segment,
        scale_end,
        count(distinct band_on) as n_band_on,
        min(case when lower_bound is null or lower_bound <= 0 then 0 else 1 end) as misses_start,
        min(case when upper_bound is null or upper_bound >= scale_end then 0 else 1 end)
            as misses_end
    from bands
    group by 1, 2, 3, 4
)

select
    range_set || ': the range from ' || coalesce(cast(lower_bound as {{ type_text() }}), 'open')
    || ' to '
    || coalesce(cast(upper_bound as {{ type_text() }}), 'open') || ' ' || finding
    || coalesce(', which starts at ' || cast(next_lower_bound as {{ type_text() }}), '')
    || '. Make each range start where the one below ends.' as problem
from findings
where finding is not null
union all
select
    'rubrics (' || rubric_id || '): the level ' || level || ' stands on several rows. Keep one.'
        as problem
from doubled_levels
union all
select
    range_set || ': it has more than 12 ranges, which no rubric may have. '
    || 'Join some.' as problem
from ordered
where range_set like 'rubrics (%'
group by 1
having count(*) > 12
union all
select
    'rubrics (' || rubric_id || ', level ' || level
    || '): the row names a level and a range. Write them as two rows.' as problem
from rubrics
where level is not null and (lower_bound is not null or upper_bound is not null)
union all
select
    'bands (' || scorecard_id || ', version ' || version || ', segment ' || segment
    || '): the ranges do not cover 0 to ' || cast(scale_end as {{ type_text() }})
    || '. Extend the lowest or the highest.' as problem
from band_sets
where misses_start = 1 or misses_end = 1
union all
select
    'bands (' || scorecard_id || ', version ' || version || ', segment ' || segment
    || '): some ranges band on score, others on mid_rank. Use one for the whole set.' as problem
from band_sets
where n_band_on > 1
