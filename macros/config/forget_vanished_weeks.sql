{% macro forget_vanished_weeks(
    source_name, table_name, time_column='timestamp', occurred_at='occurred_at'
) -%}
    {%- if execute and is_incremental() -%}
        delete from {{ this }}
        where week_key not in (
            select week_key
            from ({{ landed_weeks(source_name, table_name, time_column, occurred_at) }}) as landed
        )
    {%- endif -%}
{%- endmacro %}
