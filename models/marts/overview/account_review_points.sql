with accounts as (
    select
        account_id,
        snapshot_week,
        account_name
    from {{ ref('account_overview') }}
),

cells as (
    select
        account_id,
        snapshot_week,
        signal_id,
        category_id,
        value,
        score,
        declared_weight
    from {{ ref('fct_signal_scores') }}
    where
        is_in_force
        and scorecard_id = 'adoption'
        and status in ('scored', 'carried_forward')
),

-- Who has no row here is never shown to a customer.
words as (
    select
        signal_id,
        measure,
        next_step
    from {{ ref('review_words') }}
),

units as (
    select
        signal_id,
        unit
    from {{ ref('signals') }}
),

limits as (
    select
        max(case when parameter = 'review_good_score' then value end) as good_score,
        max(case when parameter = 'review_lines' then value end) as most_lines
    from {{ ref('scorecard_parameters') }}
    where scorecard_id = 'adoption'
),

-- The words of the measure name the unit, so that only a share has a sign.
judged as (
    select
        accounts.account_id,
        accounts.snapshot_week,
        accounts.account_name,
        cells.signal_id,
        cells.category_id,
        cells.score,
        cells.declared_weight,
        words.measure,
        words.next_step,
        case when units.unit = 'ratio' then 100 * cells.value else cells.value end as shown_value,
        case when units.unit in ('percent', 'ratio') then 'percent' end as shown_unit,
        case
            when cells.score >= limits.good_score then 'achievement'
            else 'next_step'
        end as kind,
        limits.most_lines
    from accounts
    inner join cells
        on
            accounts.account_id = cells.account_id
            and accounts.snapshot_week = cells.snapshot_week
    inner join words on cells.signal_id = words.signal_id
    inner join units on cells.signal_id = units.signal_id
    cross join limits
),

-- The best achievement first, and the step first that is furthest from one.
placed as (
    select
        account_id,
        kind,
        snapshot_week,
        account_name,
        signal_id,
        category_id,
        measure,
        {{ value_text('shown_value', 'shown_unit', 'null') }} as value_text,
        case when kind = 'next_step' then next_step end as next_step,
        most_lines,
        row_number() over (
            partition by account_id, kind
            order by
                case when kind = 'achievement' then -score else score end asc,
                declared_weight desc,
                signal_id asc
        ) as place
    from judged
    where kind = 'achievement' or next_step is not null
),

final as (
    select
        account_id,
        kind,
        cast(place as integer) as place,
        snapshot_week,
        account_name,
        signal_id,
        category_id,
        measure,
        value_text,
        next_step
    from placed
    where place <= most_lines
)

select * from final
