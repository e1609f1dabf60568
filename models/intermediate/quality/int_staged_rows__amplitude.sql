{{ config(materialized='view') }}
{#- staging model: its raw table, the time of the fact -#}
{%- set staged_tables = {
    'stg_amplitude__event_types': {
        'raw_table': 'event_type', 'time': 'loaded_at', 'skips_deleted': true,
    },
} -%}

with staged_rows as (
    {{ staged_row_counts(staged_tables) }}
),

-- Rollups keep what they reject, so that big tables are not read again.
rolled_up_rows as (
    select
        raw_table,
        rejection_reason,
        usage_week,
        last_loaded_at,
        n_rows
    from {{ ref('int_usage_visitor_weeks__amplitude') }}
),

-- A table without rows is told too.
usage_rows as (
    select
        raw_table,
        rejection_reason,
        coalesce(usage_week, {{ week_start('last_loaded_at') }}) as week,
        cast(sum(n_rows) as bigint) as n_rows
    from rolled_up_rows
    group by 1, 2, 3
    union all
    select
        'event' as raw_table,
        cast(null as {{ type_text() }}) as rejection_reason,
        cast(null as date) as week,
        cast(0 as bigint) as n_rows
),

final as (
    select
        'amplitude' as source,
        raw_table,
        rejection_reason,
        blank_reason,
        week,
        n_rows
    from staged_rows

    union all

    select
        'amplitude' as source,
        raw_table,
        rejection_reason,
        cast(null as {{ type_text() }}) as blank_reason,
        week,
        n_rows
    from usage_rows
)

select * from final
