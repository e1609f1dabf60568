{% macro demo_note(unproven) -%}
    case
        when {{ is_demo_company() }}
            then 'Demo company: proves that the machinery works, not {{ unproven }}.'
    end
{%- endmacro %}
