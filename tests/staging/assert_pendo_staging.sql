-- Good rows of pendo have their keys, a poll stands once; of event tables the roll-ups are read.
-- Each raw event stands in the rollups exactly once, rejected ones under their reason.
{% set streams = [
    {'staging': 'stg_pendo__events', 'rollup': 'int_usage_visitor_weeks__pendo'},
    {'staging': 'stg_pendo__feature_events', 'rollup': 'int_usage_feature_visitor_weeks__pendo'},
    {'staging': 'stg_pendo__page_events', 'rollup': 'int_usage_page_weeks__pendo'},
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
),

found as (
    select
        'stg_pendo__polls' as model_name,
        coalesce(poll_id, 'null') as key_text,
        'the key poll_id is not filled or stands on several good rows' as finding
    from {{ ref('stg_pendo__polls') }}
    where rejection_reason is null
    group by poll_id
    having count(*) > 1 or poll_id is null

    union all

    select
        'stg_pendo__account_history' as model_name,
        'null' as key_text,
        'the key product_account_id is not filled' as finding
    from {{ ref('stg_pendo__account_history') }}
    where rejection_reason is null and product_account_id is null

    union all

    select
        'stg_pendo__visitor_history' as model_name,
        'null' as key_text,
        'the key visitor_id is not filled' as finding
    from {{ ref('stg_pendo__visitor_history') }}
    where rejection_reason is null and visitor_id is null

    union all

    select
        'stg_pendo__visitor_account_history' as model_name,
        coalesce(visitor_id, 'null') || ', ' || coalesce(product_account_id, 'null') as key_text,
        'the key visitor_id, product_account_id is not filled' as finding
    from {{ ref('stg_pendo__visitor_account_history') }}
    where rejection_reason is null and (visitor_id is null or product_account_id is null)

    union all

    select
        'stg_pendo__feature_history' as model_name,
        'null' as key_text,
        'the key feature_id is not filled' as finding
    from {{ ref('stg_pendo__feature_history') }}
    where rejection_reason is null and feature_id is null

    union all

    select
        'stg_pendo__poll_events' as model_name,
        coalesce(poll_event_id, 'null') as key_text,
        'the key poll_event_id is not filled or stands on several good rows' as finding
    from {{ ref('stg_pendo__poll_events') }}
    where rejection_reason is null
    group by poll_event_id
    having count(*) > 1 or poll_event_id is null

    union all

    select
        'stg_pendo__events' as model_name,
        coalesce(product_account_id, 'null') || ', week ' || week_key as key_text,
        'good rows lack account or time, or are later than the as-of day' as finding
    from {{ ref('int_usage_visitor_weeks__pendo') }}
    where
        rejection_reason is null
        and (
            product_account_id is null
            or usage_week is null
            or cast(last_event_at as date) > {{ as_of_date() }}
        )

    union all

    select
        'stg_pendo__feature_events' as model_name,
        coalesce(product_account_id, 'null')
        || ', '
        || coalesce(feature_id, 'null')
        || ', week '
        || week_key
            as key_text,
        'good rows lack account, feature or time, or are later than the as-of day' as finding
    from {{ ref('int_usage_feature_weeks__pendo') }}
    where
        rejection_reason is null
        and (
            product_account_id is null
            or feature_id is null
            or usage_week is null
            or cast(last_event_at as date) > {{ as_of_date() }}
        )

    union all

    select
        'stg_pendo__page_events' as model_name,
        coalesce(product_account_id, 'null')
        || ', '
        || coalesce(page_id, 'null')
        || ', week '
        || week_key
            as key_text,
        'good rows lack account, page or time, or are later than the as-of day' as finding
    from {{ ref('int_usage_page_weeks__pendo') }}
    where
        rejection_reason is null
        and (
            product_account_id is null
            or page_id is null
            or usage_week is null
            or cast(last_event_at as date) > {{ as_of_date() }}
        )
)

select
    model_name || ' (' || key_text || '): ' || finding
    || '. Correct the staging model, then build the roll-ups of the source with --full-refresh.'
        as problem
from found

union all

select
    staged.model_name || ': ' || cast(staged.n_rows as {{ type_text() }}) || ' raw rows, but '
    || cast(rolled_up.n_rows as {{ type_text() }})
    || ' in the rollup of weeks. Rebuild with --full-refresh; if'
    || ' it comes back, a week was changed in place without a new load time.' as problem
from staged
inner join rolled_up on staged.model_name = rolled_up.model_name
where staged.n_rows <> rolled_up.n_rows
