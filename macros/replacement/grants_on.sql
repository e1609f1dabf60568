{% macro grants_on(relation) -%}
    {%- set query -%}
        select
            'grant ' || privilege.privilege_type || ' on {{ relation }} to '
            || case when privilege.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(privilege.grantee)) end
            || case when privilege.is_grantable then ' with grant option' else '' end as statement
        from pg_catalog.pg_class as relation
        cross join lateral aclexplode(relation.relacl) as privilege
        where
            relation.oid = cast('{{ relation }}' as regclass)
            and privilege.grantee <> relation.relowner
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | list) }}
{%- endmacro %}
