{% macro in_open_versions() -%}
    {%- if this and is_incremental() -%}
        snapshot_week >= {{ opened_day('snapshot_week') }}
        and (snapshot_week, scorecard_id, version) in (
            select {{ row_of(['open_versions.snapshot_week', 'open_versions.scorecard_id', 'open_versions.version']) }}
            from {{ relation_of('int_open_versions_weekly') }} as open_versions
        )
    {%- else -%}
        1 = 1
    {%- endif -%}
{%- endmacro %}
