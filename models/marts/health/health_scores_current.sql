with health_scores as (
    select * from {{ ref('health_scores') }}
),

newest as (
    select max(snapshot_week) as snapshot_week
    from health_scores
),

final as (
    select health_scores.*
    from health_scores
    inner join newest on health_scores.snapshot_week = newest.snapshot_week
)

select * from final
