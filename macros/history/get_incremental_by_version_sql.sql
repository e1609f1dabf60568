{% macro get_incremental_by_version_sql(arguments) -%}
    {%- set is_keyed_by_hash = config.get('meta', {}).get('keyed_by') == 'hash' -%}
    {{ replace_rows(arguments, in_open_cells() if is_keyed_by_hash else in_open_versions()) }}
{%- endmacro %}
