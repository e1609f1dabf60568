{#- BigQuery takes no `where` without a `from`. -#}
{% macro one_row() -%}
    (select 1 as one) as one_row
{%- endmacro %}
