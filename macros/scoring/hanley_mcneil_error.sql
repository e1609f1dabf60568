{#- Hanley and McNeil 1982; without events, or without others, there is no error to state. -#}
{% macro hanley_mcneil_error(auc, n_events, n_others) -%}
    sqrt(greatest(
        (
            ({{ auc }}) * (1 - ({{ auc }}))
            + (({{ n_events }}) - 1) * (({{ auc }}) / (2 - ({{ auc }})) - ({{ auc }}) * ({{ auc }}))
            + (({{ n_others }}) - 1)
            * (2 * ({{ auc }}) * ({{ auc }}) / (1 + ({{ auc }})) - ({{ auc }}) * ({{ auc }}))
        ) / nullif(({{ n_events }}) * ({{ n_others }}), 0),
        0
    ))
{%- endmacro %}
