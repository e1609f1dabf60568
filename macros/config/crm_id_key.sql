{#- Eighteen signs and fifteen name the same record: the last three only say which letters are capitals. -#}
{% macro crm_id_key(expression) -%}
    case
        when {{ matches('trim(' ~ expression ~ ')', '^[a-zA-Z0-9]{15}[A-Z0-5]{3}$') }}
            then left(trim({{ expression }}), 15)
        else trim({{ expression }})
    end
{%- endmacro %}
