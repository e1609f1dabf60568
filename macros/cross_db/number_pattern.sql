{% macro number_pattern() -%}
    {{ return('^\\s*[+-]?(\\d{1,40}(\\.\\d{0,40})?|\\.\\d{1,40})([eE][+-]?\\d{1,2})?\\s*$') }}
{%- endmacro %}
