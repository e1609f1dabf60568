{#- For ids of the CRM that other sources carry; a branch of a source compares that source's own ids by source_id_key. -#}
{% macro crm_id_key(expression) -%}
    {{ source_id_key(crm_source(), expression) }}
{%- endmacro %}
