{#- A class of one case shows no spread: the greatest that its AUC allows stands in for it. -#}
{% macro combined_auc_error(n_pairs, event_variance, other_variance, auc) -%}
    sqrt({{ exact_sum(
        n_pairs ~ ' * ' ~ n_pairs ~ ' * ('
        ~ 'coalesce(' ~ event_variance ~ ', ' ~ auc ~ ' * (1 - ' ~ auc ~ '))'
        ~ ' + coalesce(' ~ other_variance ~ ', ' ~ auc ~ ' * (1 - ' ~ auc ~ ')))'
    ) }}) / nullif(sum({{ n_pairs }}), 0)
{%- endmacro %}
