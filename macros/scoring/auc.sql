{#- Mann-Whitney by mid-ranks: summed over events, ranks are those below plus half of the equal ones; ties count half. -#}
{% macro auc(n_below, n_equal, n_events, n_others) -%}
    1 - (
        cast({{ n_below }} as {{ type_double() }})
        + (({{ n_equal }}) - cast({{ n_events }} as {{ type_double() }}) * ({{ n_events }})) / 2
    ) / nullif(cast({{ n_events }} as {{ type_double() }}) * ({{ n_others }}), 0)
{%- endmacro %}
