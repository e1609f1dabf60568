with account_weeks as (
    select
        account_id,
        snapshot_week,
        segment
    from {{ ref('int_account_weeks') }}
    where
        {{ in_open_snapshots() }}
        and is_alive
),

parameters as (
    select
        segment,
        signal_id,
        effective_from,
        effective_to,
        max(case when parameter = 'half_life_weeks' then value end) as half_life_weeks,
        max(case when parameter = 'prior_answers' then value end) as prior_answers,
        max(case when parameter = 'promoter_from' then value end) as promoter_from,
        max(case when parameter = 'detractor_to' then value end) as detractor_to
    from {{ ref('int_signal_parameters') }}
    group by 1, 2, 3, 4
),

answers as (
    select
        answer_id,
        account_id,
        respondent_key,
        instrument,
        (score - scale_min) / nullif(scale_max - scale_min, 0) as share_of_scale,
        responded_at,
        replaced_at,
        loaded_at
    from {{ ref('int_survey_answers') }}
    where rejection_reason is null and account_id is not null
),

-- An answer holds until the same person answers anew, or the ticket that it rates is rated anew.
followed as (
    select
        account_id,
        instrument,
        share_of_scale,
        responded_at,
        replaced_at,
        lead(responded_at) over (
            partition by account_id, respondent_key, instrument
            order by responded_at asc, loaded_at asc nulls first, answer_id asc
        ) as answered_anew_at
    from answers
),

-- Snapshots are Mondays 00:00: the first to see an answer is the one after its week, the last is
-- the one that opens the week in which it ends.
spans as (
    select
        account_id,
        instrument,
        share_of_scale,
        responded_at,
        {{ week_start('responded_at') }} as answer_week,
        coalesce(
            {{ week_start(least_of(['replaced_at', 'answered_anew_at'])) }},
            cast('9999-12-31' as date)
        ) as last_week
    from followed
),

-- Each signal's instruments, brought to its scale: 0 to 10, 1 to 5, 0 to 100.
signal_answers as (
    select
        'nps_net' as signal_id,
        account_id,
        10 * share_of_scale as answer,
        responded_at,
        answer_week,
        last_week
    from spans
    where instrument = 'nps' and answer_week < last_week
    union all
    select
        'csat' as signal_id,
        account_id,
        1 + 4 * share_of_scale as answer,
        responded_at,
        answer_week,
        last_week
    from spans
    where instrument = 'csat' and answer_week < last_week
    union all
    select
        'satisfaction' as signal_id,
        account_id,
        100 * share_of_scale as answer,
        responded_at,
        answer_week,
        last_week
    from spans
    where instrument in ('ltr', 'ces') and answer_week < last_week
    union all
    select
        'nps_ltr' as signal_id,
        account_id,
        100 * share_of_scale as answer,
        responded_at,
        answer_week,
        last_week
    from spans
    where instrument in ('nps', 'ltr') and answer_week < last_week
),

-- What promoters and detractors are told by, rounded once an answer and not once a week.
rounded_answers as (
    select
        *,
        {{ round_score('answer') }} as rounded_answer
    from signal_answers
),

-- Half the weight for every half-life that has passed since the answer.
weighed as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        account_weeks.segment,
        rounded_answers.signal_id,
        parameters.prior_answers,
        case
            when rounded_answers.signal_id <> 'nps_net' then rounded_answers.answer
            when rounded_answers.rounded_answer >= parameters.promoter_from then 100
            when rounded_answers.rounded_answer <= parameters.detractor_to then -100
            else 0
        end as answer,
        power(
            0.5,
            {{ hours_between('rounded_answers.responded_at', 'account_weeks.snapshot_week') }}
            / (24 * 7 * nullif(parameters.half_life_weeks, 0))
        ) as weight
    from account_weeks
    inner join rounded_answers
        on
            account_weeks.account_id = rounded_answers.account_id
            and account_weeks.snapshot_week > rounded_answers.answer_week
            and account_weeks.snapshot_week <= rounded_answers.last_week
    inner join parameters
        on
            account_weeks.segment = parameters.segment
            and rounded_answers.signal_id = parameters.signal_id
            and {{ is_in_period('account_weeks.snapshot_week', 'parameters') }}
),

-- Sums stay in fixed-point numbers until the division: no engine's order of adding shows.
account_sums as (
    select
        account_id,
        snapshot_week,
        segment,
        signal_id,
        prior_answers,
        count(*) as n_answers,
        {{ exact_sum('answer') }} / count(*) as answer_mean,
        sum(cast(weight as {{ type_decimal(28, 12) }})) as weight_sum,
        sum(cast(weight * answer as {{ type_decimal(28, 12) }})) as weighted_sum
    from weighed
    group by 1, 2, 3, 4, 5
),

segment_means as (
    select
        segment,
        snapshot_week,
        signal_id,
        cast(sum(weighted_sum) as {{ type_double() }})
        / nullif(cast(sum(weight_sum) as {{ type_double() }}), 0) as segment_mean
    from account_sums
    group by 1, 2, 3
),

summed as (
    select
        account_id,
        snapshot_week,
        segment,
        signal_id,
        prior_answers,
        n_answers,
        answer_mean,
        cast(weight_sum as {{ type_double() }}) as total_weight,
        cast(weighted_sum as {{ type_double() }}) as weighted_sum
    from account_sums
),

-- The segment's mean stands in for the answers that a small sample lacks.
shrunk as (
    select
        summed.account_id,
        summed.snapshot_week,
        summed.signal_id,
        summed.n_answers,
        summed.answer_mean,
        summed.total_weight,
        segment_means.segment_mean,
        (summed.weighted_sum + summed.prior_answers * segment_means.segment_mean)
        / nullif(summed.total_weight + summed.prior_answers, 0) as value
    from summed
    inner join segment_means
        on
            summed.segment = segment_means.segment
            and summed.snapshot_week = segment_means.snapshot_week
            and summed.signal_id = segment_means.signal_id
),

-- A mean of nothing but 100 is 100, not a last digit more; weights are irrational numbers, whose
-- last digits differ by engine, so the value ends before them.
final as (
    select
        account_id,
        snapshot_week,
        signal_id,
        n_answers,
        answer_mean,
        total_weight,
        {{ round_to('segment_mean', 6) }} as segment_mean,
        {{ round_to('value', 6) }} as value
    from shrunk
)

select * from final
