{% macro engine_settings() -%}
    {{ return(adapter.dispatch('engine_settings', 'bellwether')()) }}
{%- endmacro %}

{% macro default__engine_settings() -%}
{%- endmacro %}

{#- PostgreSQL takes a computed column for almost always filled, so it expects one row of good staging and loops.
    Compiling such plans takes longer than running them. Dates are written into sentences, as ISO whatever the role's style. -#}
{% macro postgres__engine_settings() -%}
    set local enable_nestloop = off; set local jit = off;
    set local datestyle = 'ISO, YMD'; set local timezone = 'UTC'
{%- endmacro %}

{#- It knows none of them. -#}
{% macro redshift__engine_settings() -%}
{%- endmacro %}
