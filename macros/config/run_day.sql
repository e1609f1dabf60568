{#- A view outlives the run that made it, so it asks for the day instead of holding it. -#}
{% macro run_day() -%}
    (select run_day.as_of_date from {{ run_day_relation() }} as run_day)
{%- endmacro %}
