{% macro in_open_snapshots(snapshot_week='snapshot_week') -%}
    {%- if this and is_incremental() -%}
        {{ snapshot_week }} in (
            select open_snapshots.snapshot_week
            from {{ relation_of('int_open_snapshots') }} as open_snapshots
        )
    {%- else -%}
        1 = 1
    {%- endif -%}
{%- endmacro %}
