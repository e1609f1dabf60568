{#- Mann and Whitney 1947, without ties, which would make it smaller. -#}
{% macro chance_variance(n_events, n_others) -%}
    (cast({{ n_events }} as {{ type_double() }}) + ({{ n_others }}) + 1)
    / nullif(12 * cast({{ n_events }} as {{ type_double() }}) * ({{ n_others }}), 0)
{%- endmacro %}
