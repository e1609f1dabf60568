{#- A definition opens with the readable name; without a colon the id has to do. -#}
{% macro signal_name(signal_id, definition) -%}
    case
        when {{ definition }} like '%:%' then trim({{ part_of(definition, ':', 1) }})
        else replace({{ signal_id }}, '_', ' ')
    end
{%- endmacro %}
