{#- The configured database, but the target's own for tables that readers ask beside the marts. -#}
{% macro generate_database_name(custom_database_name=none, node=none) -%}
    {%- if node.config.meta.get('is_published') -%}
        {{ return(target.get('database')) }}
    {%- endif -%}
    {{ return(custom_database_name or target.get('database')) }}
{%- endmacro %}
