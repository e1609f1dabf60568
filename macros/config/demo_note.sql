{% macro demo_note(unproven, is_demo) -%}
    case
        when {{ is_demo }}
            then 'Demo company: proves that the machinery works, not {{ unproven }}.'
    end
{%- endmacro %}
