-- Good rows have a key, and only once: what breaks this must be rejected, not dropped.
{% set checks = [
    {'model': 'stg_stripe__customers', 'key': ['customer_id'], 'required': 1},
    {'model': 'stg_stripe__subscription_history', 'key': ['subscription_id', 'version_from'], 'required': 1},
    {'model': 'stg_stripe__prices', 'key': ['price_id'], 'required': 1},
    {'model': 'stg_stripe__plans', 'key': ['plan_id'], 'required': 1},
    {'model': 'stg_stripe__coupons', 'key': ['coupon_id'], 'required': 1},
    {'model': 'stg_stripe__invoices', 'key': ['invoice_id'], 'required': 1},
    {'model': 'stg_stripe__subscription_items', 'key': ['subscription_id'], 'required': 1, 'repeats': true},
    {'model': 'stg_stripe__subscription_discounts', 'key': ['coupon_id'], 'required': 1, 'repeats': true},
    {'model': 'stg_stripe__invoice_line_items', 'key': ['invoice_id'], 'required': 1, 'repeats': true},
] %}

with found as (
    {% for check in checks %}
        select
            '{{ check.model }}' as model_name,
            ''
            {%- for column in check.key %}
                || coalesce(cast({{ column }} as {{ type_text() }}), 'null') || ' '
            {%- endfor %} as key_text,
            count(*) as n_rows
        from {{ ref(check.model) }}
        where rejection_reason is null
        group by {{ check.key | join(', ') }}
        having
            {{ '1 = 0' if check.repeats else 'count(*) > 1' }}
            or {{ check.key[:check.required] | join(' is null or ') }} is null
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    model_name || ' (' || key_text || '): ' || cast(n_rows as {{ type_text() }})
    || ' good rows stand on this key, or a part of it is not filled. Correct unique_key or'
    || ' rejection_reason in models/staging/stripe/' || model_name || '.sql.' as problem
from found
