{#- The month of the first rescored snapshot is written again as a whole, since its last snapshot may be another one. -#}
{% macro in_rescored_months(snapshot_week='snapshot_week', and_month_before=false) -%}
    {%- set month = month_start('min(open_versions.snapshot_week)') -%}
    {%- if this and is_incremental() -%}
        {{ snapshot_week }} >= (
            select {{ month_start(days_before(month, 1)) if and_month_before else month }}
            from {{ relation_of('int_open_versions_weekly') }} as open_versions
        )
    {%- else -%}
        1 = 1
    {%- endif -%}
{%- endmacro %}
