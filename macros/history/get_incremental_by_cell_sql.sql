{% macro get_incremental_by_cell_sql(arguments) -%}
    {{ replace_rows(arguments, in_open_cells()) }}
{%- endmacro %}
