with answers as (
    select
        source,
        poll_event_id,
        visitor_id,
        product_account_id,
        rating,
        answered_at,
        loaded_at
    from {{ ref('int_nps_poll_answers') }}
    where rejection_reason is null
),

product_windows as (
    {{ product_windows() }}
),

-- Of a visitor's answers within a week a snapshot sees only the last. Answers without a visitor
-- count as one visitor's; one without an account still replaces the visitor's former answer.
ranked as (
    select
        source,
        visitor_id,
        product_account_id,
        rating,
        {{ week_start('answered_at') }} as answer_week,
        row_number() over (
            partition by source, visitor_id, {{ week_start('answered_at') }}
            order by answered_at desc, loaded_at desc nulls last, poll_event_id desc
        ) as place
    from answers
),

followed as (
    select
        source,
        product_account_id,
        rating,
        answer_week,
        lead(answer_week) over (partition by source, visitor_id order by answer_week)
            as next_answer_week
    from ranked
    where place = 1
),

spans as (
    select
        followed.source,
        followed.product_account_id,
        followed.rating,
        {{ days_after('followed.answer_week', 7) }} as valid_from,
        coalesce({{ days_after('followed.next_answer_week', 7) }}, cast('9999-12-31' as date))
            as valid_to,
        {{ days_after(
            least_of([
                'followed.next_answer_week',
                days_after('followed.answer_week', 'product_windows.n_days'),
            ]),
            7,
        ) }} as valid_to_in_window,
        product_windows.effective_from,
        product_windows.effective_to
    from followed
    cross join product_windows
    where followed.product_account_id is not null
),

-- The weeks in which the set of answers in force changes.
change_weeks as (
    select
        source,
        product_account_id,
        valid_from
    from spans
    union distinct
    select
        source,
        product_account_id,
        valid_to as valid_from
    from spans
    where valid_to < cast('9999-12-31' as date)
    union distinct
    select
        source,
        product_account_id,
        valid_to_in_window as valid_from
    from spans
    where {{ is_in_period('valid_to_in_window', 'spans') }}
    union distinct
    select
        source,
        product_account_id,
        effective_from as valid_from
    from spans
    where effective_from > valid_from and effective_from < valid_to
),

-- One pair of bounds, so that an engine may join by account instead of comparing all with all.
bounded as (
    select
        source,
        product_account_id,
        rating,
        valid_to_in_window,
        {{ greatest_of(['valid_from', 'coalesce(effective_from, valid_from)']) }} as in_force_from,
        {{ least_of(['valid_to', 'coalesce(effective_to, valid_to)']) }} as in_force_to
    from spans
),

in_force as (
    select
        change_weeks.source,
        change_weeks.product_account_id,
        change_weeks.valid_from,
        bounded.rating,
        case when change_weeks.valid_from < bounded.valid_to_in_window then bounded.rating end
            as rating_in_window
    from change_weeks
    left join bounded
        on
            change_weeks.source = bounded.source
            and change_weeks.product_account_id = bounded.product_account_id
            and change_weeks.valid_from >= bounded.in_force_from
            and change_weeks.valid_from < bounded.in_force_to
),

summed_up as (
    select
        source,
        product_account_id,
        valid_from,
        count(rating) as n_ratings,
        min(rating) as min_rating,
        max(rating) as max_rating,
        avg(cast(rating as {{ type_double() }})) as avg_rating,
        count(rating_in_window) as n_ratings_in_window,
        min(rating_in_window) as min_rating_in_window,
        max(rating_in_window) as max_rating_in_window,
        avg(cast(rating_in_window as {{ type_double() }})) as avg_rating_in_window
    from in_force
    group by 1, 2, 3
),

final as (
    select
        source,
        product_account_id,
        valid_from,
        lead(valid_from, 1, cast('9999-12-31' as date)) over (
            partition by source, product_account_id order by valid_from
        ) as valid_to,
        n_ratings,
        min_rating,
        max_rating,
        avg_rating,
        n_ratings_in_window,
        min_rating_in_window,
        max_rating_in_window,
        avg_rating_in_window
    from summed_up
)

select * from final
