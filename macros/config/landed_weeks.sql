{% macro landed_weeks(source_name, table_name, time_column='timestamp', occurred_at='occurred_at') -%}
    select
        {{ week_key(occurred_at) }} as week_key,
        {{ week_start(occurred_at) }} as usage_week,
        count(*) as n_rows,
        sum(case when loaded_at is null then 1 else 0 end) as n_rows_without_load_time,
        max(loaded_at) as last_loaded_at
    from (
        {{ stage_source(
            source_name,
            table_name,
            columns=[{'name': time_column, 'as': 'occurred_at', 'type': 'timestamp'}],
        ) }}
    ) as landed_row
    where {{ is_used_for(source_name, 'product') }}
    group by 1, 2
{%- endmacro %}
