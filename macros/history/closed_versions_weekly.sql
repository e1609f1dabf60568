{% macro closed_versions_weekly() -%}
    {%- set stored = none -%}
    {%- if execute and not flags.FULL_REFRESH -%}
        {%- set record = closed_versions_relation() -%}
        {%- set stored = adapter.get_relation(record.database, record.schema, record.identifier) -%}
    {%- endif -%}
    select
        {% if stored -%}
        snapshot_week, scorecard_id, version, is_in_force, rules_fingerprint, rules_hash, run_id
    from {{ stored }}
        {%- else -%}
        cast(null as date) as snapshot_week,
        cast(null as {{ type_text() }}) as scorecard_id,
        cast(null as {{ type_text() }}) as version,
        cast(null as boolean) as is_in_force,
        cast(null as {{ type_text() }}) as rules_fingerprint,
        cast(null as {{ type_text() }}) as rules_hash,
        cast(null as {{ type_text() }}) as run_id
    from {{ one_row() }}
    where 1 = 0
        {%- endif %}
{%- endmacro %}
