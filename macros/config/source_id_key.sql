{#- Where a source declares it, eighteen signs and fifteen name the same record: the last three only say which letters
    are capitals. -#}
{% macro source_id_key(source_name, expression) -%}
    {%- if source_declares(source_name, 'has_checked_ids', unseen=true) -%}
    case
        when {{ matches('trim(' ~ expression ~ ')', '^[a-zA-Z0-9]{15}[A-Z0-5]{3}$') }}
            then left(trim({{ expression }}), 15)
        else trim({{ expression }})
    end
    {%- else -%}
    trim({{ expression }})
    {%- endif -%}
{%- endmacro %}
