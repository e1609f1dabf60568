with deals as (
    select
        deal_id,
        pipeline_id,
        stage_id,
        deal_type,
        is_closed,
        is_won,
        created_at,
        close_date,
        last_modified_at,
        is_deleted,
        loaded_at
    from {{ ref('stg_hubspot__deals') }}
    where rejection_reason is null and {{ is_used_for('hubspot', 'crm') }}
),

stage_history as (
    select
        deal_id,
        stage_id,
        entered_at,
        loaded_at
    from {{ ref('stg_hubspot__deal_stages') }}
    where rejection_reason is null
),

pipelines as (
    select
        pipeline_id,
        pipeline_label
    from {{ ref('stg_hubspot__deal_pipelines') }}
    where rejection_reason is null
),

stages as (
    select
        stage_id,
        pipeline_id,
        stage_label,
        is_closed,
        probability
    from {{ ref('stg_hubspot__deal_pipeline_stages') }}
    where rejection_reason is null
),

stage_words as (
    select crm_value
    from {{ ref('crm_values') }}
    where
        source = 'hubspot'
        and crm_table = 'opportunity'
        and crm_field = 'stage_name'
),

pipeline_words as (
    select crm_value
    from {{ ref('crm_values') }}
    where
        source = 'hubspot'
        and crm_table = 'opportunity'
        and crm_field = 'pipeline'
),

survivors as (
    select
        merged_key,
        survivor_key
    from {{ ref('int_merges__hubspot') }}
    where record_kind = 'deal'
),

deal_companies as (
    select
        deal_key,
        company_key
    from {{ ref('int_deal_companies__hubspot') }}
),

-- A stage of an earlier pipeline is known by its id alone, where that stands in one pipeline only.
unique_stages as (
    select
        stage_id,
        max(stage_label) as stage_label,
        max(case when is_closed then 1 when not is_closed then 0 end) = 1 as is_closed,
        max(probability) as probability
    from stages
    group by 1
    having count(*) = 1
),

own_beginnings as (
    select
        deal_id,
        min(entered_at) as first_entered_at
    from stage_history
    group by 1
),

-- A merge makes a new record of old deals.
beginnings as (
    select
        survivors.survivor_key,
        min(deals.created_at) as created_at
    from survivors
    inner join deals on survivors.merged_key = deals.deal_id
    group by 1
),

-- The past of several is that of the oldest.
forebears as (
    select
        survivors.merged_key,
        survivors.survivor_key,
        row_number() over (
            partition by survivors.survivor_key
            order by deals.created_at asc nulls last, survivors.merged_key asc
        ) as choice
    from survivors
    inner join own_beginnings on survivors.merged_key = own_beginnings.deal_id
    left join deals on survivors.merged_key = deals.deal_id
),

told as (
    select
        stage_history.deal_id,
        stage_history.stage_id,
        stage_history.entered_at,
        stage_history.loaded_at
    from stage_history
    left join survivors on stage_history.deal_id = survivors.merged_key
    where survivors.merged_key is null

    union all

    select
        forebears.survivor_key as deal_id,
        stage_history.stage_id,
        stage_history.entered_at,
        stage_history.loaded_at
    from stage_history
    inner join forebears
        on
            stage_history.deal_id = forebears.merged_key
            and forebears.choice = 1
    left join own_beginnings on forebears.survivor_key = own_beginnings.deal_id
    where coalesce(stage_history.entered_at < own_beginnings.first_entered_at, true)
),

-- Of two stages that a deal entered at one moment it stands in its own.
told_once as (
    select
        told.deal_id,
        told.stage_id,
        told.entered_at,
        row_number() over (
            partition by told.deal_id, told.entered_at
            order by
                case when told.stage_id = deals.stage_id then 0 else 1 end asc,
                told.loaded_at desc nulls last,
                told.stage_id asc
        ) as choice
    from told
    inner join deals on told.deal_id = deals.deal_id
),

