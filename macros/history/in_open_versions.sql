{% macro in_open_versions(cells) -%}
    {%- if this and is_incremental() -%}
        exists (
            select 1
            from {{ relation_of('int_open_versions_weekly') }} as open_versions
            where open_versions.snapshot_week = {{ cells }}.snapshot_week
                and open_versions.scorecard_id = {{ cells }}.scorecard_id
                and open_versions.version = {{ cells }}.version
        )
    {%- else -%}
        1 = 1
    {%- endif -%}
{%- endmacro %}
