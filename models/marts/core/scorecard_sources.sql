-- What each source carries of each card, so that a company knows before it connects one.
with versions as (
    select
        scorecard_id,
        version,
        min_weight_observed
    from {{ ref('dim_scorecards') }}
    where is_in_force
),

categories as (
    select
        scorecard_id,
        version,
        category_id,
        weight
    from {{ ref('int_scorecard_category_weights') }}
    where segment = '*'
),

cells as (
    select
        scorecard_id,
        version,
        category_id,
        signal_id,
        weight
    from {{ ref('int_scorecard_signal_weights') }}
    where segment = '*'
),

scorecards as (
    select
        scorecard_id,
        rollup
    from {{ ref('scorecards') }}
),

signals as (
    select
        signal_id,
        coalesce(source_family, 'custom_signal') as source_family
    from {{ ref('signals') }}
),

family_sources as (
    select
        source_family,
        source,
        is_connected
    from {{ ref('int_source_family_sources') }}
),

connected_families as (
    select distinct source_family
    from family_sources
    where is_connected
),

shared_families as (
    select source_family
    from family_sources
    group by 1
    having count(*) > 1
),

weighed as (
    select
        versions.scorecard_id,
        versions.version,
        versions.min_weight_observed,
        signals.source_family,
        case when scorecards.rollup = 'sum' then 1 else categories.weight end
        * cells.weight as weight,
        case
            when shared_families.source_family is not null then 0
            when scorecards.rollup = 'sum' then cells.weight
            else categories.weight * cells.weight
        end as weight_alone,
        case
            when connected_families.source_family is null then 0
            when scorecards.rollup = 'sum' then cells.weight
            else categories.weight * cells.weight
        end as connected_weight
    from versions
    inner join scorecards on versions.scorecard_id = scorecards.scorecard_id
    inner join cells
        on
            versions.scorecard_id = cells.scorecard_id
            and versions.version = cells.version
    inner join categories
        on
            cells.scorecard_id = categories.scorecard_id
            and cells.version = categories.version
            and cells.category_id = categories.category_id
    inner join signals on cells.signal_id = signals.signal_id
    left join shared_families on signals.source_family = shared_families.source_family
    left join connected_families on signals.source_family = connected_families.source_family
),

-- A card's own row counts before that of `*`.
least_weights as (
    select
        scorecards.scorecard_id,
        coalesce(own_rows.value, every_row.value) as least_weight
    from scorecards
    left join {{ ref('scorecard_parameters') }} as own_rows
        on
            scorecards.scorecard_id = own_rows.scorecard_id
            and own_rows.parameter = 'least_weight_observed'
    left join {{ ref('scorecard_parameters') }} as every_row
        on
            every_row.scorecard_id = '*'
            and every_row.parameter = 'least_weight_observed'
),

totals as (
    select
        weighed.scorecard_id,
        {{ exact_sum('weighed.weight') }} as weight,
        {{ exact_sum('weighed.connected_weight') }} as connected_weight
    from weighed
    group by 1
),

carried as (
    select
        weighed.scorecard_id,
        weighed.version,
        family_sources.source,
        max(case when family_sources.is_connected then 1 else 0 end) = 1 as is_connected,
        count(*) as n_signals,
        {{ exact_sum('weighed.weight') }} as weight,
        {{ exact_sum('weighed.weight_alone') }} as weight_alone,
        max(weighed.min_weight_observed) as min_weight_observed
    from weighed
    inner join family_sources on weighed.source_family = family_sources.source_family
    group by 1, 2, 3
),

final as (
    select
        carried.scorecard_id,
        carried.version,
        carried.source,
        carried.is_connected,
        cast(carried.n_signals as integer) as n_signals,
        {{ round_to('carried.weight / totals.weight', 6) }} as weight_share,
        {{ round_to('carried.weight_alone / totals.weight', 6) }} as weight_share_alone,
        {{ round_to('totals.connected_weight / totals.weight', 6) }} as weight_share_connected,
        carried.min_weight_observed,
        {{ least_of(['carried.min_weight_observed', 'least_weights.least_weight']) }}
            as least_weight_observed
    from carried
    inner join totals on carried.scorecard_id = totals.scorecard_id
    inner join least_weights on carried.scorecard_id = least_weights.scorecard_id
)

select * from final
