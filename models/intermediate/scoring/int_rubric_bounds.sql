{{ config(materialized='table') }}

with ranges as (
    select
        rubric_number,
        rubric_row,
        lower_bound,
        upper_bound,
        upper_inclusive
    from {{ ref('int_rubric_rows') }}
    where level is null
),

-- Ranges follow each other without a gap (a test), so their upper ends are all there is to know.
final as (
    select
        rubric_number,
        count(*) as n_ranges,
        min(case when rubric_row = 1 then lower_bound end) as lowest,
        {{ range_ends('rubric_row', 'upper_bound', 'upper_inclusive') }}
    from ranges
    group by 1
)

select * from final
