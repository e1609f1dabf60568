{{ config(materialized='view') }}

with landed_versions as (
    {{ union_branches('int_subscription_versions', [
        'source',
        'subscription_id',
        'source_account_key',
        'status',
        'started_at',
        'current_period_start_at',
        'current_period_end_at',
        'ended_at',
        'trial_start_at',
        'trial_end_at',
        'version_from',
        'version_to',
    ]) }}
),

versions as (
    select
        source,
        subscription_id,
        source_account_key as customer_id,
        status,
        started_at,
        current_period_start_at,
        current_period_end_at,
        ended_at,
        coalesce(trial_start_at, cast('1900-01-01' as {{ type_time() }})) as trial_start_at,
        trial_end_at,
        coalesce(version_from, cast('1900-01-01' as {{ type_time() }})) as version_from,
        version_to
    from landed_versions
),

-- the first version speaks for the time before the loader kept versions
placed_versions as (
    select
        *,
        row_number()
            over (partition by source, subscription_id order by version_from)
            as version_number,
        lead(version_from)
            over (partition by source, subscription_id order by version_from)
            as next_version_from
    from versions
),

dated_versions as (
    select
        source,
        subscription_id,
        customer_id,
        status,
        started_at,
        current_period_start_at,
        current_period_end_at,
        ended_at,
        trial_start_at,
        trial_end_at,
        case
            when version_number = 1 then started_at
            else {{ greatest_of(['version_from', 'started_at']) }}
        end as valid_from,
        coalesce(next_version_from, version_to, cast('9999-12-31' as {{ type_time() }})) as valid_to
    from placed_versions
),

-- a version that knows the end is cut there: in force before it, not in force after it
cut_versions as (
    select
        source,
        subscription_id,
        customer_id,
        case when status = 'canceled' then 'active' else status end as status,
        started_at,
        current_period_start_at,
        current_period_end_at,
        ended_at,
        trial_start_at,
        trial_end_at,
        valid_from,
        case when ended_at < valid_to then ended_at else valid_to end as valid_to,
        status in ('active', 'past_due', 'canceled') as is_in_force
    from dated_versions

    union all

    select
        source,
        subscription_id,
        customer_id,
        case when status in ('active', 'past_due') then 'canceled' else status end as status,
        started_at,
        current_period_start_at,
        current_period_end_at,
        ended_at,
        trial_start_at,
        trial_end_at,
        case when ended_at > valid_from then ended_at else valid_from end as valid_from,
        valid_to,
        false as is_in_force
    from dated_versions
    where ended_at is not null
),

-- a version that outlives its trial is no trial then: before the trial, in it, after it
trial_versions as (
    select
        *,
        coalesce(is_in_force and trial_start_at < trial_end_at, false) as has_trial
    from cut_versions
),

untried_versions as (
    select
        source,
        subscription_id,
        customer_id,
        status,
        started_at,
        current_period_start_at,
        current_period_end_at,
        ended_at,
        valid_from,
        case
            when has_trial then {{ least_of(['valid_to', 'trial_start_at']) }}
            else valid_to
        end as valid_to,
        is_in_force
    from trial_versions

    union all

    select
        source,
        subscription_id,
        customer_id,
        'trialing' as status,
        started_at,
        current_period_start_at,
        current_period_end_at,
        ended_at,
        {{ greatest_of(['valid_from', 'trial_start_at']) }} as valid_from,
        {{ least_of(['valid_to', 'trial_end_at']) }} as valid_to,
        false as is_in_force
    from trial_versions
    where has_trial

    union all

    select
        source,
        subscription_id,
        customer_id,
        status,
        started_at,
        current_period_start_at,
        current_period_end_at,
        ended_at,
        {{ greatest_of(['valid_from', 'trial_end_at']) }} as valid_from,
        valid_to,
        is_in_force
    from trial_versions
    where has_trial
),

-- a version may end where it begins
final as (
    select *
    from untried_versions
    where valid_from < valid_to
)

select * from final
