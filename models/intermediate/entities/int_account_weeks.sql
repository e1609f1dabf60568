with accounts as (
    select
        account_id,
        account_name,
        created_at
    from {{ ref('int_accounts') }}
),

snapshot_weeks as (
    select
        snapshot_week,
        cast(snapshot_week as timestamp) as snapshot_at
    from {{ ref('int_snapshot_weeks') }}
),

attributes as (
    select
        account_id,
        valid_from,
        valid_to,
        segment,
        region,
        industry,
        use_case,
        plan,
        go_live_date,
        executive_sponsor,
        account_role,
        owner_name,
        attributes_known_by
    from {{ ref('int_account_attributes') }}
),

subscriptions as (
    select
        account_id,
        valid_from,
        coalesce(valid_to, timestamp '9999-12-31 00:00:00') as valid_to,
        coalesce(ended_at, timestamp '9999-12-31 00:00:00') as ended_at
    from {{ ref('int_subscriptions') }}
    where
        is_in_force
        and account_id is not null
),

account_keys as (
    select
        account_id,
        source
    from {{ ref('int_account_keys') }}
    where match_status = 'matched'
),

segments as (
    select
        segment,
        baseline_days
    from {{ ref('segments') }}
),

source_keys as (
    select
        account_id,
        max(case when source = 'pendo' then 1 else 0 end) as n_product,
        max(case when source = 'zendesk' then 1 else 0 end) as n_support,
        max(case when source = 'stripe' then 1 else 0 end) as n_billing
    from account_keys
    group by 1
),

first_subscriptions as (
    select
        account_id,
        min(valid_from) as first_in_force_at
    from subscriptions
    group by 1
),

weeks as (
    select
        accounts.account_id,
        accounts.account_name,
        accounts.created_at,
        snapshot_weeks.snapshot_week,
        snapshot_weeks.snapshot_at
    from accounts
    inner join snapshot_weeks
        on
            accounts.created_at < snapshot_weeks.snapshot_at
            or accounts.created_at is null
),

in_force as (
    select distinct
        weeks.account_id,
        weeks.snapshot_week
    from weeks
    inner join subscriptions
        on
            weeks.account_id = subscriptions.account_id
            and weeks.snapshot_at > subscriptions.valid_from
            and weeks.snapshot_at <= subscriptions.valid_to
            and weeks.snapshot_at <= subscriptions.ended_at
),

-- Fields as the CRM held them just before the snapshot. Prospects and partners are not customers.
described as (
    select
        weeks.account_id,
        weeks.account_name,
        weeks.created_at,
        weeks.snapshot_week,
        weeks.snapshot_at,
        attributes.segment,
        attributes.region,
        attributes.industry,
        attributes.use_case,
        attributes.plan,
        attributes.go_live_date,
        attributes.executive_sponsor,
        attributes.account_role,
        attributes.owner_name,
        attributes.attributes_known_by,
        case
            when attributes.go_live_date > weeks.snapshot_week then null
            else cast(
                {{ days_between(
                    'coalesce(attributes.go_live_date, cast(weeks.created_at as date))',
                    'weeks.snapshot_week',
                ) }} as integer
            )
        end as tenure_days
    from weeks
    inner join attributes
        on
            weeks.account_id = attributes.account_id
            and weeks.snapshot_at > attributes.valid_from
            and weeks.snapshot_at <= attributes.valid_to
    where attributes.account_role not in ('prospect', 'partner')
),

-- Whoever never had a subscription is a customer for as long as the CRM says so.
living as (
    select
        described.*,
        in_force.account_id is not null
        or (
            (
                first_subscriptions.first_in_force_at is null
                or first_subscriptions.first_in_force_at >= described.snapshot_at
            )
            and described.account_role <> 'former_customer'
        ) as is_alive
    from described
    left join in_force
        on
            described.account_id = in_force.account_id
            and described.snapshot_week = in_force.snapshot_week
    left join first_subscriptions
        on described.account_id = first_subscriptions.account_id
),

with_past as (
    select
        *,
        lag(is_alive) over (partition by account_id order by snapshot_week) as was_alive
    from living
),

-- The first Monday after a churn stays, so that the end is seen.
kept as (
    select *
    from with_past
    where
        is_alive
        or was_alive
),

with_baseline as (
    select
        kept.*,
        coalesce(own_segment.baseline_days, every_segment.baseline_days) as baseline_days
    from kept
    left join segments as own_segment
        on kept.segment = own_segment.segment
    left join segments as every_segment
        on every_segment.segment = '*'
),

with_reason as (
    select
        *,
        case
            when go_live_date > snapshot_week
                then 'not live before ' || cast(go_live_date as text)
            when tenure_days < baseline_days
                then
                    'younger than ' || cast(baseline_days as text) || ' days since '
                    || case when go_live_date is null then 'creation' else 'go-live' end
                    || ' (' || cast(tenure_days as text) || ' days)'
        end as lifecycle_reason
    from with_baseline
),

final as (
    select
        with_reason.account_id,
        with_reason.snapshot_week,
        with_reason.account_name,
        with_reason.segment,
        with_reason.region,
        with_reason.industry,
        with_reason.use_case,
        with_reason.plan,
        with_reason.owner_name,
        with_reason.go_live_date,
        with_reason.tenure_days,
        with_reason.executive_sponsor,
        with_reason.is_alive,
        case when with_reason.lifecycle_reason is null then 'established' else 'onboarding' end
            as lifecycle,
        with_reason.lifecycle_reason,
        coalesce(source_keys.n_product, 0) = 1 as has_product_key,
        coalesce(source_keys.n_support, 0) = 1 as has_support_key,
        coalesce(source_keys.n_billing, 0) = 1 as has_billing_key,
        with_reason.attributes_known_by
    from with_reason
    left join source_keys
        on with_reason.account_id = source_keys.account_id
)

select * from final
