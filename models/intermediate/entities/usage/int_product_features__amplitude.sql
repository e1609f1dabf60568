{{ config(materialized='view') }}

with event_types as (
    select
        event_type,
        event_name
    from {{ ref('stg_amplitude__event_types') }}
    where
        {{ is_used_for('amplitude', 'product') }}
        and rejection_reason is null
        and not coalesce(is_deleted, false)
),

-- Features are told apart by their word. Where projects name it differently, one name is shown.
final as (
    select
        'amplitude' as source,
        event_type as feature_id,
        min(event_name) as feature_name,
        cast(null as boolean) as is_core_feature,
        cast('1900-01-01' as {{ type_time() }}) as valid_from,
        cast('9999-12-31' as {{ type_time() }}) as valid_to
    from event_types
    group by 1, 2
)

select * from final
