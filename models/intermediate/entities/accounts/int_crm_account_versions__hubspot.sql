{#- A sponsor may stand here by name or address. -#}

with companies as (
    select
        company_id,
        crm_account_key,
        company_name,
        parent_id,
        owner_id,
        created_at,
        account_type,
        segment,
        region,
        industry,
        use_case,
        plan,
        go_live_date,
        executive_sponsor,
        is_deleted,
        loaded_at
    from {{ ref('stg_hubspot__companies') }}
    where rejection_reason is null and {{ is_used_for('hubspot', 'crm') }}
),

changes as (
    select
        company_key,
        field,
        field_value,
        changed_at,
        loaded_at
    from {{ ref('int_company_changes__hubspot') }}
),

survivors as (
    select
        record_kind,
        merged_key,
        survivor_key
    from {{ ref('int_merges__hubspot') }}
    where {{ is_used_for('hubspot', 'crm') }}
),

-- One row per moment at which anything changed; null where the field did not.
moments as (
    select
        company_key,
        changed_at,
        max(loaded_at) as loaded_at,
        max(case when field = 'account_type' then field_value end) as new_account_type,
        max(case when field = 'segment' then field_value end) as new_segment,
        max(case when field = 'region' then field_value end) as new_region,
        max(case when field = 'industry' then field_value end) as new_industry,
        max(case when field = 'use_case' then field_value end) as new_use_case,
        max(case when field = 'plan' then field_value end) as new_plan,
        max(case when field = 'go_live_date' then field_value end) as new_go_live_date,
        max(case when field = 'executive_sponsor' then field_value end) as new_executive_sponsor,
        max(case when field = 'owner_id' then field_value end) as new_owner_id
    from changes
    group by 1, 2
),

-- Counting changes numbers the stretches over which a field keeps its value.
stretches as (
    select
        *,
        lead(changed_at) over (partition by company_key order by changed_at) as next_changed_at,
        count(new_account_type) over (partition by company_key) as n_account_type,
        count(new_segment) over (partition by company_key) as n_segment,
        count(new_region) over (partition by company_key) as n_region,
        count(new_industry) over (partition by company_key) as n_industry,
        count(new_use_case) over (partition by company_key) as n_use_case,
        count(new_plan) over (partition by company_key) as n_plan,
        count(new_go_live_date) over (partition by company_key) as n_go_live_date,
        count(new_executive_sponsor) over (partition by company_key) as n_executive_sponsor,
        count(new_owner_id) over (partition by company_key) as n_owner_id,
        count(new_account_type) over (partition by company_key order by changed_at)
            as account_type_stretch,
        count(new_segment) over (partition by company_key order by changed_at)
            as segment_stretch,
        count(new_region) over (partition by company_key order by changed_at)
            as region_stretch,
        count(new_industry) over (partition by company_key order by changed_at)
            as industry_stretch,
        count(new_use_case) over (partition by company_key order by changed_at)
            as use_case_stretch,
        count(new_plan) over (partition by company_key order by changed_at)
            as plan_stretch,
        count(new_go_live_date) over (partition by company_key order by changed_at)
            as go_live_date_stretch,
        count(new_executive_sponsor) over (partition by company_key order by changed_at)
            as executive_sponsor_stretch,
        count(new_owner_id) over (partition by company_key order by changed_at)
            as owner_id_stretch
    from moments
),

-- Blank where the field is empty, null where no history tells of it.
periods as (
    select
        company_key,
        changed_at,
        loaded_at,
        next_changed_at,
        coalesce(
            max(new_account_type) over (partition by company_key, account_type_stretch),
            case when n_account_type > 0 then '' end
        ) as account_type,
        coalesce(
            max(new_segment) over (partition by company_key, segment_stretch),
            case when n_segment > 0 then '' end
        ) as segment,
        coalesce(
            max(new_region) over (partition by company_key, region_stretch),
            case when n_region > 0 then '' end
        ) as region,
        coalesce(
            max(new_industry) over (partition by company_key, industry_stretch),
            case when n_industry > 0 then '' end
        ) as industry,
        coalesce(
            max(new_use_case) over (partition by company_key, use_case_stretch),
            case when n_use_case > 0 then '' end
        ) as use_case,
        coalesce(
            max(new_plan) over (partition by company_key, plan_stretch),
            case when n_plan > 0 then '' end
        ) as plan,
        coalesce(
            max(new_go_live_date) over (partition by company_key, go_live_date_stretch),
            case when n_go_live_date > 0 then '' end
        ) as go_live_date,
        coalesce(
            max(new_executive_sponsor) over (partition by company_key, executive_sponsor_stretch),
            case when n_executive_sponsor > 0 then '' end
        ) as executive_sponsor,
        coalesce(
            max(new_owner_id) over (partition by company_key, owner_id_stretch),
            case when n_owner_id > 0 then '' end
        ) as owner_id
    from stretches
),

-- A day lands as such, or as the milliseconds since 1970.
days as (
    select
        company_key,
        changed_at,
        {{ safe_cast_to('go_live_date', 'date') }} as go_live_date,
        case
            when {{ matches('go_live_date', '^[0-9]{11,13}$') }}
                then
                    {{ days_after(
                        "'1970-01-01'", "floor(cast(go_live_date as bigint) / 86400000)"
                    ) }}
        end as day_of_epoch
    from periods
),

company_merges as (
    select
        merged_key,
        survivor_key
    from survivors
    where record_kind = 'company'
),

contact_merges as (
    select
        merged_key,
        survivor_key
    from survivors
    where record_kind = 'contact'
),

-- A merge makes a new record of an old account.
beginnings as (
    select
        company_merges.survivor_key,
        min(companies.created_at) as created_at
    from company_merges
    inner join companies on company_merges.merged_key = companies.company_id
    group by 1
),

-- What no history tells of is as it stands now.
versions as (
    select
        companies.company_id,
        companies.company_name,
        companies.parent_id,
        company_merges.survivor_key as master_key,
        companies.crm_account_key as former_key,
        {{ least_of(['companies.created_at', 'beginnings.created_at']) }} as created_at,
        nullif(coalesce(periods.account_type, companies.account_type), '') as account_type,
        nullif(coalesce(periods.segment, companies.segment), '') as segment,
        nullif(coalesce(periods.region, companies.region), '') as region,
        nullif(coalesce(periods.industry, companies.industry), '') as industry,
        nullif(coalesce(periods.use_case, companies.use_case), '') as use_case,
        nullif(coalesce(periods.plan, companies.plan), '') as plan,
        case
            when periods.go_live_date is null then companies.go_live_date
            else coalesce(days.go_live_date, days.day_of_epoch)
        end as go_live_date,
        nullif(coalesce(periods.executive_sponsor, companies.executive_sponsor), '')
            as executive_sponsor,
        nullif(coalesce(periods.owner_id, companies.owner_id), '') as owner_id,
        periods.changed_at as version_started_at,
        periods.next_changed_at is null as is_current_version,
        companies.is_deleted,
        coalesce(periods.loaded_at, companies.loaded_at) as loaded_at
    from companies
    left join company_merges on companies.company_id = company_merges.merged_key
    left join beginnings on companies.company_id = beginnings.survivor_key
    left join periods on companies.company_id = periods.company_key
    left join days
        on
            periods.company_key = days.company_key
            and periods.changed_at = days.changed_at
),

-- Loaders may drop the row of a merged company, yet not what points at it.
gone as (
    select
        company_merges.merged_key,
        company_merges.survivor_key
    from company_merges
    left join companies on company_merges.merged_key = companies.company_id
    where companies.company_id is null
),

final as (
    select
        'hubspot' as source,
        versions.company_id as account_id,
        versions.company_id as account_key,
        versions.company_name as account_name,
        versions.parent_id as parent_key,
        versions.master_key,
        versions.former_key,
        versions.owner_id,
        versions.owner_id as owner_key,
        versions.created_at,
        versions.account_type,
        versions.segment,
        versions.region,
        versions.industry,
        versions.use_case,
        versions.plan,
        versions.go_live_date,
        coalesce(contact_merges.survivor_key, versions.executive_sponsor) as executive_sponsor,
        versions.version_started_at,
        versions.is_current_version,
        versions.is_deleted,
        versions.loaded_at
    from versions
    left join contact_merges on versions.executive_sponsor = contact_merges.merged_key

    union all

    select
        'hubspot' as source,
        merged_key as account_id,
        merged_key as account_key,
        cast(null as {{ type_text() }}) as account_name,
        cast(null as {{ type_text() }}) as parent_key,
        survivor_key as master_key,
        cast(null as {{ type_text() }}) as former_key,
        cast(null as {{ type_text() }}) as owner_id,
        cast(null as {{ type_text() }}) as owner_key,
        cast(null as {{ type_time() }}) as created_at,
        cast(null as {{ type_text() }}) as account_type,
        cast(null as {{ type_text() }}) as segment,
        cast(null as {{ type_text() }}) as region,
        cast(null as {{ type_text() }}) as industry,
        cast(null as {{ type_text() }}) as use_case,
        cast(null as {{ type_text() }}) as plan,
        cast(null as date) as go_live_date,
        cast(null as {{ type_text() }}) as executive_sponsor,
        cast(null as {{ type_time() }}) as version_started_at,
        true as is_current_version,
        true as is_deleted,
        cast(null as {{ type_time() }}) as loaded_at
    from gone
)

select * from final
