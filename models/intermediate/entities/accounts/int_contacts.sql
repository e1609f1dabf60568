with versions as (
    select
        source,
        contact_key,
        account_key,
        {{ md5_of("nullif(lower(trim(email)), '')") }} as email_key,
        {{ md5_of("nullif(lower(trim(contact_name)), '')") }} as name_key,
        title,
        -- Words between blanks, so that a title is found as a word and never inside one; once as
        -- typed and once without dots, so that C.E.O. is one too.
        ' ' || replace({{ snake_case('title') }}, '_', ' ') || ' ' as title_words,
        ' ' || replace({{ snake_case("replace(title, '.', '')") }}, '_', ' ') || ' '
            as title_words_undotted,
        created_at,
        is_deleted,
        coalesce(version_started_at, changed_at, loaded_at) as last_changed_at,
        row_number() over (
            partition by source, contact_key
            order by version_started_at desc nulls last, loaded_at desc nulls last, contact_id desc
        ) as version_rank
    from {{ ref('int_crm_contacts') }}
    where is_main_address
),

addresses as (
    select
        source,
        contact_key,
        email_key
    from {{ ref('int_contact_addresses') }}
),

account_keys as (
    select
        source,
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
),

title_values as (
    select
        source,
        crm_value,
        meaning
    from {{ ref('crm_values') }}
    where
        crm_table = 'contact'
        and crm_field = 'title'
),

titles as (
    select distinct
        source,
        title_words,
        title_words_undotted
    from versions
    where title_words is not null
),

judged_titles as (
    select
        titles.source,
        titles.title_words,
        titles.title_words_undotted,
        min(
            case title_values.meaning
                when 'not_executive' then 0
                when 'executive' then 1
            end
        ) as is_executive
    from titles
    inner join title_values
        on
            title_values.source in (titles.source, '*')
            and (
                titles.title_words like '% ' || title_values.crm_value || ' %'
                or titles.title_words_undotted like '% ' || title_values.crm_value || ' %'
            )
    group by 1, 2, 3
),

-- Somebody deleted was at the account until then; a deletion without any time always held.
people as (
    select
        versions.source,
        versions.contact_key,
        account_keys.account_id,
        versions.email_key,
        versions.name_key,
        versions.title is not null as has_title,
        coalesce(judged_titles.is_executive, 0) = 1 as is_executive,
        versions.created_at,
        case
            when versions.is_deleted
                then coalesce(versions.last_changed_at, cast('1900-01-01' as {{ type_time() }}))
        end as deleted_at
    from versions
    left join account_keys
        on
            versions.source = account_keys.source
            and versions.account_key = account_keys.source_account_key
    left join judged_titles
        on
            versions.source = judged_titles.source
            and versions.title_words = judged_titles.title_words
            and versions.title_words_undotted = judged_titles.title_words_undotted
    where versions.version_rank = 1
),

crm_people as (
    select *
    from people
    where source = '{{ crm_source() }}'
),

-- Whom another source knows by an address of one contact of the CRM is that person.
known_to_crm as (
    select
        addresses.source,
        addresses.contact_key,
        min(crm_addresses.contact_key) as crm_contact_key
    from addresses
    inner join addresses as crm_addresses
        on addresses.email_key = crm_addresses.email_key
    where
        addresses.source <> '{{ crm_source() }}'
        and crm_addresses.source = '{{ crm_source() }}'
    group by 1, 2
    having count(distinct crm_addresses.contact_key) = 1
),

final as (
    select
        people.source,
        people.contact_key,
        case
            when people.source = '{{ crm_source() }}' then people.contact_key
            else crm_people.contact_key
        end as crm_contact_key,
        coalesce(crm_people.account_id, people.account_id) as account_id,
        people.email_key,
        people.name_key,
        people.has_title,
        people.is_executive or coalesce(crm_people.is_executive, false) as is_executive,
        people.created_at,
        case
            when crm_people.contact_key is not null then crm_people.deleted_at
            else people.deleted_at
        end as deleted_at
    from people
    left join known_to_crm
        on
            people.source = known_to_crm.source
            and people.contact_key = known_to_crm.contact_key
    left join crm_people
        on known_to_crm.crm_contact_key = crm_people.contact_key
)

select * from final
