{% macro crm_id_key(expression) -%}
    regexp_replace(trim({{ expression }}), '^([a-zA-Z0-9]{15})[A-Z0-5]{3}$', '\1')
{%- endmacro %}
