{#- A table without rows is told too: with 0. -#}
{% macro staged_row_counts(staged_tables) -%}
    {%- for staged, table in staged_tables.items() %}
    {%- set uses = [] -%}
    {%- for capability in table.get('for', []) if is_used_for(staged[4:].split('__')[0], capability) == '1 = 1' -%}
        {%- do uses.append(capability) -%}
    {%- endfor %}
    select
        '{{ table.raw_table }}' as raw_table,
        cast(null as {{ type_text() }}) as rejection_reason,
        cast(null as {{ type_text() }}) as blank_reason,
        cast(null as date) as week,
        cast(0 as bigint) as n_rows
    union all
    select
        '{{ table.raw_table }}' as raw_table,
        {% if table.is_read is false -%}
        coalesce(rejection_reason, 'table_not_read') as rejection_reason,
        {%- elif 'for' in table and execute and not uses -%}
        coalesce(rejection_reason, 'capability_not_used') as rejection_reason,
        {%- elif table.skips_deleted -%}
        coalesce(rejection_reason, case when is_deleted then 'deleted' end) as rejection_reason,
        {%- else -%}
        rejection_reason,
        {%- endif %}
        blank_reason,
        coalesce({{ week_start(table.time) }}, {{ week_start('loaded_at') }}) as week,
        cast(count(*) as bigint) as n_rows
    from {{ ref(staged) }}
    group by 2, 3, 4
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
