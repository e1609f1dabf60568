{#- Names weeks as constants, because an engine carries only those below the staging view's search for duplicates. -#}
{% macro weeks_to_roll_up(
    source_name, table_name, time_column='timestamp', occurred_at='occurred_at'
) -%}
    {%- set query -%}
        with landed as (
            {{ landed_weeks(source_name, table_name, time_column, occurred_at) }}
        ),

        stored as (
            select
                week_key,
                sum(n_rows) as n_rows,
                max(last_loaded_at) as last_loaded_at,
                max(case when rejection_reason = 'impossible_time' then 1 else 0 end) as n_impossible
            from {{ this }}
            group by 1
        )

        select landed.week_key
        from landed
        left join stored on landed.week_key = stored.week_key
        where stored.week_key is null
            or landed.n_rows <> stored.n_rows
            or landed.last_loaded_at is distinct from stored.last_loaded_at
            or landed.n_rows_without_load_time > 0
            or stored.n_impossible > 0
            or landed.usage_week > {{ days_before(as_of_date(), 6) }}
        order by 1
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | list) }}
{%- endmacro %}
