{#- Every other run inserts into the table that stands there; a full refresh would put another in its place. -#}
{% materialization incremental, adapter='postgres' %}
    {%- set existing = load_cached_relation(this) -%}
    {%- if existing is not none and existing.is_table and should_full_refresh() and has_dependents(existing) -%}
        {{ return(refill_table(existing)) }}
    {%- endif -%}
    {{ return(dbt.materialization_incremental_default()) }}
{% endmaterialization %}
