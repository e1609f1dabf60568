{#- Strategies in place of delete+insert by key: an account that is gone from a snapshot has no key to be deleted by. -#}
{% macro get_incremental_by_snapshot_sql(arguments) -%}
    {{ replace_rows(arguments, in_open_snapshots('target_rows.snapshot_week')) }}
{%- endmacro %}
