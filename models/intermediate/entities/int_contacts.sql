with versions as (
    select
        {{ crm_id_key('contact_id') }} as contact_key,
        {{ crm_id_key('account_id') }} as account_key,
        md5(lower(trim(email))) as email_key,
        title,
        -- Words between blanks, so that a title is found as a word and never inside one.
        ' ' || replace({{ snake_case('title') }}, '_', ' ') || ' ' as title_words,
        created_at,
        is_deleted,
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
    select distinct title_words
    from versions
    where title_words is not null
),

judged_titles as (
    select
        titles.title_words,
        min(
            case title_values.meaning
                when 'not_executive' then 0
                when 'executive' then 1
            end
        ) as is_executive
    from titles
    left join title_values
        on titles.title_words like '% ' || title_values.crm_value || ' %'
    group by 1
),

final as (
    select
        versions.contact_key,
        crm_keys.account_id,
        versions.email_key,
        versions.title is not null as has_title,
        coalesce(judged_titles.is_executive, 0) = 1 as is_executive,
        versions.created_at
    from versions
    left join crm_keys
        on versions.account_key = crm_keys.source_account_key
    left join judged_titles
        on versions.title_words = judged_titles.title_words
    where
        versions.version_rank = 1
        and not versions.is_deleted
)

select * from final
