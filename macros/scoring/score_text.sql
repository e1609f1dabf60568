{#- Rounded up, 74.96 would read as the 75 at which the next band may begin. -#}
{% macro score_text(expression) -%}
    {{ points_text('floor(' ~ round_to('10 * (' ~ expression ~ ')', 6) ~ ') / 10') }}
{%- endmacro %}
