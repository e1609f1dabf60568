-- Asked for each conversation, and by the keys of the accounts.
with links as (
    select
        contact_id,
        company_id,
        coalesce(version_started_at, updated_at, cast('1900-01-01' as {{ type_time() }}))
            as started_at,
        version_ended_at,
        coalesce(is_current_version, not is_deleted) as is_current
    from {{ ref('stg_intercom__contact_company_history') }}
    where rejection_reason is null
),

starts as (
    select distinct
        contact_id,
        started_at
    from links
),

next_starts as (
    select
        contact_id,
        started_at,
        lead(started_at) over (partition by contact_id order by started_at) as next_started_at
    from starts
),

-- An end that is no later than its start says nothing: then the contact's next version ends the
-- link, and without one it is the last that is known, as of a lead that was merged into a user.
final as (
    select
        links.contact_id,
        links.company_id,
        links.started_at as valid_from,
        max(
            case
                when links.is_current then cast('9999-12-31' as {{ type_time() }})
                when links.version_ended_at > links.started_at then links.version_ended_at
                else coalesce(next_starts.next_started_at, cast('9999-12-31' as {{ type_time() }}))
            end
        ) as valid_to
    from links
    inner join next_starts
        on
            links.contact_id = next_starts.contact_id
            and links.started_at = next_starts.started_at
    group by 1, 2, 3
)

select * from final
