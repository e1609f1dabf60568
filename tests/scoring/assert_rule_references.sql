{{ config(tags=['rules']) }}

-- What a rule names exists, its method and policy have what they need, one version is in force.
with scorecards as (
    select
        scorecard_id,
        scale_max,
        rollup
    from {{ ref('scorecards') }}
),

versions as (
    select
        scorecard_id,
        version,
        status,
        effective_from,
        effective_to
    from {{ ref('scorecard_versions') }}
),

categories as (
    select
        scorecard_id,
        version,
        segment,
        category_id,
        weight
    from {{ ref('scorecard_categories') }}
),

rules as (
    select
        scorecard_id,
        version,
        segment,
        category_id,
        signal_id,
        method,
        rubric_id,
        low,
        high,
        missing_policy,
        default_score,
        max_carry_weeks,
        'scorecard_signals (' || coalesce(scorecard_id, '?') || ', version '
        || coalesce(version, '?') || ', segment ' || coalesce(segment, '?') || ', signal '
        || coalesce(signal_id, '?') || ')' as rule_key
    from {{ ref('scorecard_signals') }}
),

rubric_spans as (
    select
        rubric_id,
        min(score) as lowest,
        max(score) as highest,
        sum(case when score is null then 1 else 0 end) as n_scoreless
    from {{ ref('rubrics') }}
    group by 1
),

bands as (
    select
        scorecard_id,
        version,
        segment,
        band_id,
        band_on
    from {{ ref('bands') }}
),

version_uses as (
    select
        'scorecard_categories' as seed,
        scorecard_id,
        version
    from categories
    union distinct
    select
        'scorecard_signals' as seed,
        scorecard_id,
        version
    from rules
    union distinct
    select
        'bands' as seed,
        scorecard_id,
        version
    from bands
),

scorecard_uses as (
    select
        'scorecard_versions' as seed,
        scorecard_id
    from versions
    union distinct
    select
        'scorecard_parameters' as seed,
        scorecard_id
    from {{ ref('scorecard_parameters') }}
    where scorecard_id <> '*'
    union distinct
    select
        'monitoring_parameters' as seed,
        scorecard_id
    from {{ ref('monitoring_parameters') }}
    where scorecard_id <> '*'
    union distinct
    select
        'validation_parameters' as seed,
        scorecard_id
    from {{ ref('validation_parameters') }}
    where scorecard_id <> '*'
    union distinct
    select
        'playbooks' as seed,
        scorecard_id
    from {{ ref('playbooks') }}
    union distinct
    select
        'band_cards' as seed,
        scorecard_id
    from {{ ref('band_cards') }}
    where scorecard_id <> '*'
),

sets as (
    select
        scorecard_id,
        version,
        segment
    from categories
    union distinct
    select
        scorecard_id,
        version,
        segment
    from rules
),

category_segments as (
    select distinct
        scorecard_id,
        version,
        segment
    from categories
),

rule_segments as (
    select distinct
        scorecard_id,
        version,
        segment
    from rules
),

-- The categories and the signals that speak for each segment that has rows of its own.
resolved_sets as (
    select
        sets.scorecard_id,
        sets.version,
        sets.segment,
        coalesce(category_segments.segment, '*') as category_segment,
        coalesce(rule_segments.segment, '*') as signal_segment
    from sets
    left join category_segments
        on
            sets.scorecard_id = category_segments.scorecard_id
            and sets.version = category_segments.version
            and sets.segment = category_segments.segment
    left join rule_segments
        on
            sets.scorecard_id = rule_segments.scorecard_id
            and sets.version = rule_segments.version
            and sets.segment = rule_segments.segment
),

-- A set must hold the categories of `*`, and those that its signals count in.
needed_categories as (
    select
        resolved_sets.scorecard_id,
        resolved_sets.version,
        resolved_sets.segment,
        resolved_sets.category_segment,
        rules.category_id
    from resolved_sets
    inner join rules
        on
            resolved_sets.scorecard_id = rules.scorecard_id
            and resolved_sets.version = rules.version
            and resolved_sets.signal_segment = rules.segment
    union distinct
    select
        resolved_sets.scorecard_id,
        resolved_sets.version,
        resolved_sets.segment,
        resolved_sets.category_segment,
        categories.category_id
    from resolved_sets
    inner join categories
        on
            resolved_sets.scorecard_id = categories.scorecard_id
            and resolved_sets.version = categories.version
            and categories.segment = '*'
),

