{#- What changes from run to run is read when a model runs and not when it is parsed: a var would make dbt parse everything again. -#}
{% macro run_option(name) -%}
    {%- if execute -%}
        {{ return(var(name, none) or env_var('BELLWETHER_' ~ name | upper, '') or none) }}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro %}