ranked_history as (
    select
        deal_id,
        stage_id,
        entered_at,
        row_number() over (partition by deal_id order by entered_at desc) as place
    from told_once
    where choice = 1
),

-- The deal itself may be ahead of its history, behind it, or have none.
moments as (
    select
        deals.deal_id,
        ranked_history.stage_id,
        ranked_history.entered_at as version_started_at,
        ranked_history.place = 1
        and coalesce(ranked_history.stage_id = deals.stage_id, true) as is_last
    from deals
    inner join ranked_history on deals.deal_id = ranked_history.deal_id

    union all

    select
        deals.deal_id,
        deals.stage_id,
        case
            when ranked_history.deal_id is not null
                then coalesce(deals.last_modified_at, deals.loaded_at)
        end as version_started_at,
        true as is_last
    from deals
    left join ranked_history
        on
            deals.deal_id = ranked_history.deal_id
            and ranked_history.place = 1
    where
        ranked_history.deal_id is null
        or (
            ranked_history.stage_id <> deals.stage_id
            and coalesce(deals.last_modified_at, deals.loaded_at) > ranked_history.entered_at
        )
),

-- A stage that was called closed_won may be a lost one: its probability tells.
staged as (
    select
        moments.deal_id,
        moments.stage_id,
        moments.version_started_at,
        moments.is_last,
        coalesce(stages.stage_label, unique_stages.stage_label) as stage_label,
        coalesce(stages.is_closed, unique_stages.is_closed) as is_closed,
        case
            when coalesce(stages.is_closed, unique_stages.is_closed)
                then coalesce(stages.probability, unique_stages.probability) = 1
        end as is_won
    from moments
    inner join deals on moments.deal_id = deals.deal_id
    left join stages
        on
            deals.pipeline_id = stages.pipeline_id
            and moments.stage_id = stages.stage_id
    left join unique_stages on moments.stage_id = unique_stages.stage_id
),

-- The ids of HubSpot's own stages say what they are in any language; others have their label.
-- Business with a customer is what its pipeline says, a renewal say, where that says anything.
final as (
    select
        'hubspot' as source,
        deals.deal_id as opportunity_id,
        deals.deal_id as opportunity_key,
        deal_companies.company_key as account_key,
        case
            when
                lower(trim(deals.deal_type)) = 'existingbusiness'
                and pipeline_words.crm_value is not null
                then null
            else deals.deal_type
        end as opportunity_type,
        coalesce(pipelines.pipeline_label, deals.pipeline_id) as pipeline_name,
        case
            when stage_words.crm_value is not null then staged.stage_id
            else coalesce(staged.stage_label, staged.stage_id)
        end as stage_name,
        case
            when staged.is_last then coalesce(deals.is_won, staged.is_won)
            else staged.is_won
        end as is_won,
        case
            when staged.is_last
                then
                    coalesce(
                        deals.is_closed, case when deals.is_won then true end, staged.is_closed
                    )
            else staged.is_closed
        end as is_closed,
        {{ least_of(['deals.created_at', 'beginnings.created_at']) }} as created_at,
        deals.close_date,
        deals.last_modified_at,
        staged.version_started_at,
        deals.is_deleted or survivors.merged_key is not null as is_deleted,
        deals.loaded_at
    from deals
    inner join staged on deals.deal_id = staged.deal_id
    left join pipelines on deals.pipeline_id = pipelines.pipeline_id
    left join pipeline_words
        on
            lower(trim(coalesce(pipelines.pipeline_label, deals.pipeline_id)))
            = pipeline_words.crm_value
    left join stage_words on lower(staged.stage_id) = stage_words.crm_value
    left join survivors on deals.deal_id = survivors.merged_key
    left join beginnings on deals.deal_id = beginnings.survivor_key
    left join deal_companies on deals.deal_id = deal_companies.deal_key
)

select * from final
