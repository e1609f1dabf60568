{% macro zone_pattern() -%}
    {{ return(':\\d{2}(\\.\\d+)? ?(Z|UTC|GMT|[+-]\\d{2}(:?\\d{2})?)\\s*$') }}
{%- endmacro %}
