{% macro quantile_of(expression, share) -%}
    {{ return(adapter.dispatch('quantile_of', 'bellwether')(expression, share)) }}
{%- endmacro %}

{% macro default__quantile_of(expression, share) -%}
    percentile_cont({{ share }}) within group (order by {{ expression }})
{%- endmacro %}

{#- It has no such aggregate: a subquery reads the group's values as an array. -#}
{% macro bigquery__quantile_of(expression, share) -%}
    (
        select percentile_cont(one, {{ share }}) over ()
        from unnest(array_agg({{ expression }} ignore nulls)) as one
        limit 1
    )
{%- endmacro %}