missing_categories as (
    select
        needed_categories.scorecard_id,
        needed_categories.version,
        needed_categories.segment,
        needed_categories.category_id
    from needed_categories
    left join categories
        on
            needed_categories.scorecard_id = categories.scorecard_id
            and needed_categories.version = categories.version
            and needed_categories.category_segment = categories.segment
            and needed_categories.category_id = categories.category_id
    where categories.category_id is null
),

empty_categories as (
    select
        resolved_sets.scorecard_id,
        resolved_sets.version,
        resolved_sets.segment,
        categories.category_id
    from resolved_sets
    inner join categories
        on
            resolved_sets.scorecard_id = categories.scorecard_id
            and resolved_sets.version = categories.version
            and resolved_sets.category_segment = categories.segment
            and categories.weight > 0
    left join rules
        on
            resolved_sets.scorecard_id = rules.scorecard_id
            and resolved_sets.version = rules.version
            and resolved_sets.signal_segment = rules.segment
            and categories.category_id = rules.category_id
    where rules.signal_id is null
),

needed_sets as (
    select 'scorecard_categories' as seed
    union all
    select 'scorecard_signals' as seed
),

default_sets as (
    select
        'scorecard_categories' as seed,
        scorecard_id,
        version
    from categories
    where segment = '*'
    union distinct
    select
        'scorecard_signals' as seed,
        scorecard_id,
        version
    from rules
    where segment = '*'
),

bands_without_default as (
    select
        scorecard_id,
        version
    from bands
    group by 1, 2
    having sum(case when segment = '*' then 1 else 0 end) = 0
),

rule_findings as (
    select
        rules.rule_key,
        case
            when signals.signal_id is null
                then 'the signal is unknown. Add it to signals.csv or correct the name'
            when rules.method = 'rubric' and rules.rubric_id is null
                then 'method rubric has no rubric_id. Name one of rubrics.csv'
            when rules.method = 'rubric' and rubric_spans.rubric_id is null
                then
                    'the rubric ' || rules.rubric_id
                    || ' is unknown. Add its rows to rubrics.csv or correct the name'
            when rules.method = 'rubric' and rubric_spans.n_scoreless > 0
                then 'the rubric ' || rules.rubric_id || ' has a row without score. Fill it'
            when
                rules.method = 'rubric' and scorecards.rollup = 'weighted_mean'
                and (rubric_spans.lowest < 0 or rubric_spans.highest > scorecards.scale_max)
                then
                    'the rubric ' || rules.rubric_id
                    || ' scores outside 0 to scale_max. Use a rubric made for this scale'
            when
                rules.method = 'linear'
                and (rules.low is null or rules.high is null or rules.low = rules.high)
                then 'method linear needs low and high, and they must differ. Fill both'
            when rules.method = 'share_of_max' and (rules.high <= 0 or rules.high > 1)
                then 'high of share_of_max is a share above 0 up to 1. Correct it or leave it empty'
            when rules.missing_policy = 'default' and rules.default_score is null
                then 'policy default has no default_score. Fill it'
            when
                rules.missing_policy = 'default' and scorecards.rollup = 'weighted_mean'
                and (rules.default_score < 0 or rules.default_score > scorecards.scale_max)
                then 'default_score lies outside 0 to scale_max. Correct it'
            when rules.missing_policy = 'carry_forward' and rules.max_carry_weeks is null
                then 'policy carry_forward has no max_carry_weeks. Fill it'
        end as finding
    from rules
    left join {{ ref('signals') }} as signals on rules.signal_id = signals.signal_id
    left join scorecards on rules.scorecard_id = scorecards.scorecard_id
    left join rubric_spans on rules.rubric_id = rubric_spans.rubric_id
),

version_findings as (
    select
        'scorecard_versions (' || versions.scorecard_id || ', version ' || versions.version || ')'
            as version_key,
        case
            when versions.effective_from is null
                then 'a ' || versions.status || ' version needs effective_from. Fill it'
            when versions.effective_to <= versions.effective_from
                then 'it ends before it starts. Correct effective_to'
            when others.version is not null
                then
                    'it is in force at the same time as version ' || others.version
                    || '. Let effective_to of the older be effective_from of the newer'
        end as finding
    from versions
    left join versions as others
        on
            versions.scorecard_id = others.scorecard_id
            and versions.version <> others.version
            and others.status in ('live', 'retired')
            and (others.effective_to is null or versions.effective_from < others.effective_to)
            and (
                versions.effective_from > others.effective_from
                or (
                    versions.effective_from = others.effective_from
                    and versions.version > others.version
                )
            )
    where versions.status in ('live', 'retired')
)

