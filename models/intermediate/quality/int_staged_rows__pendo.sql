{{ config(materialized='view') }}
{#- staging model: its raw table, the time of the fact, what it is read for, and which good rows no
    model reads -#}
{%- set staged_tables = {
    'stg_pendo__account_history': {
        'raw_table': 'account_history', 'time': 'last_updated_at', 'for': ['product', 'surveys'],
    },
    'stg_pendo__visitor_history': {
        'raw_table': 'visitor_history', 'time': 'last_updated_at', 'for': ['product', 'surveys'],
    },
    'stg_pendo__visitor_account_history': {
        'raw_table': 'visitor_account_history', 'time': 'loaded_at',
        'for': ['product', 'surveys'],
    },
    'stg_pendo__feature_history': {
        'raw_table': 'feature_history', 'time': 'last_updated_at', 'for': ['product'],
    },
    'stg_pendo__polls': {'raw_table': 'poll', 'time': 'loaded_at', 'for': ['surveys']},
    'stg_pendo__poll_events': {
        'raw_table': 'poll_event', 'time': 'occurred_at', 'for': ['surveys'],
    },
} -%}

with staged_rows as (
    {{ staged_row_counts(staged_tables) }}
),

-- Rollups keep what they reject, so that big tables are not read again.
rolled_up_rows as (
    select
        'event' as raw_table,
        rejection_reason,
        usage_week,
        last_loaded_at,
        n_rows
    from {{ ref('int_usage_visitor_weeks__pendo') }}

    union all

    select
        'page_event' as raw_table,
        rejection_reason,
        usage_week,
        last_loaded_at,
        n_rows
    from {{ ref('int_usage_page_weeks__pendo') }}

    union all

    select
        'feature_event' as raw_table,
        rejection_reason,
        usage_week,
        last_loaded_at,
        n_rows
    from {{ ref('int_usage_feature_weeks__pendo') }}
),

-- A table without rows is told too.
rolled_up_tables as (
    select 'event' as raw_table
    union all
    select 'page_event' as raw_table
    union all
    select 'feature_event' as raw_table
),

usage_rows as (
    select
        rolled_up_tables.raw_table,
        rolled_up_rows.rejection_reason,
        coalesce(
            rolled_up_rows.usage_week, {{ week_start('rolled_up_rows.last_loaded_at') }}
        ) as week,
        cast(coalesce(sum(rolled_up_rows.n_rows), 0) as bigint) as n_rows
    from rolled_up_tables
    left join rolled_up_rows on rolled_up_tables.raw_table = rolled_up_rows.raw_table
    group by 1, 2, 3
),

final as (
    select
        'pendo' as source,
        raw_table,
        rejection_reason,
        blank_reason,
        week,
        n_rows
    from staged_rows

    union all

    select
        'pendo' as source,
        raw_table,
        rejection_reason,
        cast(null as {{ type_text() }}) as blank_reason,
        week,
        n_rows
    from usage_rows
)

select * from final
