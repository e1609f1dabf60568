{#- What a run replaces is a partition, so that one commit does it: a snapshot, or what a key of
    delete+insert names. -#}
{% macro spark__partition_cols(label, required=false) -%}
    {%- set strategy = config.get('incremental_strategy') or '' -%}
    {%- if config.get('materialized') == 'incremental' and strategy.startswith('by_') -%}
        {{ label }} (snapshot_week)
    {%- elif config.get('materialized') == 'incremental' and strategy == 'delete+insert' -%}
        {{ label }} ({{ config.get('unique_key') }})
    {%- endif -%}
{%- endmacro %}
