{#- The window of account_product_usage is one for every segment. -#}
{% macro product_windows() -%}
    select
        value as n_weeks,
        7 * cast(value as integer) as n_days,
        effective_from,
        effective_to
    from ({{ signal_parameter_periods() }}) as signal_parameter_periods
    where signal_id = 'product_usage' and parameter = 'window_weeks' and segment = '*'
{%- endmacro %}
