{#- Snapshots that a run opened which did not reach its end. -#}
{% macro left_open_snapshots() -%}
    {%- set stored = stored_relation('int_open_snapshots') -%}
    select
        {% if stored -%}
        snapshot_week
    from {{ stored }}
    where run_id not in (
        select closed.run_id from ({{ closed_versions_weekly() }}) as closed
    )
        {%- else -%}
        cast(null as date) as snapshot_week
    from {{ one_row() }}
    where 1 = 0
        {%- endif %}
{%- endmacro %}
