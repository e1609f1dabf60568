{#- What a run replaces is whole snapshots, so each is a partition: other weeks are neither read nor written. -#}
{% macro partition_by(partition_config) -%}
    {%- if config.get('materialized') == 'incremental' and (config.get('incremental_strategy') or '').startswith('by_') -%}
        partition by snapshot_week
    {%- endif -%}
{%- endmacro %}
