{#- The record of what runs closed. Hooks keep it, so it stands beside the models: none of them reads every mart. -#}
{% macro closed_versions_relation() -%}
    {{ return(api.Relation.create(
        database=target.database,
        schema=generate_schema_name('intermediate', none),
        identifier='int_closed_versions_weekly',
    )) }}
{%- endmacro %}
