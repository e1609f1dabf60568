{#- DuckLake has no comments on columns of a view; what describes the view itself stays. -#}
{% macro duckdb__alter_column_comment(relation, column_dict) -%}
    {%- if relation.is_view and adapter.is_ducklake(relation) -%}
        {{ return('') }}
    {%- endif -%}
    {{ return(dbt.duckdb__alter_column_comment(relation, column_dict)) }}
{%- endmacro %}
