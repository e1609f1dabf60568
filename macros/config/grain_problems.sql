{#- One scan: the rows of a table whose key repeats or has holes, or whose columns break a rule. -#}
{% macro grain_problems(relation, table, key, not_null=[], accepted_values={}, ranges={}, remedy='') -%}
with checked as (
    select
        {% for column in key %}{{ column }}, {% endfor %}
        count(*) as n_rows,
        {%- for column in not_null %}
        sum(case when {{ column }} is null then 1 else 0 end) as n_null_{{ loop.index }},
        {%- endfor %}
        {%- for column, values in accepted_values.items() %}
        sum(
            case
                when {{ column }} is not null
                    and {{ column }} not in ({% for value in values %}'{{ value }}'{% if not loop.last %}, {% endif %}{% endfor %})
                    then 1
                else 0
            end
        ) as n_unknown_{{ loop.index }},
        {%- endfor %}
        {%- for column, bounds in ranges.items() %}
        sum(
            case
                when {% if bounds[0] is not none %}{{ column }} < {{ bounds[0] }}{% else %}1 = 0{% endif %}
                    or {% if bounds[1] is not none %}{{ column }} > {{ bounds[1] }}{% else %}1 = 0{% endif %}
                    then 1
                else 0
            end
        ) as n_outside_{{ loop.index }},
        {%- endfor %}
        sum(case when {% for column in key %}{{ column }} is null{% if not loop.last %} or {% endif %}{% endfor %} then 1 else 0 end) as n_keyless
    from {{ relation }}
    where {{ in_tested_snapshots() if 'snapshot_week' in key else '1 = 1' }}
    group by {% for column in key %}{{ column }}{% if not loop.last %}, {% endif %}{% endfor %}
),

found as (
    select
        {% for column in key %}'{{ ', ' if not loop.first }}{{ column }} ' || coalesce(cast({{ column }} as {{ type_text() }}), 'null') || {% endfor %}'' as key_text,
        case
            when n_keyless > 0 then 'the key is not filled'
            when n_rows > 1 then 'the key stands on ' || cast(n_rows as {{ type_text() }}) || ' rows'
            {%- for column in not_null %}
            when n_null_{{ loop.index }} > 0 then 'column {{ column }} is null'
            {%- endfor %}
            {%- for column, values in accepted_values.items() %}
            when n_unknown_{{ loop.index }} > 0
                then 'column {{ column }} holds a value other than {{ values | join(", ") }}'
            {%- endfor %}
            {%- for column, bounds in ranges.items() %}
            when n_outside_{{ loop.index }} > 0
                then 'column {{ column }} lies outside {{ bounds[0] if bounds[0] is not none else "any" }} to {{ bounds[1] if bounds[1] is not none else "any" }}'
            {%- endfor %}
        end as finding
    from checked
)

select '{{ table }} (' || key_text || '): ' || finding || '. {{ remedy or "Correct the rows of this key." }}' as problem
from found
where finding is not null
{%- endmacro %}
