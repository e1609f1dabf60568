{{ config(tags=['rules']) }}

-- Apart from the other rules: a build of the scores alone has no words for the customer's review.
{{ grain_problems_of([
    {
        'table': 'review_words',
        'remedy': 'Correct seeds/scorecards/review_words.csv.',
        'key': ['signal_id'],
        'not_null': ['measure'],
    },
]) }}
union all
select
    'review_words (' || coalesce(review_words.signal_id, '?')
    || '): the signal is unknown. Add it to signals.csv or correct the name.' as problem
from {{ ref('review_words') }} as review_words
left join {{ ref('signals') }} as signals on review_words.signal_id = signals.signal_id
where signals.signal_id is null
