{% macro run_day_relation() -%}
    {{ return(api.Relation.create(
        database=target.database, schema=generate_schema_name('staging', none), identifier='run_day'
    )) }}
{%- endmacro %}
