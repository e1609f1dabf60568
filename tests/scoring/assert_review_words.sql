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
    || '): card adoption never had that signal. Correct the name or take the row out.' as problem
from {{ ref('review_words') }} as review_words
left join {{ ref('scorecard_signals') }} as scorecard_signals
    on
        review_words.signal_id = scorecard_signals.signal_id
        and scorecard_signals.scorecard_id = 'adoption'
where scorecard_signals.signal_id is null
