{#- One test for many tables costs one node; each check is told as its own grain test would tell it. -#}
{% macro grain_problems_of(checks) -%}
    {% for check in checks %}
        select problem
        from (
            {{ grain_problems(
                ref(check.table),
                check.table,
                check.key,
                check.not_null or [],
                check.accepted_values or {},
                check.ranges or {},
                check.remedy,
            ) }}
        ) as {{ check.table }}_problems
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
{%- endmacro %}
