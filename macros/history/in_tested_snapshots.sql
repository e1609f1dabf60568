{#- A weekly run tests what it computed; closed snapshots were tested when they were. -#}
{% macro in_tested_snapshots(snapshot_week='snapshot_week', weeks_before=0) -%}
    {%- if run_option('tested_snapshots') == 'open' -%}
        {{ snapshot_week }} >= (
            select {{ days_before('min(open_snapshots.snapshot_week)', 7 * weeks_before) }}
            from {{ relation_of('int_open_snapshots') }} as open_snapshots
        )
    {%- else -%}
        1 = 1
    {%- endif -%}
{%- endmacro %}
