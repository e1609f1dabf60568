{#- Asked by materializations of PostgreSQL, which Redshift inherits. -#}
{% macro has_dependents(relation) -%}
    {{ return(adapter.dispatch('has_dependents', 'bellwether')(relation)) }}
{%- endmacro %}

{% macro default__has_dependents(relation) -%}
    {{ return(false) }}
{%- endmacro %}

{% macro redshift__has_dependents(relation) -%}
    {{ return(bellwether.default__has_dependents(relation)) }}
{%- endmacro %}

{% macro postgres__has_dependents(relation) -%}
    {%- set query -%}
        select 1
        from pg_catalog.pg_class as relation
        where
            relation.oid = cast('{{ relation }}' as regclass)
            and (
                relation.relacl is not null
                or exists (
                    select 1
                    from pg_catalog.pg_attribute as attribute
                    where attribute.attrelid = relation.oid and attribute.attacl is not null
                )
                or exists (
                    select 1
                    from pg_catalog.pg_depend as dependency
                    where
                        dependency.refobjid = relation.oid
                        and dependency.classid = cast('pg_rewrite' as regclass)
                        and dependency.deptype = 'n'
                )
                or exists (select 1 from pg_catalog.pg_index as index where index.indrelid = relation.oid)
            )
    {%- endset -%}
    {{ return(run_query(query).rows | length > 0) }}
{%- endmacro %}
