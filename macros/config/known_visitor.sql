{% macro known_visitor(visitor_id) -%}
    case when left({{ visitor_id }}, 9) <> '_PENDO_T_' then {{ visitor_id }} end
{%- endmacro %}
