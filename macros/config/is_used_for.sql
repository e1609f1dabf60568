{% macro is_used_for(source_name, capability) -%}
    {{ return('1 = 1' if source_name in sources_for(capability) else '1 = 0') }}
{%- endmacro %}