select rule_key || ': ' || finding || '.' as problem
from rule_findings
where finding is not null
union all
select version_key || ': ' || finding || '.' as problem
from version_findings
where finding is not null
union all
select
    scorecard_uses.seed || ' (' || coalesce(scorecard_uses.scorecard_id, '?')
    || '): the scorecard is unknown. Add it to scorecards.csv or correct the name.' as problem
from scorecard_uses
left join scorecards on scorecard_uses.scorecard_id = scorecards.scorecard_id
where scorecards.scorecard_id is null
union all
select
    version_uses.seed || ' (' || coalesce(version_uses.scorecard_id, '?') || ', version '
    || coalesce(version_uses.version, '?')
    || '): the version is unknown. Add it to scorecard_versions.csv or correct it.' as problem
from version_uses
left join versions
    on
        version_uses.scorecard_id = versions.scorecard_id
        and version_uses.version = versions.version
where versions.version is null
union all
select
    'scorecard_versions (' || versions.scorecard_id || ', version ' || versions.version
    || '): ' || needed.seed || '.csv has no rows of it for segment *. Add them.' as problem
from versions
cross join needed_sets as needed
left join default_sets
    on
        needed.seed = default_sets.seed
        and versions.scorecard_id = default_sets.scorecard_id
        and versions.version = default_sets.version
where default_sets.scorecard_id is null
union all
select
    'scorecard_categories (' || scorecard_id || ', version ' || version || ', segment ' || segment
    || '): the set lacks category ' || category_id
    || '. A segment with rows of its own uses only those: add it (weight 0 leaves it out).'
        as problem
from missing_categories
union all
select
    'scorecard_categories (' || scorecard_id || ', version ' || version || ', segment ' || segment
    || ', category ' || category_id
    || '): no signal counts in it. Add rows to scorecard_signals.csv or give it weight 0.'
        as problem
from empty_categories
union all
select
    'bands (' || scorecard_id || ', version ' || version
    || '): a segment has bands and the others have none. Add rows for segment *.' as problem
from bands_without_default
union all
select
    'bands (' || bands.scorecard_id || ', version ' || bands.version || ', band ' || bands.band_id
    || '): the word is kept for accounts without a band. Choose another band_id.' as problem
from bands
inner join {{ ref('band_statuses') }} as band_statuses on bands.band_id = band_statuses.band_id
union all
select
    'playbooks (' || playbooks.scorecard_id || ', band ' || playbooks.band_id
    || '): the card has no such band. Correct band_id.' as problem
from {{ ref('playbooks') }} as playbooks
left join bands
    on
        playbooks.scorecard_id = bands.scorecard_id
        and playbooks.band_id = bands.band_id
where bands.band_id is null
union all
select
    'playbook_actions (' || coalesce(actions.playbook_id, '?')
    || '): the playbook is unknown. Add it to playbooks.csv or correct the name.' as problem
from {{ ref('playbook_actions') }} as actions
left join {{ ref('playbooks') }} as playbooks on actions.playbook_id = playbooks.playbook_id
where playbooks.playbook_id is null
union all
select
    'playbooks (' || playbooks.playbook_id
    || '): no action stands in playbook_actions.csv. Add one.' as problem
from {{ ref('playbooks') }} as playbooks
left join {{ ref('playbook_actions') }} as actions on playbooks.playbook_id = actions.playbook_id
where actions.playbook_id is null
union all
select
    'signals (' || signal_id
    || '): a part of its card is empty. Fill why_it_matters, what_moves_it and what_to_do, '
    || 'or leave all three empty.' as problem
from {{ ref('signals') }}
where
    coalesce(why_it_matters, what_moves_it, what_to_do) is not null
    and (why_it_matters is null or what_moves_it is null or what_to_do is null)
union all
select
    'band_cards (' || coalesce(band_cards.scorecard_id, '?') || ', band '
    || coalesce(band_cards.band_id, '?')
    || '): the card has no such band. Correct the row or take it out.' as problem
from {{ ref('band_cards') }} as band_cards
left join bands
    on
        band_cards.scorecard_id = bands.scorecard_id
        and band_cards.band_id = bands.band_id
left join {{ ref('band_statuses') }} as band_statuses
    on
        band_cards.scorecard_id = '*'
        and band_cards.band_id = band_statuses.band_id
where bands.band_id is null and band_statuses.band_id is null
