{#- One test for many tables costs one node; each is told as its own grain test would tell it. -#}
{% macro grain_problems_of(tables) -%}
    {% for table in tables %}
        {%- set promises = promises_of(table) if table is string else table %}
        {%- set name = promises.table or table %}
        select problem
        from (
            {%- if promises.key %}
            {{ grain_problems(
                ref(name),
                name,
                promises.key,
                promises.not_null or [],
                promises.accepted_values or {},
                promises.ranges or {},
                promises.remedy,
            ) }}
            {%- else %}
            select '' as problem from {{ ref(name) }} where 1 = 0
            {%- endif %}
        ) as {{ name }}_problems
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
{%- endmacro %}
