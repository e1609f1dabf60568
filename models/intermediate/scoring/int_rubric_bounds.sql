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
        max(case when rubric_row = 1 then upper_bound end) as end_1,
        max(case when rubric_row = 2 then upper_bound end) as end_2,
        max(case when rubric_row = 3 then upper_bound end) as end_3,
        max(case when rubric_row = 4 then upper_bound end) as end_4,
        max(case when rubric_row = 5 then upper_bound end) as end_5,
        max(case when rubric_row = 6 then upper_bound end) as end_6,
        max(case when rubric_row = 7 then upper_bound end) as end_7,
        max(case when rubric_row = 8 then upper_bound end) as end_8,
        max(case when rubric_row = 9 then upper_bound end) as end_9,
        max(case when rubric_row = 10 then upper_bound end) as end_10,
        max(case when rubric_row = 11 then upper_bound end) as end_11,
        max(case when rubric_row = 12 then upper_bound end) as end_12,
        max(case when rubric_row = 1 and upper_inclusive then 1 else 0 end) = 1
            as is_end_1_included,
        max(case when rubric_row = 2 and upper_inclusive then 1 else 0 end) = 1
            as is_end_2_included,
        max(case when rubric_row = 3 and upper_inclusive then 1 else 0 end) = 1
            as is_end_3_included,
        max(case when rubric_row = 4 and upper_inclusive then 1 else 0 end) = 1
            as is_end_4_included,
        max(case when rubric_row = 5 and upper_inclusive then 1 else 0 end) = 1
            as is_end_5_included,
        max(case when rubric_row = 6 and upper_inclusive then 1 else 0 end) = 1
            as is_end_6_included,
        max(case when rubric_row = 7 and upper_inclusive then 1 else 0 end) = 1
            as is_end_7_included,
        max(case when rubric_row = 8 and upper_inclusive then 1 else 0 end) = 1
            as is_end_8_included,
        max(case when rubric_row = 9 and upper_inclusive then 1 else 0 end) = 1
            as is_end_9_included,
        max(case when rubric_row = 10 and upper_inclusive then 1 else 0 end) = 1
            as is_end_10_included,
        max(case when rubric_row = 11 and upper_inclusive then 1 else 0 end) = 1
            as is_end_11_included,
        max(case when rubric_row = 12 and upper_inclusive then 1 else 0 end) = 1
            as is_end_12_included
    from ranges
    group by 1
)

select * from final
