{#- Each by itself: on DuckDB no transaction writes into two files, and one over every table of a company would not fit in memory. -#}
{% macro run_and_commit(sql) -%}
    {%- call statement('run_and_commit', auto_begin=true) -%} {{ sql }} {%- endcall -%}
    {%- do adapter.commit() -%}
{%- endmacro %}
