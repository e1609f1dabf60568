{#- SQL reads parameters by name, so that a misspelt one would only be missing. -#}
{% macro parameter_problems(seed, owner, has_segments=false) -%}
select
    '{{ seed }} (' || problems.owner || ', ' || problems.parameter || '): ' || problems.finding
    || ' (seeds/scorecards/{{ seed }}.csv).' as problem
from (
    select
        coalesce(given.{{ owner }}, '?')
        {%- if has_segments %} || ', segment ' || coalesce(given.segment, '?'){% endif %} as owner,
        coalesce(given.parameter, '?') as parameter,
        case
            when coalesce(own_rules.parameter, all_rules.parameter) is null
                then
                    'nothing reads such a parameter. Correct the name, or declare it in '
                    || 'parameter_rules.csv'
            when given.value is null then 'the value is empty. Fill it'
            when
                given.value < coalesce(own_rules.least, all_rules.least)
                or given.value > coalesce(own_rules.most, all_rules.most)
                then
                    'the value ' || cast(given.value as {{ type_text() }}) || ' lies outside '
                    || coalesce(cast(coalesce(own_rules.least, all_rules.least) as {{ type_text() }}), 'any')
                    || ' to '
                    || coalesce(cast(coalesce(own_rules.most, all_rules.most) as {{ type_text() }}), 'any')
                    || '. Correct it'
            when
                coalesce(own_rules.is_whole, all_rules.is_whole)
                and given.value <> floor(given.value)
                then
                    'the value ' || cast(given.value as {{ type_text() }})
                    || ' is no whole number. Correct it'
        end as finding
    from {{ ref(seed) }} as given
    left join {{ ref('parameter_rules') }} as own_rules
        on
            own_rules.seed = '{{ seed }}'
            and given.{{ owner }} = own_rules.applies_to
            and given.parameter = own_rules.parameter
    left join {{ ref('parameter_rules') }} as all_rules
        on
            all_rules.seed = '{{ seed }}'
            and all_rules.applies_to = '*'
            and given.parameter = all_rules.parameter

    union all

    select
        needed.applies_to as owner,
        needed.parameter,
        'the row {{ "for segment * and without effective_from " if has_segments }}is missing, and '
        || 'SQL reads it. Add it, or correct the name of a misspelt one' as finding
    from {{ ref('parameter_rules') }} as needed
    left join {{ ref(seed) }} as given
        on
            needed.applies_to = given.{{ owner }}
            and needed.parameter = given.parameter
            {%- if has_segments %}
            and given.segment = '*'
            and given.effective_from is null
            {%- endif %}
    {%- if not has_segments %}
    left join {{ ref('scorecards') }} as scorecards on needed.applies_to = scorecards.scorecard_id
    {%- endif %}
    where
        needed.seed = '{{ seed }}'
        and needed.is_required
        and given.parameter is null
        {%- if not has_segments %}
        and (needed.applies_to = '*' or scorecards.scorecard_id is not null)
        {%- endif %}
) as problems
where problems.finding is not null
{%- endmacro %}
