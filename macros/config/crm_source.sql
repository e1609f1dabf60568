{% macro crm_source() -%}
    {%- set names = sources_for('crm') -%}
    {{ return(names[0] if names else 'no_crm') }}
{%- endmacro %}
