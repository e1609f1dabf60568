-- Rows of a table that is read for nothing are counted by that alone.
with tables_not_used as (
    select distinct
        source,
        raw_table
    from {{ ref('int_staged_rows') }}
    where rejection_reason = 'capability_not_used'
),

answers as (
    select
        source,
        raw_table,
        coalesce(
            rejection_reason, case when account_id is null then 'unknown_account' end
        ) as rejection_reason,
        {{ week_start('responded_at') }} as week,
        cast(count(*) as bigint) as n_rows
    from {{ ref('int_survey_answers') }}
    group by 1, 2, 3, 4
),

all_uses as (
    {{ union_branches('int_row_uses', [
        'source',
        'raw_table',
        'rejection_reason',
        'week',
        'n_rows',
    ]) }}

    union all

    -- Every answer names the raw table that it was read from.
    select
        source,
        raw_table,
        rejection_reason,
        week,
        n_rows
    from answers
),

final as (
    select
        all_uses.source,
        all_uses.raw_table,
        all_uses.rejection_reason,
        all_uses.week,
        all_uses.n_rows
    from all_uses
    left join tables_not_used
        on
            all_uses.source = tables_not_used.source
            and all_uses.raw_table = tables_not_used.raw_table
    where tables_not_used.raw_table is null
)

select * from final
