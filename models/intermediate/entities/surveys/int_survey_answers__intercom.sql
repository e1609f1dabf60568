{{ config(materialized='view') }}

with versions as (
    select
        conversation_id,
        rating_value,
        rated_at,
        rated_by_contact_id,
        coalesce(updated_at, version_started_at, loaded_at, created_at) as shown_at,
        version_started_at,
        {{ hash_key(['conversation_id', 'updated_at', 'version_started_at']) }} as version_key,
        loaded_at
    from {{ ref('stg_intercom__conversation_history') }}
    where
        rejection_reason is null
        and rating_value is not null
        and {{ is_used_for('intercom', 'surveys') }}
),

conversations as (
    select
        conversation_id,
        contact_id,
        deleted_at
    from {{ ref('int_conversations__intercom') }}
),

companies as (
    select
        conversation_id,
        company_id
    from {{ ref('int_conversation_companies__intercom') }}
),

account_keys as (
    select
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
    where source = 'intercom' and match_status = 'matched'
),

instruments as (
    select
        instrument,
        scale_min,
        scale_max
    from {{ ref('survey_instruments') }}
    where source = 'intercom' and read_from = 'rating'
),

{% set in_order -%}
    partition by conversation_id
    order by shown_at, version_started_at, loaded_at, rating_value
{%- endset -%}

ordered_versions as (
    select
        conversation_id,
        rating_value,
        rated_at,
        rated_by_contact_id,
        shown_at,
        version_started_at,
        version_key,
        loaded_at,
        lag(rating_value) over ({{ in_order }}) as value_before,
        lag(rated_at) over ({{ in_order }}) as rated_before_at
    from versions
),

-- The first version that shows a rating is the answer. A changed mind may keep the time of the
-- first: then it is known from its own version on.
answers as (
    select
        conversation_id,
        rating_value,
        rated_by_contact_id,
        shown_at,
        version_started_at,
        version_key,
        loaded_at,
        case
            when value_before is null or rated_at > rated_before_at
                then coalesce(rated_at, shown_at)
            else shown_at
        end as responded_at
    from ordered_versions
    where value_before is null or value_before <> rating_value
),

-- A changed mind replaces the earlier rating from its own time on, and a conversation that was
-- deleted takes its rating with it.
rated as (
    select
        answers.conversation_id,
        answers.rating_value,
        answers.rated_by_contact_id,
        answers.version_key,
        answers.responded_at,
        answers.loaded_at,
        lead(answers.responded_at) over (
            partition by answers.conversation_id
            order by answers.shown_at, answers.version_started_at, answers.loaded_at
        ) as rated_anew_at
    from answers
),

final as (
    select
        'intercom' as source,
        'conversation_history' as raw_table,
        rated.version_key as source_row_key,
        account_keys.account_id,
        cast(null as {{ type_text() }}) as product_account_id,
        coalesce(
            'intercom contact ' || coalesce(rated.rated_by_contact_id, conversations.contact_id),
            'intercom conversation ' || rated.conversation_id
        ) as respondent,
        instruments.instrument,
        instruments.scale_min,
        instruments.scale_max,
        {{ safe_cast_to('trim(rated.rating_value)', 'double precision') }} as score,
        rated.responded_at,
        {{ least_of(['rated.rated_anew_at', 'conversations.deleted_at']) }} as replaced_at,
        rated.loaded_at
    from rated
    cross join instruments
    inner join conversations on rated.conversation_id = conversations.conversation_id
    left join companies on rated.conversation_id = companies.conversation_id
    left join account_keys on companies.company_id = account_keys.source_account_key
)

select * from final
