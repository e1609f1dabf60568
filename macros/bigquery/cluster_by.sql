{#- By what the tall tables are asked for, as far as a model has it. -#}
{% macro cluster_by(raw_cluster_by) -%}
    {%- set columns = ['scorecard_id', 'version_hash', 'account_id', 'account_hash', 'signal_id'] | select('in', model.columns) | list -%}
    {%- if columns and config.get('materialized') == 'incremental' and (config.get('incremental_strategy') or '').startswith('by_') -%}
        cluster by {{ columns[:4] | join(', ') }}
    {%- endif -%}
{%- endmacro %}
