with listed as (
    select
        'company' as record_kind,
        company_id as survivor_key,
        merged_ids
    from {{ ref('stg_hubspot__companies') }}
    where rejection_reason is null and merged_ids is not null

    union all

    select
        'contact' as record_kind,
        contact_id as survivor_key,
        merged_ids
    from {{ ref('stg_hubspot__contacts') }}
    where rejection_reason is null and merged_ids is not null

    union all

    select
        'deal' as record_kind,
        deal_id as survivor_key,
        merged_ids
    from {{ ref('stg_hubspot__deals') }}
    where rejection_reason is null and merged_ids is not null

    union all

    select
        'ticket' as record_kind,
        ticket_id as survivor_key,
        merged_ids
    from {{ ref('stg_hubspot__tickets') }}
    where rejection_reason is null and merged_ids is not null
),

merged_deals as (
    select
        deal_id,
        merged_deal_id
    from {{ ref('stg_hubspot__merged_deals') }}
    where rejection_reason is null
),

numbers as (
    {{ week_numbers() }}
),

-- A record takes in 250 others at most.
places as (
    select 100 * hundreds.week_number + units.week_number + 1 as place
    from numbers as hundreds
    cross join numbers as units
    where hundreds.week_number < 10
),

parts as (
    select
        listed.record_kind,
        {{ whole_number_text(part_of('listed.merged_ids', ';', 'places.place')) }} as merged_key,
        listed.survivor_key
    from listed
    inner join places
        on
            places.place
            <= length(listed.merged_ids) - length(replace(listed.merged_ids, ';', '')) + 1
),

pairs as (
    select
        record_kind,
        merged_key,
        survivor_key
    from parts

    union distinct

    select
        'deal' as record_kind,
        merged_deal_id as merged_key,
        deal_id as survivor_key
    from merged_deals
),

merged_keys as (
    select distinct
        record_kind,
        merged_key
    from pairs
),

-- One that was itself merged away still lists what it took in; who is left comes first.
ranked as (
    select
        pairs.record_kind,
        pairs.merged_key,
        pairs.survivor_key,
        row_number() over (
            partition by pairs.record_kind, pairs.merged_key
            order by
                case when merged_keys.merged_key is null then 0 else 1 end,
                pairs.survivor_key desc
        ) as choice
    from pairs
    left join merged_keys
        on
            pairs.record_kind = merged_keys.record_kind
            and pairs.survivor_key = merged_keys.merged_key
    where pairs.merged_key is not null and pairs.merged_key <> pairs.survivor_key
),

chosen as (
    select
        record_kind,
        merged_key,
        survivor_key
    from ranked
    where choice = 1
),

-- A chain of merges is followed four times at most.
final as (
    select
        'hubspot' as source,
        chosen.record_kind,
        chosen.merged_key,
        coalesce(
            third.survivor_key, second.survivor_key, first_next.survivor_key, chosen.survivor_key
        ) as survivor_key
    from chosen
    left join chosen as first_next
        on
            chosen.record_kind = first_next.record_kind
            and chosen.survivor_key = first_next.merged_key
    left join chosen as second
        on
            first_next.record_kind = second.record_kind
            and first_next.survivor_key = second.merged_key
    left join chosen as third
        on
            second.record_kind = third.record_kind
            and second.survivor_key = third.merged_key
)

select * from final
