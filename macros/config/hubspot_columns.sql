{% macro hubspot_columns(field) -%}
    {%- set columns = [] -%}
    {%- for name in hubspot_properties(field) -%}
        {%- do columns.append('property_' ~ name) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro %}
