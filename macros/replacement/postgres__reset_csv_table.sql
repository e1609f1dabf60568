{#- A full refresh drops a seed and, with it, every view that reads it; with the columns it had it is only emptied. -#}
{% macro postgres__reset_csv_table(model, full_refresh, old_relation, agate_table) -%}
    {%- set given = model['config'].get('column_types', {}) -%}
    {%- set types = [] -%}
    {%- for name in agate_table.column_names -%}
        {%- do types.append("cast(to_regtype('" ~ given.get(name, adapter.convert_type(agate_table, loop.index0)) ~ "') as text)") -%}
    {%- endfor -%}
    {%- set wanted = run_query('select ' ~ types | join(', ')).rows[0].values() | list -%}
    {%- set before = adapter.get_columns_in_relation(old_relation) -%}
    {%- set is_same = before | map(attribute='name') | list == agate_table.column_names | list
        and before | map(attribute='dtype') | list == wanted -%}
    {{ return(default__reset_csv_table(model, full_refresh and not is_same, old_relation, agate_table)) }}
{%- endmacro %}

{#- Else it would inherit PostgreSQL's, which asks for types that it has not. -#}
{% macro redshift__reset_csv_table(model, full_refresh, old_relation, agate_table) -%}
    {{ return(default__reset_csv_table(model, full_refresh, old_relation, agate_table)) }}
{%- endmacro %}
