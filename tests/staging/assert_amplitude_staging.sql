-- Good rows of amplitude have their keys; of the events the roll-ups are read.
-- Each raw event stands in each rollup exactly once, rejected ones under their reason.
with staged as (
    select count(*) as n_rows
    from {{ ref('stg_amplitude__events') }}
),

rolled_up as (
    select
        'int_usage_visitor_weeks__amplitude' as model_name,
        coalesce(sum(n_rows), 0) as n_rows
    from {{ ref('int_usage_visitor_weeks__amplitude') }}
    union all
    select
        'int_usage_feature_weeks__amplitude' as model_name,
        coalesce(sum(n_rows), 0) as n_rows
    from {{ ref('int_usage_feature_weeks__amplitude') }}
),

found as (
    select
        'stg_amplitude__events' as model_name,
        coalesce(product_account_id, 'null') || ', week ' || week_key as key_text,
        'good rows lack account or time, or are later than the as-of day' as finding
    from {{ ref('int_usage_visitor_weeks__amplitude') }}
    where
        rejection_reason is null
        and (
            product_account_id is null
            or usage_week is null
            or cast(last_event_at as date) > {{ as_of_date() }}
        )

    union all

    select
        'stg_amplitude__events' as model_name,
        coalesce(product_account_id, 'null') || ', week ' || week_key as key_text,
        'good rows lack the name of the event' as finding
    from {{ ref('int_usage_feature_weeks__amplitude') }}
    where rejection_reason is null and feature_id is null

    union all

    select
        'stg_amplitude__event_types' as model_name,
        'null' as key_text,
        'the key event_type is not filled' as finding
    from {{ ref('stg_amplitude__event_types') }}
    where rejection_reason is null and event_type is null
)

select
    model_name || ' (' || key_text || '): ' || finding
    || '. Correct the staging model, then build the roll-ups of the source with --full-refresh.'
        as problem
from found

union all

select
    'stg_amplitude__events: ' || cast(staged.n_rows as {{ type_text() }}) || ' raw rows, but '
    || cast(rolled_up.n_rows as {{ type_text() }}) || ' in ' || rolled_up.model_name
    || '. Rebuild it with --full-refresh; if it comes back, a week was changed in place without a'
    || ' new load time.' as problem
from staged
cross join rolled_up
where staged.n_rows <> rolled_up.n_rows
