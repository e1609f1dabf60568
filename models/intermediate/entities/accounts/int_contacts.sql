with versions as (
    select
        {{ crm_id_key('contact_id') }} as contact_key,
        {{ crm_id_key('account_id') }} as account_key,
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
            partition by {{ crm_id_key('contact_id') }}
            order by version_started_at desc nulls last, loaded_at desc nulls last, contact_id desc
        ) as version_rank
    from {{ ref('stg_salesforce__contacts') }}
    where rejection_reason is null
),

crm_keys as (
    select
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
    where source = 'salesforce'
),

title_values as (
    select
        crm_value,
        meaning
    from {{ ref('crm_values') }}
    where
        crm_table = 'contact'
        and crm_field = 'title'
),

titles as (
    select distinct
        title_words,
        title_words_undotted
    from versions
    where title_words is not null
),

judged_titles as (
    select
        titles.title_words,
        titles.title_words_undotted,
        min(
            case title_values.meaning
                when 'not_executive' then 0
                when 'executive' then 1
            end
        ) as is_executive
    from titles
    left join title_values
        on
            titles.title_words like '% ' || title_values.crm_value || ' %'
            or titles.title_words_undotted like '% ' || title_values.crm_value || ' %'
    group by 1, 2
),

-- Somebody deleted was at the account until then; a deletion without any time always held.
final as (
    select
        versions.contact_key,
        crm_keys.account_id,
        versions.email_key,
        versions.name_key,
        versions.title is not null as has_title,
        coalesce(judged_titles.is_executive, 0) = 1 as is_executive,
        versions.created_at,
        case
            when versions.is_deleted
                then coalesce(versions.last_changed_at, timestamp '1900-01-01 00:00:00')
        end as deleted_at
    from versions
    left join crm_keys
        on versions.account_key = crm_keys.source_account_key
    left join judged_titles
        on
            versions.title_words = judged_titles.title_words
            and versions.title_words_undotted = judged_titles.title_words_undotted
    where versions.version_rank = 1
)

select * from final
