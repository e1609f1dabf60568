{#- Beside the staging models, wherever the project that runs puts them. -#}
{% macro run_day_relation() -%}
    {%- set beside = node_of('stg_customer_success__alert_responses') if execute else target -%}
    {{ return(api.Relation.create(database=beside.database, schema=beside.schema, identifier='run_day')) }}
{%- endmacro %}
