{#- What engines and reruns may differ by is no news. -#}
{% macro is_other_number(one, other) -%}
    ({{ one }} is null) <> ({{ other }} is null)
    or abs({{ one }} - {{ other }}) > 1e-9
{%- endmacro %}
