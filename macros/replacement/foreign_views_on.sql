{% macro foreign_views_on(relation) -%}
    {%- set own = [] -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' -%}
        {%- do own.append(node.schema ~ '.' ~ node.alias) -%}
    {%- endfor -%}
    {%- set query -%}
        with recursive dependents as (
            select cast('{{ relation }}' as regclass) as reader

            union distinct

            select cast(rewrite.ev_class as regclass)
            from dependents
            inner join pg_catalog.pg_depend as dependency
                on
                    dependents.reader = dependency.refobjid
                    and dependency.classid = cast('pg_rewrite' as regclass)
            inner join pg_catalog.pg_rewrite as rewrite on dependency.objid = rewrite.oid
        )

        select namespace.nspname || '.' || relation.relname
        from dependents
        inner join pg_catalog.pg_class as relation on dependents.reader = relation.oid
        inner join pg_catalog.pg_namespace as namespace on relation.relnamespace = namespace.oid
        where relation.relkind in ('v', 'm')
        order by 1
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | reject('in', own) | list) }}
{%- endmacro %}
