{#- dbt-bigquery knows three strategies by name; this project's own are macros, as on every other engine. -#}
{% macro dbt_bigquery_validate_get_incremental_strategy(config) -%}
    {{ return(config.get('incremental_strategy')) }}
{%- endmacro %}
