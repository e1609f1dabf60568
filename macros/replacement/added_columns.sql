{% macro added_columns(before, after) -%}
    {%- set old = {} -%}
    {%- set new = {} -%}
    {%- for column in adapter.get_columns_in_relation(before) -%}{%- do old.update({column.name: column}) -%}{%- endfor -%}
    {%- for column in adapter.get_columns_in_relation(after) -%}{%- do new.update({column.name: column}) -%}{%- endfor -%}
    {%- for name, column in old.items() if name not in new or new[name].data_type != column.data_type -%}
        {{ return(none) }}
    {%- endfor -%}
    {{ return(new.values() | rejectattr('name', 'in', old) | list) }}
{%- endmacro %}
