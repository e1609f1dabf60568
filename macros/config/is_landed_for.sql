{#- A source that could fill a place, but lands no table for it, is not connected there. -#}
{% macro is_landed_for(source_name, capability) -%}
    {%- set tables = source_declares(source_name, 'needs_tables') or {} -%}
    {{ return(capability not in tables or raw_columns(source_name, tables[capability]) | length > 0) }}
{%- endmacro %}
