{{ config(tags=['rules']) }}

-- Words by which one rule finds another or SQL finds a rule: a misspelt one would be passed over.
{% set read_crm_values = [
    'account type customer', 'account type prospect', 'account type former_customer',
    'account type partner', 'account type other',
    'opportunity type renewal', 'opportunity type expansion', 'opportunity type new',
    'opportunity type other',
    'opportunity pipeline renewal', 'opportunity pipeline expansion', 'opportunity pipeline new',
    'opportunity pipeline other',
    'opportunity stage_name committed', 'opportunity stage_name won',
    'opportunity stage_name lost',
    'contact title executive', 'contact title not_executive',
    'event subject cancelled', 'event outcome cancelled', 'event outcome attended',
    'event outcome missed', 'event_relation status accepted',
    'email_message subject automatic', 'email_message from_address automatic',
    'email_message headers automatic', 'ticket tag merged',
    'contact_company type_id primary', 'deal_company type_id primary', 'ticket_company type_id primary',
] %}
{#- Words of a language, which people type into any source; any other is a source's own. -#}
{% set words_of_a_language = [
    'contact title', 'event subject', 'email_message subject', 'email_message from_address',
    'email_message headers',
] %}
with rubrics_of_signals as (
    select distinct
        scorecard_signals.signal_id,
        scorecard_signals.rubric_id
    from {{ ref('scorecard_signals') }} as scorecard_signals
    where scorecard_signals.method = 'rubric'
),

rubric_levels as (
    select
        rubric_id,
        level
    from {{ ref('rubrics') }}
    where level is not null
),

signal_levels as (
    select
        signal_id,
        level
    from {{ ref('signal_levels') }}
),

signals_with_levels as (
    select distinct signal_id from signal_levels
),

monitored_bands as (
    select
        bands.scorecard_id,
        bands.version,
        bands.segment,
        bands.band_id
    from {{ ref('bands') }} as bands
    inner join {{ ref('monitoring_parameters') }} as monitoring_parameters
        on
            bands.scorecard_id = monitoring_parameters.scorecard_id
            and monitoring_parameters.parameter = 'is_monitored'
            and monitoring_parameters.value = 1
)

select
    'rubrics (' || rubric_levels.rubric_id || ', level ' || rubric_levels.level || '): the signal '
    || rubrics_of_signals.signal_id
    || ' never takes it. Correct it, or add it to seeds/scorecards/signal_levels.csv.' as problem
from rubrics_of_signals
inner join rubric_levels on rubrics_of_signals.rubric_id = rubric_levels.rubric_id
inner join signals_with_levels on rubrics_of_signals.signal_id = signals_with_levels.signal_id
left join signal_levels
    on
        rubrics_of_signals.signal_id = signal_levels.signal_id
        and rubric_levels.level = signal_levels.level
where signal_levels.level is null
union all
select
    'rubrics (' || rubrics_of_signals.rubric_id || '): no row scores the level '
    || signal_levels.level || ' of the signal ' || rubrics_of_signals.signal_id
    || '. Add it to seeds/scorecards/rubrics.csv.' as problem
from rubrics_of_signals
inner join signal_levels on rubrics_of_signals.signal_id = signal_levels.signal_id
left join rubric_levels
    on
        rubrics_of_signals.rubric_id = rubric_levels.rubric_id
        and signal_levels.level = rubric_levels.level
where rubric_levels.level is null
union all
select
    'signal_levels (' || signal_levels.signal_id || ', ' || signal_levels.level
    || '): the signal is unknown. Correct seeds/scorecards/signal_levels.csv.' as problem
from signal_levels
left join {{ ref('signals') }} as signals on signal_levels.signal_id = signals.signal_id
where signals.signal_id is null
union all
select
    'signals (' || signals.signal_id || '): the family ' || signals.source_family
    || ' is not in seeds/scorecards/source_families.csv. Correct source_family.' as problem
from {{ ref('signals') }} as signals
left join {{ ref('source_families') }} as source_families
    on signals.source_family = source_families.source_family
where signals.source_family is not null and source_families.source_family is null
union all
select
    'source_families (' || parts.source_family || '): part_of ' || parts.part_of
    || ' is no family. Correct seeds/scorecards/source_families.csv.' as problem
from {{ ref('source_families') }} as parts
left join {{ ref('source_families') }} as wholes on parts.part_of = wholes.source_family
where parts.part_of is not null and wholes.source_family is null
union all
select
    'crm_values (' || coalesce(crm_table, '?') || ', ' || coalesce(crm_field, '?') || ', '
    || crm_value || '): nothing reads the meaning ' || meaning
    || ' there. Correct the row of seeds/identity/crm_values.csv.' as problem
from {{ ref('crm_values') }}
where
    coalesce(crm_table, '?') || ' ' || coalesce(crm_field, '?') || ' ' || meaning not in (
        {%- for words in read_crm_values %}
            '{{ words }}'{{ ',' if not loop.last }}
        {%- endfor %}
    )
union all
select
    'crm_values (*, ' || crm_table || ', ' || crm_field || ', ' || crm_value || '): such a word is '
    || 'that of one source. Name it in the column source of seeds/identity/crm_values.csv.'
        as problem
from {{ ref('crm_values') }}
where
    source = '*'
    and crm_table || ' ' || crm_field not in (
        {%- for words in words_of_a_language %}
            '{{ words }}'{{ ',' if not loop.last }}
        {%- endfor %}
    )
union all
select
    'crm_values: no row says what an account of another type, or of none, is to us. Add '
    || '`{{ crm_source() }},account,type,*,` and a meaning (customer where only customers are '
    || 'kept, prospect where most never bought) to seeds/identity/crm_values.csv.' as problem
from {{ ref('crm_values') }}
having
    sum(
        case
            when
                source = '{{ crm_source() }}'
                and crm_table = 'account'
                and crm_field = 'type'
                and crm_value = '*'
                then 1
            else 0
        end
    ) <> 1
union all
select
    'bands (' || scorecard_id || ', version ' || version || ', segment ' || segment
    || '): the reports read the words healthy, at_risk and critical, each at least once, and this '
    || 'set has others. Correct band_id in seeds/scorecards/bands.csv; label says what people read.'
        as problem
from monitored_bands
group by scorecard_id, version, segment
having
    min(case when band_id in ('healthy', 'at_risk', 'critical') then 1 else 0 end) = 0
    or count(distinct band_id) <> 3
