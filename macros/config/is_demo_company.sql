{#- The generator leaves its parameters in the raw database; nobody else lands that schema. -#}
{% macro is_demo_company(landed) -%}
    {%- set parameters = api.Relation.create(
        database=landed.database, schema='_demo', identifier='parameters', type='table'
    ) -%}
    {{ 'true' if execute and adapter.get_columns_in_relation(parameters) else 'false' }}
{%- endmacro %}
