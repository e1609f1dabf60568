{#- For ids of the CRM that other sources carry; a branch of a source compares that source's own ids by source_id_key. -#}
{% macro crm_id_key(expression) -%}
    {%- set crm = crm_source() -%}
    {%- set former_pattern = checked_id_pattern() -%}
    {%- if source_declares(crm, 'has_checked_ids', unseen=true) or not former_pattern -%}
    {{ source_id_key(crm, expression) }}
    {%- else -%}
    case
        when {{ matches('trim(' ~ expression ~ ')', former_pattern) }}
            then left(trim({{ expression }}), 15)
        else trim({{ expression }})
    end
    {%- endif -%}
{%- endmacro %}
