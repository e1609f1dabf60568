with accounts as (
    select
        account_id,
        account_key
    from {{ ref('int_accounts') }}
),

landed_versions as (
    select
        account_key,
        version_started_at,
        account_type,
        segment,
        region,
        industry,
        use_case,
        plan,
        go_live_date,
        executive_sponsor,
        owner_key,
        loaded_at
    from {{ ref('int_crm_account_versions') }}
    where version_started_at is not null
),

captured_versions as (
    select
        account_id,
        account_type,
        segment,
        region,
        industry,
        use_case,
        plan,
        go_live_date,
        executive_sponsor,
        {{ crm_id_key('owner_id') }} as owner_key,
        dbt_valid_from,
        dbt_valid_to
    from {{ ref('crm_account_attributes') }}
),

users as (
    select
        user_key,
        user_name
    from {{ ref('int_crm_users') }}
),

contacts as (
    select
        contact_key,
        account_id,
        name_key,
        deleted_at
    from {{ ref('int_contacts') }}
    where source = '{{ crm_source() }}'
),

addresses as (
    select
        contact_key,
        email_key
    from {{ ref('int_contact_addresses') }}
    where source = '{{ crm_source() }}'
),

role_values as (
    select
        crm_value,
        meaning
    from {{ ref('crm_values') }}
    where
        source = '{{ crm_source() }}'
        and crm_table = 'account'
        and crm_field = 'type'
),

from_history as (
    select
        accounts.account_id,
        landed_versions.version_started_at as known_from,
        'history' as attributes_known_by,
        landed_versions.account_type,
        landed_versions.segment,
        landed_versions.region,
        landed_versions.industry,
        landed_versions.use_case,
        landed_versions.plan,
        landed_versions.go_live_date,
        landed_versions.executive_sponsor,
        landed_versions.owner_key,
        landed_versions.loaded_at
    from landed_versions
    inner join accounts
        on landed_versions.account_key = accounts.account_key
),

-- What dbt has captured speaks only where the loader keeps no history.
from_captures as (
    select
        accounts.account_id,
        cast(captured_versions.dbt_valid_from as {{ type_time() }}) as known_from,
        'captured' as attributes_known_by,
        captured_versions.account_type,
        captured_versions.segment,
        captured_versions.region,
        captured_versions.industry,
        captured_versions.use_case,
        captured_versions.plan,
        captured_versions.go_live_date,
        captured_versions.executive_sponsor,
        captured_versions.owner_key,
        captured_versions.dbt_valid_to as loaded_at
    from captured_versions
    inner join accounts
        on captured_versions.account_id = accounts.account_id
    left join landed_versions
        on accounts.account_key = landed_versions.account_key
    where landed_versions.account_key is null
),

unioned as (
    select * from from_history
    union all
    select * from from_captures
),

-- Of two versions that begin at one moment the one loaded last is kept; an open capture has no end.
numbered as (
    select
        *,
        row_number() over (
            partition by account_id, known_from
            order by
                coalesce(loaded_at, cast('9999-12-31' as {{ type_time() }})) desc,
                account_type desc,
                segment desc
        ) as take,
        min(known_from) over (partition by account_id) as first_known_from
    from unioned
),

versions as (
    select
        *,
        lead(known_from) over (partition by account_id order by known_from) as next_known_from
    from numbered
    where take = 1
),

-- Before the first known version nothing is known: it stands in, and says so.
with_beginnings as (
    select
        *,
        known_from as valid_from,
        coalesce(next_known_from, cast('9999-12-31' as {{ type_time() }})) as valid_to,
        attributes_known_by as known_by
    from versions

    union all

    select
        *,
        cast('1900-01-01' as {{ type_time() }}) as valid_from,
        known_from as valid_to,
        'current_only' as known_by
    from versions
    where
        known_from = first_known_from
        and known_from > cast('1900-01-01' as {{ type_time() }})
),

-- The CRM names a sponsor by a contact's id, address or name, a capture by an address's hash.
contact_clues as (
    select
        contact_key as clue,
        contact_key,
        account_id,
        deleted_at
    from contacts

    union all

    select
        addresses.email_key as clue,
        contacts.contact_key,
        contacts.account_id,
        contacts.deleted_at
    from addresses
    inner join contacts on addresses.contact_key = contacts.contact_key

    union all

    select
        name_key as clue,
        contact_key,
        account_id,
        deleted_at
    from contacts
),

sponsor_texts as (
    select distinct
        account_id,
        nullif(trim(executive_sponsor), '') as sponsor_text
    from with_beginnings
),

sponsor_clues as (
    select
        account_id,
        sponsor_text,
        {{ crm_id_key('sponsor_text') }} as clue
    from sponsor_texts

    union all

    select
        account_id,
        sponsor_text,
        {{ md5_of('lower(sponsor_text)') }} as clue
    from sponsor_texts
),

-- Of several people of one name somebody of the account goes first, then who is still there.
sponsor_contacts as (
    select
        sponsor_clues.account_id,
        sponsor_clues.sponsor_text,
        contact_clues.contact_key,
        row_number() over (
            partition by sponsor_clues.account_id, sponsor_clues.sponsor_text
            order by
                case when contact_clues.account_id = sponsor_clues.account_id then 0 else 1 end,
                case when contact_clues.deleted_at is null then 0 else 1 end,
                contact_clues.contact_key
        ) as place
    from sponsor_clues
    inner join contact_clues on sponsor_clues.clue = contact_clues.clue
),

-- What a type that no row names, or none, is.
other_types as (
    select max(meaning) as account_role
    from role_values
    where crm_value = '*'
),

landed_contacts as (
    select count(*) as n_contacts
    from contacts
),

final as (
    select
        with_beginnings.account_id,
        with_beginnings.valid_from,
        with_beginnings.valid_to,
        coalesce({{ snake_case('with_beginnings.segment') }}, 'unsegmented') as segment,
        nullif(trim(with_beginnings.region), '') as region,
        nullif(trim(with_beginnings.industry), '') as industry,
        nullif(trim(with_beginnings.use_case), '') as use_case,
        nullif(trim(with_beginnings.plan), '') as plan,
        with_beginnings.go_live_date,
        -- An id, address or hash of one that no contact bears names nobody; a name in words
        -- stands as typed.
        case
            when sponsor_contacts.contact_key is not null then sponsor_contacts.contact_key
            when
                landed_contacts.n_contacts = 0
                or not (
                    {{ matches('trim(with_beginnings.executive_sponsor)', crm_id_pattern()) }}
                    or with_beginnings.executive_sponsor like '%@%'
                    or {{ matches('with_beginnings.executive_sponsor', '^[0-9a-f]{32}$') }}
                )
                then nullif(trim({{ without_address('with_beginnings.executive_sponsor') }}), '')
        end as executive_sponsor,
        coalesce(role_values.meaning, other_types.account_role) as account_role,
        users.user_name as owner_name,
        with_beginnings.known_by as attributes_known_by
    from with_beginnings
    cross join landed_contacts
    cross join other_types
    left join sponsor_contacts
        on
            with_beginnings.account_id = sponsor_contacts.account_id
            and trim(with_beginnings.executive_sponsor) = sponsor_contacts.sponsor_text
            and sponsor_contacts.place = 1
    left join role_values
        on lower(trim(with_beginnings.account_type)) = role_values.crm_value
    left join users
        on with_beginnings.owner_key = users.user_key
)

select * from final
