-- Duplicates and events that are no use tell who sat at a device as well as others do; events of
-- the future tell nothing yet.
with events as (
    select
        user_id,
        device_id,
        former_device_id,
        occurred_week
    from {{ ref('stg_mixpanel__events') }}
    where
        {{ is_used_for('mixpanel', 'product') }}
        and user_id is not null
        and cast(occurred_at as date) <= cast(coalesce(loaded_at, occurred_at) as date)
        and cast(occurred_at as date) <= {{ as_of_date() }}
),

pairs as (
    select
        device_id,
        user_id,
        occurred_week
    from events
    where device_id is not null
    union all
    select
        former_device_id as device_id,
        user_id,
        occurred_week
    from events
    where former_device_id is not null and former_device_id <> user_id
),

first_pairs as (
    select
        device_id,
        user_id,
        min(occurred_week) as first_week
    from pairs
    group by 1, 2
),

followed as (
    select
        device_id,
        user_id,
        first_week,
        lead(first_week, 1, cast('9999-12-31' as date)) over (
            partition by device_id order by first_week, user_id
        ) as next_user_week,
        row_number() over (partition by device_id order by first_week, user_id) as place
    from first_pairs
),

-- Once a second person was seen at a device, whoever is not logged in may be either.
final as (
    select
        device_id,
        user_id,
        first_week as valid_from,
        next_user_week as valid_to
    from followed
    where place = 1 and first_week < next_user_week
)

select * from final
