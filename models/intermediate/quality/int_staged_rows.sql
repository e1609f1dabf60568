with final as (
    select
        source,
        raw_table,
        rejection_reason,
        blank_reason,
        week,
        n_rows
    from {{ ref('int_staged_rows__salesforce') }}

    union all

    select
        source,
        raw_table,
        rejection_reason,
        blank_reason,
        week,
        n_rows
    from {{ ref('int_staged_rows__pendo') }}

    union all

    select
        source,
        raw_table,
        rejection_reason,
        blank_reason,
        week,
        n_rows
    from {{ ref('int_staged_rows__zendesk') }}

    union all

    select
        source,
        raw_table,
        rejection_reason,
        blank_reason,
        week,
        n_rows
    from {{ ref('int_staged_rows__intercom') }}

    union all

    select
        source,
        raw_table,
        rejection_reason,
        blank_reason,
        week,
        n_rows
    from {{ ref('int_staged_rows__stripe') }}

    union all

    select
        source,
        raw_table,
        rejection_reason,
        blank_reason,
        week,
        n_rows
    from {{ ref('int_staged_rows__qualtrics') }}

    union all

    select
        source,
        raw_table,
        rejection_reason,
        blank_reason,
        week,
        n_rows
    from {{ ref('int_staged_rows__customer_success') }}

    union all

    select
        source,
        raw_table,
        rejection_reason,
        blank_reason,
        week,
        n_rows
    from {{ ref('int_staged_rows__amplitude') }}

    union all

    select
        source,
        raw_table,
        rejection_reason,
        blank_reason,
        week,
        n_rows
    from {{ ref('int_staged_rows__mixpanel') }}

    union all

    select
        source,
        raw_table,
        rejection_reason,
        blank_reason,
        week,
        n_rows
    from {{ ref('int_staged_rows__hubspot') }}
)

select * from final
