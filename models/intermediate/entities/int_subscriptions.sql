with versions as (
    select
        subscription_id,
        customer_id,
        status,
        coalesce(started_at, created_at, current_period_start_at, loaded_at) as started_at,
        current_period_start_at,
        current_period_end_at,
        case
            when ended_at is not null then ended_at
            when status = 'canceled' then coalesce(canceled_at, current_period_end_at)
        end as ended_at,
        coalesce(version_from, cast('1900-01-01' as timestamp)) as version_from,
        version_to
    from {{ ref('stg_stripe__subscription_history') }}
    where rejection_reason is null and not coalesce(is_deleted, false)
),

items as (
    select
        subscription_id,
        plan_id,
        current_period_start_at,
        current_period_end_at
    from {{ ref('stg_stripe__subscription_items') }}
    where rejection_reason is null and not coalesce(is_deleted, false)
),

prices as (
    select
        price_id,
        recurring_interval,
        recurring_interval_count
    from {{ ref('stg_stripe__prices') }}
    where rejection_reason is null
),

plans as (
    select
        plan_id,
        recurring_interval,
        recurring_interval_count
    from {{ ref('stg_stripe__plans') }}
    where rejection_reason is null
),

line_items as (
    select
        subscription_id,
        period_start_at,
        period_end_at
    from {{ ref('stg_stripe__invoice_line_items') }}
    where
        rejection_reason is null
        and not coalesce(is_proration, false)
        and coalesce(line_type, 'subscription') = 'subscription'
        and subscription_id is not null
),

account_keys as (
    select
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
    where source = 'stripe' and match_status = 'matched'
),

-- the items of today: they carry no history, and serve only where the version itself is silent
item_terms as (
    select
        items.subscription_id,
        max(items.current_period_start_at) as current_period_start_at,
        max(items.current_period_end_at) as current_period_end_at,
        max(
            case coalesce(prices.recurring_interval, plans.recurring_interval)
                when
                    'year'
                    then
                        12
                        * coalesce(
                            prices.recurring_interval_count, plans.recurring_interval_count, 1
                        )
                when
                    'month'
                    then
                        coalesce(prices.recurring_interval_count, plans.recurring_interval_count, 1)
                when 'week' then 0
                when 'day' then 0
            end
        ) as plan_months
    from items
    left join prices on items.plan_id = prices.price_id
    left join plans on items.plan_id = plans.plan_id
    group by 1
),

line_terms as (
    select
        subscription_id,
        max({{ service_months('period_start_at', 'period_end_at') }}) as line_months
    from line_items
    group by 1
),

-- the first version speaks for the time before the loader kept versions
placed_versions as (
    select
        *,
        row_number() over (partition by subscription_id order by version_from) as version_number,
        lead(version_from)
            over (partition by subscription_id order by version_from)
            as next_version_from
    from versions
),

dated_versions as (
    select
        subscription_id,
        customer_id,
        status,
        started_at,
        current_period_start_at,
        current_period_end_at,
        ended_at,
        case when version_number = 1 then started_at else greatest(version_from, started_at) end
            as valid_from,
        coalesce(next_version_from, version_to, cast('9999-12-31' as timestamp)) as valid_to
    from placed_versions
),

-- a version that knows the end is cut there: in force before it, not in force after it
cut_versions as (
    select
        subscription_id,
        customer_id,
        case when status = 'canceled' then 'active' else status end as status,
        started_at,
        current_period_start_at,
        current_period_end_at,
        ended_at,
        valid_from,
        case when ended_at < valid_to then ended_at else valid_to end as valid_to,
        status in ('active', 'past_due', 'canceled') as is_in_force
    from dated_versions

    union all

    select
        subscription_id,
        customer_id,
        case when status in ('active', 'past_due') then 'canceled' else status end as status,
        started_at,
        current_period_start_at,
        current_period_end_at,
        ended_at,
        case when ended_at > valid_from then ended_at else valid_from end as valid_from,
        valid_to,
        false as is_in_force
    from dated_versions
    where ended_at is not null
),

-- the term: of the version's own period, else of plan or price, else of what was invoiced
termed_versions as (
    select
        cut_versions.subscription_id,
        account_keys.account_id,
        cut_versions.customer_id,
        cut_versions.valid_from,
        cut_versions.valid_to,
        cut_versions.status,
        cut_versions.is_in_force,
        cut_versions.started_at,
        cut_versions.ended_at,
        coalesce(cut_versions.current_period_start_at, item_terms.current_period_start_at)
            as current_period_start,
        coalesce(cut_versions.current_period_end_at, item_terms.current_period_end_at)
            as current_period_end,
        coalesce(
            {{ service_months(
                'cut_versions.current_period_start_at', 'cut_versions.current_period_end_at'
            ) }},
            item_terms.plan_months,
            line_terms.line_months
        ) as term_months
    from cut_versions
    left join item_terms on cut_versions.subscription_id = item_terms.subscription_id
    left join line_terms on cut_versions.subscription_id = line_terms.subscription_id
    left join account_keys on cut_versions.customer_id = account_keys.source_account_key
    where cut_versions.valid_from < cut_versions.valid_to
),

final as (
    select
        subscription_id,
        account_id,
        customer_id,
        valid_from,
        valid_to,
        status,
        is_in_force,
        started_at,
        ended_at,
        current_period_start,
        current_period_end,
        term_months,
        term_months >= 12 as is_annual
    from termed_versions
)

select * from final
