{% macro in_rescored_snapshots(snapshot_week='snapshot_week', weeks_before=0, opened_from='snapshot_week') -%}
    {%- if this and is_incremental() -%}
        {{ snapshot_week }} >= (
            select {{ days_before('min(open_versions.' ~ opened_from ~ ')', 7 * weeks_before) }}
            from {{ relation_of('int_open_versions_weekly') }} as open_versions
        )
    {%- else -%}
        1 = 1
    {%- endif -%}
{%- endmacro %}
