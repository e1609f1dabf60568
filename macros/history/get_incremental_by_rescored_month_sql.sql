{% macro get_incremental_by_rescored_month_sql(arguments) -%}
    {{ replace_rows(arguments, in_rescored_months('target_rows.snapshot_week')) }}
{%- endmacro %}
