{% macro zone_pattern() -%}
    {{ return(':[0-9]{2}(\\.[0-9]+)? ?(Z|UTC|GMT|[+-][0-9]{2}(:?[0-9]{2})?)[ \\t\\r\\n]*$') }}
{%- endmacro %}
