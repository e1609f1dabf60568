{% macro hubspot_properties(field) -%}
    {%- set given = var('hubspot_fields')[field] or shipped_columns().hubspot_fields[field] -%}
    {{ return([given] if given is string else given) }}
{%- endmacro %}
