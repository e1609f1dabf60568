{#- Without a declared form nothing looks like an id. -#}
{% macro crm_id_pattern() -%}
    {{ return(source_declares(crm_source(), 'id_pattern') or '^$') }}
{%- endmacro %}
