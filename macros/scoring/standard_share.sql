{#- Each stratum by itself, then weighed: groups that mix strata differently stay comparable. -#}
{% macro standard_share(events, n, weight) -%}
    {{ exact_sum('(' ~ weight ~ ') * (' ~ events ~ ') / nullif(' ~ n ~ ', 0)') }}
    / nullif({{ exact_sum(weight) }}, 0)
{%- endmacro %}
