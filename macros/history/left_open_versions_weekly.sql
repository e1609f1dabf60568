{#- What a run opened that did not reach its end: the next one has to take it up again. -#}
{% macro left_open_versions_weekly() -%}
    {%- set stored = stored_relation('int_open_versions_weekly') -%}
    select
        {% if stored -%}
        snapshot_week, scorecard_id, version
    from {{ stored }}
    where run_id not in (
        select closed.run_id from ({{ closed_versions_weekly() }}) as closed
    )
        {%- else -%}
        cast(null as date) as snapshot_week,
        cast(null as {{ type_text() }}) as scorecard_id,
        cast(null as {{ type_text() }}) as version
    from {{ one_row() }}
    where 1 = 0
        {%- endif %}
{%- endmacro %}
