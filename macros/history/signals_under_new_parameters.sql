{#- The first snapshot at which a segment's signal has another window or cut-off than a week before. -#}
{% macro signals_under_new_parameters() -%}
    select
        segment,
        effective_from as snapshot_week,
        signal_id
    from {{ ref('int_signal_parameters') }}
    where is_new
    union distinct
    -- The metrics of value look back over the window of account_product_usage.
    select
        parameters.segment,
        parameters.effective_from as snapshot_week,
        signals.signal_id
    from {{ ref('int_signal_parameters') }} as parameters
    cross join {{ ref('signals') }} as signals
    where parameters.is_new and parameters.signal_id = 'product_usage' and signals.family = 'value'
{%- endmacro %}
