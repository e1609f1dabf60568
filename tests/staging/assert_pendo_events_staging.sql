-- Each raw event stands in the rollups exactly once, rejected ones under their reason.
{% set streams = [
    {'staging': 'stg_pendo__events', 'rollup': 'int_usage_visitor_weeks'},
    {'staging': 'stg_pendo__feature_events', 'rollup': 'int_usage_feature_visitor_weeks'},
    {'staging': 'stg_pendo__page_events', 'rollup': 'int_usage_page_weeks'},
] %}

with staged as (
    {% for stream in streams %}
        select
            '{{ stream.staging }}' as model_name,
            count(*) as n_rows
        from {{ ref(stream.staging) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

rolled_up as (
    {% for stream in streams %}
        select
            '{{ stream.staging }}' as model_name,
            coalesce(sum(n_rows), 0) as n_rows
        from {{ ref(stream.rollup) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    staged.model_name || ': ' || cast(staged.n_rows as text) || ' raw rows, but '
    || cast(rolled_up.n_rows as text) || ' in the rollup of weeks. Rebuild with --full-refresh; if'
    || ' it comes back, a week was changed in place without a new load time.' as problem
from staged
inner join rolled_up on staged.model_name = rolled_up.model_name
where staged.n_rows <> rolled_up.n_rows
