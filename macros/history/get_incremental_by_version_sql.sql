{% macro get_incremental_by_version_sql(arguments) -%}
    {{ replace_rows(arguments, in_open_versions()) }}
{%- endmacro %}
