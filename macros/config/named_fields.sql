{#- While dbt parses no source is known yet, and any name will do. -#}
{% macro named_fields(source_name, field, prefix='') -%}
    {%- set told = named_by_vars().get(source_name ~ '_fields', {}).get('shipped', {}) -%}
    {%- set given = var(source_name ~ '_fields')[field] or told.get(field, [field]) -%}
    {%- set names = [] -%}
    {%- for name in ([given] if given is string else given) -%}
        {%- do names.append(prefix ~ name) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}
