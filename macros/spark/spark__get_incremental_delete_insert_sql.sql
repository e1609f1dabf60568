{#- By one key, which is the table's partition. -#}
{% macro spark__get_incremental_delete_insert_sql(arguments) -%}
    {%- set key = arguments['unique_key'] -%}
    {%- set new_keys -%}
        select new_rows.{{ key }} from {{ arguments['temp_relation'] }} as new_rows
    {%- endset -%}
    {{ replace_where(
        arguments['target_relation'],
        arguments['temp_relation'],
        arguments['dest_columns'] | map(attribute='name'),
        'target_rows.' ~ key ~ ' in (' ~ new_keys ~ ')',
        key,
    ) }}
{%- endmacro %}
