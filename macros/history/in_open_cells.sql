{% macro in_open_cells() -%}
    {%- if this and is_incremental() -%}
        snapshot_week >= {{ opened_day('snapshot_week') }}
        and (snapshot_week, version_hash) in (
            select {{ row_of(['open_versions.snapshot_week', 'open_versions.version_hash']) }}
            from {{ relation_of('int_open_versions_weekly') }} as open_versions
        )
    {%- else -%}
        1 = 1
    {%- endif -%}
{%- endmacro %}
