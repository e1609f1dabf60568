{#- dbt-spark knows four strategies by name; this project's own are macros, as on every other
    engine. -#}
{% macro dbt_spark_validate_get_incremental_strategy(raw_strategy, file_format) -%}
    {{ return(raw_strategy) }}
{%- endmacro %}
