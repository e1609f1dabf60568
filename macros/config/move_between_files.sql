{#- An earlier version may have kept a model in the other one of the two files. Its closed weeks are there and nowhere else. -#}
{% macro move_between_files() -%}
    {{ return(adapter.dispatch('move_between_files', 'bellwether')()) }}
{%- endmacro %}

{% macro default__move_between_files() -%}
{%- endmacro %}

{% macro duckdb__move_between_files() -%}
    {%- if execute and env_var('BELLWETHER_INNER_PATH', '') -%}
        {%- set tables -%}
            select database_name || '.' || schema_name || '.' || table_name as place
            from duckdb_tables()
            where not internal
        {%- endset -%}
        {%- set places = run_query(tables).columns[0].values() -%}
        {%- for node in graph.nodes.values()
            if node.resource_type == 'model' and node.database in [target.database, 'work']
        -%}
            {%- set there = node.database ~ '.' ~ node.schema ~ '.' ~ node.alias -%}
            {%- set other = 'work' if node.database == target.database else target.database -%}
            {%- if other ~ '.' ~ node.schema ~ '.' ~ node.alias in places -%}
                {%- set moved = api.Relation.create(node.database, node.schema, node.alias, type='table') -%}
                {%- set left = api.Relation.create(other, node.schema, node.alias, type='table') -%}
                {#- A move that was killed half way left the table in both. -#}
                {%- if there not in places -%}
                    {%- do run_and_commit('create schema if not exists ' ~ moved.without_identifier()) -%}
                    {%- do run_and_commit('create table ' ~ moved ~ ' as from ' ~ left) -%}
                    {%- do adapter.cache_added(moved) -%}
                {%- endif -%}
                {%- do run_and_commit('drop table ' ~ left) -%}
                {%- do adapter.cache_dropped(left) -%}
            {%- endif -%}
        {%- endfor -%}
        {#- Asking may have opened a transaction. -#}
        {%- do run_and_commit('select 1 as asked') -%}
    {%- endif -%}
{%- endmacro %}
