with landed_versions as (
    {{ union_branches('int_opportunities', [
        'source',
        'opportunity_id',
        'opportunity_key',
        'account_key',
        'opportunity_type',
        'pipeline_name',
        'stage_name',
        'is_won',
        'is_closed',
        'created_at',
        'close_date',
        'last_modified_at',
        'version_started_at',
        'is_deleted',
        'loaded_at',
    ]) }}
),

versions as (
    select
        source,
        opportunity_id,
        opportunity_key,
        account_key,
        lower(trim(opportunity_type)) as type_value,
        lower(trim(pipeline_name)) as pipeline_value,
        lower(trim(stage_name)) as stage_value,
        is_won,
        is_closed,
        created_at,
        close_date,
        last_modified_at,
        version_started_at,
        is_deleted,
        loaded_at
    from landed_versions
),

account_keys as (
    select
        source,
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
),

type_values as (
    select
        source,
        crm_value,
        meaning
    from {{ ref('crm_values') }}
    where
        crm_table = 'opportunity'
        and crm_field = 'type'
),

pipeline_values as (
    select
        source,
        crm_value,
        meaning
    from {{ ref('crm_values') }}
    where
        crm_table = 'opportunity'
        and crm_field = 'pipeline'
),

stage_values as (
    select
        source,
        crm_value,
        meaning
    from {{ ref('crm_values') }}
    where
        crm_table = 'opportunity'
        and crm_field = 'stage_name'
),

-- A stage is learned when its version began, and without history when the row last changed, else
-- was loaded.
staged as (
    select
        versions.*,
        stage_values.meaning as stage_meaning,
        coalesce(versions.version_started_at, versions.last_modified_at, versions.loaded_at)
            as seen_at,
        coalesce(
            versions.version_started_at,
            versions.last_modified_at,
            versions.loaded_at,
            versions.created_at
        ) as learned_at,
        row_number() over (
            partition by versions.source, versions.opportunity_key
            order by
                versions.version_started_at desc nulls last,
                versions.loaded_at desc nulls last,
                versions.opportunity_id desc
        ) as version_rank
    from versions
    left join stage_values
        on
            versions.source = stage_values.source
            and versions.stage_value = stage_values.crm_value
),

commitments as (
    select
        source,
        opportunity_key,
        min(learned_at) as committed_at
    from staged
    where stage_meaning = 'committed'
    group by 1, 2
),

outcomes as (
    select
        *,
        case
            when not coalesce(is_closed, stage_meaning in ('won', 'lost'), false) then 'open'
            when coalesce(is_won, stage_meaning = 'won', false) then 'won'
            else 'lost'
        end as outcome
    from staged
),

latest as (
    select *
    from outcomes
    where
        version_rank = 1
        and not is_deleted
),

-- The last version that said otherwise: the present outcome was learned after it.
other_outcomes as (
    select
        outcomes.source,
        outcomes.opportunity_key,
        max(outcomes.seen_at) as seen_at
    from outcomes
    inner join latest
        on
            outcomes.source = latest.source
            and outcomes.opportunity_key = latest.opportunity_key
            and outcomes.outcome <> latest.outcome
    group by 1, 2
),

learned as (
    select
        outcomes.source,
        outcomes.opportunity_key,
        max(case when other_outcomes.opportunity_key is not null then 1 else 0 end) = 1
            as was_otherwise,
        min(outcomes.seen_at) as seen_at
    from outcomes
    inner join latest
        on
            outcomes.source = latest.source
            and outcomes.opportunity_key = latest.opportunity_key
            and outcomes.outcome = latest.outcome
    left join other_outcomes
        on
            outcomes.source = other_outcomes.source
            and outcomes.opportunity_key = other_outcomes.opportunity_key
    where coalesce(outcomes.seen_at > other_outcomes.seen_at, true)
    group by 1, 2
),

final as (
    select
        latest.source,
        latest.opportunity_id,
        latest.opportunity_key,
        account_keys.account_id,
        coalesce(type_values.meaning, pipeline_values.meaning, 'other') as kind,
        latest.created_at,
        -- Closed from the day on which that was known: a date ahead is a plan. The first version
        -- that was kept tells of deals closed long before.
        case
            when latest.outcome = 'open' then null
            when learned.was_otherwise then cast(learned.seen_at as date)
            when latest.close_date > learned.seen_at then cast(learned.seen_at as date)
            else coalesce(latest.close_date, cast(latest.learned_at as date))
        end as closed_on,
        case when latest.outcome <> 'open' then latest.outcome = 'won' end as is_won,
        commitments.committed_at is not null as is_committed,
        commitments.committed_at
    from latest
    left join account_keys
        on
            latest.source = account_keys.source
            and latest.account_key = account_keys.source_account_key
    left join type_values
        on
            latest.source = type_values.source
            and latest.type_value = type_values.crm_value
    left join pipeline_values
        on
            latest.source = pipeline_values.source
            and latest.pipeline_value = pipeline_values.crm_value
    left join commitments
        on
            latest.source = commitments.source
            and latest.opportunity_key = commitments.opportunity_key
    left join learned
        on
            latest.source = learned.source
            and latest.opportunity_key = learned.opportunity_key
)

select * from final
