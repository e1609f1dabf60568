{% macro get_incremental_by_rescored_snapshot_sql(arguments) -%}
    {{ replace_rows(
        arguments,
        in_rescored_snapshots(
            'target_rows.snapshot_week',
            opened_from=config.get('meta', {}).get('opened_from', 'snapshot_week'),
        ),
    ) }}
{%- endmacro %}
