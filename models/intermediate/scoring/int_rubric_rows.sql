{{ config(materialized='table') }}

with rubrics as (
    select
        rubric_id,
        level,
        {{ snake_case('level') }} as level_key,
        lower_bound,
        upper_bound,
        coalesce(upper_inclusive, false) as upper_inclusive,
        coalesce(label, level) as label,
        score
    from {{ ref('rubrics') }}
),

-- Ranges come first, in their order, then levels. Rows of a rubric never change, nor do these.
final as (
    select
        rubric_id,
        cast(row_number() over (
            partition by rubric_id
            order by
                case when level is null then 0 else 1 end,
                lower_bound nulls first,
                upper_bound nulls last,
                level
        ) as integer) as rubric_row,
        cast(dense_rank() over (order by rubric_id) as integer) as rubric_number,
        level,
        level_key,
        lower_bound,
        upper_bound,
        upper_inclusive,
        label,
        score
    from rubrics
)

select * from final
