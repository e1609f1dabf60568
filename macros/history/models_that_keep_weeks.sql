{#- Nodes of the models of which a run replaces some snapshots and leaves the others as they are. -#}
{% macro models_that_keep_weeks(and_ledger=false) -%}
    {%- set keeping = [] -%}
    {%- for node in graph.nodes.values()
        if node.package_name == 'bellwether'
        and node.config.materialized == 'incremental'
        and (
            (node.config.incremental_strategy or '').startswith('by_')
            or (and_ledger and node.name == 'score_history')
        )
    -%}
        {%- do keeping.append(node) -%}
    {%- endfor -%}
    {{ return(keeping) }}
{%- endmacro %}
