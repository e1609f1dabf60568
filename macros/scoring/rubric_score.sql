{#- The sub-query's names are long, so that no column of the caller is taken for one of them. -#}
{% macro rubric_score(value, rubric_id, level=none) -%}
    {%- set level_text = level or 'cast(null as ' ~ type_text() ~ ')' -%}
    (
        select max(rubric_row.rubric_row_score)
        from (
            select
                {{ snake_case('level') }} as rubric_row_level,
                lower_bound as rubric_row_from,
                upper_bound as rubric_row_to,
                coalesce(
                    lag(upper_inclusive) over (
                        partition by level
                        order by lower_bound nulls first, upper_bound nulls last
                    ),
                    false
                ) as rubric_row_from_exclusive,
                coalesce(upper_inclusive, false) as rubric_row_to_inclusive,
                score as rubric_row_score
            from {{ ref('rubrics') }}
            where rubric_id = '{{ rubric_id }}'
        ) as rubric_row
        where
            rubric_row.rubric_row_level = {{ snake_case(level_text) }}
            or (
                {{ level_text }} is null
                and rubric_row.rubric_row_level is null
                and {{ is_in_range(
                    '(' ~ round_score(value) ~ ')',
                    'rubric_row.rubric_row_from',
                    'rubric_row.rubric_row_to',
                    'rubric_row.rubric_row_from_exclusive',
                    'rubric_row.rubric_row_to_inclusive',
                ) }}
            )
    )
{%- endmacro %}
