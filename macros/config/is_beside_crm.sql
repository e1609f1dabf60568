{#- The ids of the CRM are the accounts' own and no clue to them. -#}
{% macro is_beside_crm(source_name) -%}
    {{ return('1 = 0' if source_name == crm_source() else '1 = 1') }}
{%- endmacro %}
