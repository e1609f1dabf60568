{#- dbt asks twice for the columns of each relation before it comments on them; ours have every column that is
    described. DuckLake has no comments on columns of a view; what describes the view itself stays. -#}
{% macro duckdb__persist_docs(relation, model, for_relation, for_columns) -%}
    {%- set has_columns = not (relation.is_view and adapter.is_ducklake(relation)) -%}
    {%- set comments -%}
    {%- if for_relation and config.persist_relation_docs() and model.description %}
    {{ duckdb__alter_relation_comment(relation, model.description) }}
    {%- endif %}
    {%- if for_columns and config.persist_column_docs() and has_columns %}
    {%- for name, column in model.columns.items() %}
    comment on column {{ relation }}.{{ adapter.quote(name) if column.quote else name }}
    is {{ duckdb_escape_comment(column.description) }};
    {%- endfor %}
    {%- endif %}
    {%- endset -%}
    {%- if comments | trim -%}
        {%- call statement('comments') -%}{{ comments }}{%- endcall -%}
    {%- endif -%}
{%- endmacro %}
