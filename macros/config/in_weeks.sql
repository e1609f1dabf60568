{% macro in_weeks(expression, weeks) -%}
    {%- set ranges = [] -%}
    {%- for week in weeks or [] if week != 'undated' -%}
        {%- set first = modules.datetime.date.fromisoformat(week) -%}
        {%- set after = first + modules.datetime.timedelta(days=7) -%}
        {%- if ranges and ranges[-1][1] == first -%}
            {%- do ranges.append([ranges.pop()[0], after]) -%}
        {%- else -%}
            {%- do ranges.append([first, after]) -%}
        {%- endif -%}
    {%- endfor -%}
    (
        {{ '1 = 1' if weeks is none else '1 = 0' }}
        {%- for first, after in ranges %}
        or (
            {{ expression }} >= cast('{{ first }}' as {{ type_time() }})
            and {{ expression }} < cast('{{ after }}' as {{ type_time() }})
        )
        {%- endfor %}
        {%- if 'undated' in (weeks or []) %}
        or {{ expression }} is null
        or {{ expression }} < cast('1000-01-01' as {{ type_time() }})
        or {{ expression }} >= cast('9999-01-01' as {{ type_time() }})
        {%- endif %}
    )
{%- endmacro %}
