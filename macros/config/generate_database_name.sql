{#-
    The configured database, but for tables of published folders: those lie in the target's own. Their views read
    staging, which nobody can select from without the raw file, so they stay in the inner one.
-#}
{% macro generate_database_name(custom_database_name=none, node=none) -%}
    {%- if node.config.meta.get('is_published') and node.config.materialized != 'view' -%}
        {{ return(target.get('database')) }}
    {%- endif -%}
    {{ return(custom_database_name or target.get('database')) }}
{%- endmacro %}
