{#- One scan: the rows of a table whose key repeats or has holes, or whose columns break a rule. Of a key the first broken
    rule is told: a count of each would take ten times the memory of the key. -#}
{% macro grain_problems(relation, table, key, not_null=[], accepted_values={}, ranges={}, remedy='') -%}
{%- set n_not_null = not_null | length -%}
{%- set n_filled_or_known = n_not_null + accepted_values | length -%}
with checked as (
    select
        {% for column in key %}{{ column }}, {% endfor %}
        count(*) as n_rows,
        min(
            case
                when {% for column in key %}{{ column }} is null{% if not loop.last %} or {% endif %}{% endfor %} then 0
                {%- for column in not_null %}
                when {{ column }} is null then {{ loop.index }}
                {%- endfor %}
                {%- for column, values in accepted_values.items() %}
                when {{ column }} is not null
                    and {{ column }} not in ({% for value in values %}'{{ value }}'{% if not loop.last %}, {% endif %}{% endfor %})
                    then {{ n_not_null + loop.index }}
                {%- endfor %}
                {%- for column, bounds in ranges.items() %}
                when {% if bounds[0] is not none %}{{ column }} < {{ bounds[0] }}{% else %}1 = 0{% endif %}
                    or {% if bounds[1] is not none %}{{ column }} > {{ bounds[1] }}{% else %}1 = 0{% endif %}
                    then {{ n_filled_or_known + loop.index }}
                {%- endfor %}
            end
        ) as first_broken
    from {{ relation }}
    where {{ in_tested_snapshots() if 'snapshot_week' in key else '1 = 1' }}
    group by {% for column in key %}{{ column }}{% if not loop.last %}, {% endif %}{% endfor %}
),

found as (
    select
        {% for column in key %}'{{ ', ' if not loop.first }}{{ column }} ' || coalesce(cast({{ column }} as {{ type_text() }}), 'null') || {% endfor %}'' as key_text,
        case
            when first_broken = 0 then 'the key is not filled'
            when n_rows > 1 then 'the key stands on ' || cast(n_rows as {{ type_text() }}) || ' rows'
            {%- for column in not_null %}
            when first_broken = {{ loop.index }} then 'column {{ column }} is null'
            {%- endfor %}
            {%- for column, values in accepted_values.items() %}
            when first_broken = {{ n_not_null + loop.index }}
                then 'column {{ column }} holds a value other than {{ values | join(", ") }}'
            {%- endfor %}
            {%- for column, bounds in ranges.items() %}
            when first_broken = {{ n_filled_or_known + loop.index }}
                then 'column {{ column }} lies outside {{ bounds[0] if bounds[0] is not none else "any" }} to {{ bounds[1] if bounds[1] is not none else "any" }}'
            {%- endfor %}
        end as finding
    from checked
)

select '{{ table }} (' || key_text || '): ' || finding || '. {{ remedy or "Correct the rows of this key." }}' as problem
from found
where finding is not null
{%- endmacro %}
