{#- Hanley and McNeil 1982. Rounding may leave a hair below 0. -#}
{% macro hanley_mcneil_error(auc, n_events, n_others) -%}
    case
        when {{ auc }} is not null and {{ n_events }} > 0 and {{ n_others }} > 0
            then sqrt(greatest(
                (
                    ({{ auc }}) * (1 - ({{ auc }}))
                    + (({{ n_events }}) - 1)
                    * (({{ auc }}) / (2 - ({{ auc }})) - ({{ auc }}) * ({{ auc }}))
                    + (({{ n_others }}) - 1)
                    * (2 * ({{ auc }}) * ({{ auc }}) / (1 + ({{ auc }})) - ({{ auc }}) * ({{ auc }}))
                ) / (({{ n_events }}) * ({{ n_others }})),
                0
            ))
    end
{%- endmacro %}
