-- A row that nobody can find is told, but the scores are right without it: a warning.
{{ config(tags=['on_build'], severity='warn') }}

select
    source || '.' || raw_table || ': ' || cast(n_rows_raw as {{ type_text() }}) || ' rows landed, '
    || cast(n_rows_used as {{ type_text() }}) || ' used and '
    || cast(n_rows_rejected as {{ type_text() }})
    || ' counted as rejected. Look for a filter without a reason in the entities that read the'
    || ' table, and give it one (int_row_uses__<source> of models/intermediate/quality).'
        as problem
from {{ ref('data_quality_raw_rows') }}
where n_rows_unexplained <> 0
