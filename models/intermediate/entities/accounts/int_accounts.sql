with versions as (
    select
        account_id,
        account_key,
        account_name,
        parent_key,
        master_key,
        owner_key,
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
        version_started_at,
        is_current_version,
        is_deleted,
        loaded_at
    from {{ ref('int_crm_account_versions') }}
),

users as (
    select
        user_key,
        user_name
    from {{ ref('int_crm_users') }}
),

-- Two spellings of an id are the same account.
ranked as (
    select
        *,
        row_number() over (
            partition by account_key
            order by
                is_current_version desc,
                version_started_at desc nulls last,
                loaded_at desc nulls last,
                account_id desc
        ) as version_rank
    from versions
),

latest as (
    select *
    from ranked
    where version_rank = 1
),

-- A CRM that the company moved to dates its accounts by the move.
former_beginnings as (
    select
        coalesce(latest.master_key, latest.account_key) as account_key,
        cast(min(successions.created_on) as {{ type_time() }}) as created_at
    from {{ ref('account_successions') }} as successions
    inner join latest
        on {{ crm_id_key('successions.account_id') }} = latest.account_key
    group by 1
),

-- History mode ends the last version of a row that was deleted at the source.
live as (
    select *
    from latest
    where
        is_current_version
        and not is_deleted
        and master_key is null
),

-- A parent that was merged away is stood in for by its master.
with_parent as (
    select
        live.*,
        parent.account_key as live_parent_key,
        parent.account_id as live_parent_id
    from live
    left join latest as named_parent
        on live.parent_key = named_parent.account_key
    left join live as parent
        on coalesce(named_parent.master_key, live.parent_key) = parent.account_key
),

-- A circle of parents has no top, so none of its members gets a parent.
with_ancestors as (
    select
        with_parent.*,
        second.live_parent_key as second_parent_key,
        third.live_parent_key as third_parent_key,
        fourth.live_parent_key as fourth_parent_key
    from with_parent
    left join with_parent as second
        on with_parent.live_parent_key = second.account_key
    left join with_parent as third
        on second.live_parent_key = third.account_key
    left join with_parent as fourth
        on third.live_parent_key = fourth.account_key
),

final as (
    select
        {{ without_address('with_ancestors.account_id') }} as account_id,
        with_ancestors.account_key,
        {{ without_address('coalesce(with_ancestors.account_name, with_ancestors.account_id)') }}
            as account_name,
        case
            when
                with_ancestors.live_parent_key = with_ancestors.account_key
                or with_ancestors.second_parent_key = with_ancestors.account_key
                or with_ancestors.third_parent_key = with_ancestors.account_key
                or with_ancestors.fourth_parent_key = with_ancestors.account_key
                then null
            else {{ without_address('with_ancestors.live_parent_id') }}
        end as parent_account_id,
        {{ least_of(['with_ancestors.created_at', 'former_beginnings.created_at']) }} as created_at,
        with_ancestors.owner_id,
        users.user_name as owner_name,
        with_ancestors.account_type,
        with_ancestors.segment,
        with_ancestors.region,
        with_ancestors.industry,
        with_ancestors.use_case,
        with_ancestors.plan,
        with_ancestors.go_live_date,
        -- An address stands as the hash by which contacts are known.
        case
            when with_ancestors.executive_sponsor like '%@%'
                then {{ md5_of('lower(trim(with_ancestors.executive_sponsor))') }}
            else with_ancestors.executive_sponsor
        end as executive_sponsor,
        coalesce(with_ancestors.loaded_at, cast({{ as_of_date() }} as {{ type_time() }}))
            as known_at
    from with_ancestors
    left join users
        on with_ancestors.owner_key = users.user_key
    left join former_beginnings
        on with_ancestors.account_key = former_beginnings.account_key
)

select * from final
