{#- Cases that would tell as much, had they been drawn from one stratum. -#}
{% macro standard_n(n, weight) -%}
    {{ exact_sum(weight) }} * {{ exact_sum(weight) }}
    / nullif({{ exact_sum('(' ~ weight ~ ') * (' ~ weight ~ ') / nullif(' ~ n ~ ', 0)') }}, 0)
{%- endmacro %}
