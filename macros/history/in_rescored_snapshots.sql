{% macro in_rescored_snapshots(snapshot_week='snapshot_week', weeks_before=0, opened_from='snapshot_week') -%}
    {%- if this and is_incremental() -%}
        {{ snapshot_week }} >= {{ opened_day(opened_from, weeks_before) }}
    {%- else -%}
        1 = 1
    {%- endif -%}
{%- endmacro %}
