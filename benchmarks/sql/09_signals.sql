-- All built-in signals of all account weeks. Windows are whole weeks: a fact of week f counts in a
-- window of n weeks for the snapshots f + 1 to f + n.
create or replace temp macro parameter(name) as getvariable(name);

create or replace temp macro last_snapshot() as getvariable('last_week');

-- What only adds up, with the snapshots from which and until which it counts.
create temp table spans as
with feature_use as (
    select
        account_no,
        feature_id,
        week,
        coalesce(lead(week) over (partition by account_no, feature_id order by week) - week, 1000) as gap
    from (
        select distinct product_accounts.account_no, feature_weeks.feature_id, feature_weeks.week
        from feature_weeks
        inner join product_accounts using (product_account_id)
    )
),

levels as (
    select
        ticket_id,
        account_no,
        created_week,
        reached_week,
        least(lead(reached_week, 1, 1000000) over ordered, min(withdrawn_week)) as left_week,
        coalesce(max(max(support_level)) over (ordered rows unbounded preceding), 'UNKNOWN') as support_level
    from ticket_levels
    where account_no is not null
    group by ticket_id, account_no, created_week, reached_week
    window ordered as (partition by ticket_id order by reached_week)
),

level_weights as (
    select upper(replace(parameter, 'weight_', '')) as support_level, value as weight
    from signal_parameters
    where signal_id = 'support_load' and starts_with(parameter, 'weight_')
),

metrics as (
    select
        *,
        wk(opened_at) as week,
        wk(lead(opened_at) over (
            partition by account_no, coalesce(lower(trim(name)), record_id)
            order by opened_at, loaded_at nulls first, record_id
        )) as next_week
    from records
    where kind = 'success_metric' and value is not null and account_no is not null
),

goals as (
    select account_no, coalesce(wk(due_at), 1000000) as due_week, coalesce(wk(closed_at), 1000000) as closed_week
    from records
    where kind = 'goal' and account_no is not null
),

milestones as (
    select account_no, wk(due_at) as due_week, wk(closed_at) as closed_week, due_at, closed_at
    from records
    where kind = 'implementation_milestone' and account_no is not null and due_at is not null
),

-- A visitor's newest answer counts, whichever account it was given for.
ratings as (
    select
        product_accounts.account_no,
        rated.score,
        rated.week,
        rated.next_week
    from (
        select *, lead(week, 1, 1000000) over (partition by visitor_id order by week) as next_week
        from (
            select nullif(visitor_id, '') as visitor_id, product_account_id, score, wk(answered_at) as week
            from poll_answers
            where score between scale_min and scale_max and score = floor(score)
            qualify row_number() over (
                partition by nullif(visitor_id, ''), wk(answered_at)
                order by answered_at desc, loaded_at desc nulls last, row_key desc
            ) = 1
        )
    ) as rated
    inner join product_accounts using (product_account_id)
),

people as (
    select account_no, person, min(completed_week) as trained_week, min(completed_week) filter (certified) as certified_week
    from courses
    where account_no is not null and person is not null
    group by account_no, person
),

all_spans as (
    select 'agents' as measure, account_no, week + 1 as from_week,
        week + least(gap, parameter('active_agents.window_weeks')) as to_week, n_visitors as amount
    from sightings where is_known
    union all
    select 'action_users', account_no, week + 1, week + least(gap, parameter('completed_actions.window_weeks')), n_visitors
    from sightings where is_known
    union all
    select 'associated', account_no, linked_week + 1, week + least(gap, parameter('product_usage.window_weeks')), n_visitors
    from sightings where linked_week is not null
    union all
    select 'associated_ever', account_no, linked_week + 1, 1000000, 1 from associated_visitors
    union all
    select 'features', account_no, week + 1, week + least(gap, parameter('feature_breadth.window_weeks')), 1 from feature_use
    union all
    select 'tickets_now', account_no, created_week + 1,
        least(created_week + parameter('ticket_volume_trend.window_weeks'), wk(withdrawn_at)), 1
    from tickets
    union all
    select 'tickets_before', account_no, created_week + parameter('ticket_volume_trend.window_weeks') + 1,
        least(created_week + 2 * parameter('ticket_volume_trend.window_weeks'), wk(withdrawn_at)), 1
    from tickets
    union all
    select 'tickets', account_no, created_week + 1,
        least(created_week + parameter('support_tickets.window_weeks'), wk(withdrawn_at)), 1
    from tickets
    union all
    select 'load', levels.account_no, reached_week + 1,
        least(left_week, created_week + parameter('support_load.window_weeks')),
        coalesce(level_weights.weight, parameter('support_load.weight_unknown'))
    from levels
    left join level_weights using (support_level)
    union all
    select 'escalations', account_no, reached_week + 1,
        least(reached_week + parameter('escalation_frequency.window_weeks'), withdrawn_week), 1
    from ticket_levels where is_escalation_start
    union all
    select 'meetings', account_no, week + 1, week + parameter('meeting_attendance.window_weeks'), 1 from meetings
    union all
    select 'meetings_recorded', account_no, week + 1, week + parameter('meeting_attendance.window_weeks'), 1
    from meetings where is_attended is not null
    union all
    select 'meetings_attended', account_no, week + 1, week + parameter('meeting_attendance.window_weeks'), 1
    from meetings where is_attended
    union all
    select 'executive_touches', account_no, week + 1,
        least(week + parameter('executive_sponsor_access.window_weeks'), executive_until_week), 1
    from meetings where executive_until_week is not null
    union all
    select 'executive_touches', account_no, week + 1,
        least(week + parameter('executive_sponsor_access.window_weeks'), executive_until_week), 1
    from mails where is_incoming and executive_until_week is not null
    union all
    select 'executives', account_no, coalesce(created_week + 1, 0), coalesce(wk(deleted_at), 1000000), 1
    from contacts where is_executive
    union all
    select 'answers', account_no, wk(responded_at) + 1,
        least(wk(responded_at) + parameter('feedback_provided.window_weeks'), wk(replaced_at)), 1
    from answers
    union all
    select 'assigned', account_no, assigned_week + 1, 1000000, 1 from courses
    union all
    select 'completed', account_no, greatest(assigned_week, completed_week) + 1, 1000000, 1
    from courses where completed_week is not null
    union all
    select 'assigned_recently', account_no, assigned_week + 1, assigned_week + parameter('training_attendance.window_weeks'), 1
    from courses
    union all
    select 'completed_recently', account_no, greatest(assigned_week, completed_week) + 1,
        assigned_week + parameter('training_attendance.window_weeks'), 1
    from courses where completed_week is not null
    union all
    select 'people_trained', account_no, trained_week + 1, 1000000, 1 from people where trained_week is not null
    union all
    select 'people_certified', account_no, certified_week + 1, 1000000, 1 from people where certified_week is not null
    union all
    select 'activities', account_no, wk(opened_at) + 1, wk(opened_at) + parameter('community_participation.window_weeks'), 1
    from records where kind = 'community_activity'
    union all
    -- A goal that was due in the window, achieved in it, or both.
    select 'goals', account_no, due_week + 1, due_week + parameter('goals_achieved.window_weeks'), 1 from goals
    union all
    select 'goals', account_no, closed_week + 1, closed_week + parameter('goals_achieved.window_weeks'), 1 from goals
    union all
    select 'goals', account_no, greatest(due_week, closed_week) + 1,
        least(due_week, closed_week) + parameter('goals_achieved.window_weeks'), -1
    from goals
    union all
    select 'goals_achieved', account_no, closed_week + 1, closed_week + parameter('goals_achieved.window_weeks'), 1 from goals
    union all
    select 'goals_achieved', account_no, greatest(due_week, closed_week) + 1,
        due_week + parameter('goals_achieved.window_weeks'), 1
    from goals
    union all
    select 'goals_achieved', account_no, greatest(due_week, closed_week) + 1,
        least(due_week, closed_week) + parameter('goals_achieved.window_weeks'), -1
    from goals
    union all
    select 'targets', account_no, week + 1, least(week + parameter('success_metrics_met.window_weeks'), next_week), 1
    from metrics where target_value is not null
    union all
    select 'targets_met', account_no, week + 1, least(week + parameter('success_metrics_met.window_weeks'), next_week), 1
    from metrics where value >= target_value
    union all
    select 'metrics', account_no, week + 1, least(week + parameter('metrics_measured.window_weeks'), next_week), 1
    from metrics
    union all
    select 'tracked', account_no, wk(min(opened_at)) + 1, 1000000, 1
    from records where kind = 'tracking_coverage'
    group by account_no, lower(trim(name))
    union all
    select 'milestones_due', account_no, due_week + 1, 1000000, 1 from milestones
    union all
    select 'milestones_due_completed', account_no, greatest(due_week, closed_week) + 1, 1000000, 1
    from milestones where closed_week is not null
    union all
    select 'milestones_completed', account_no, closed_week + 1, 1000000, 1 from milestones where closed_week is not null
    union all
    select 'milestones_in_time', account_no, closed_week + 1, 1000000, 1
    from milestones where cast(closed_at as date) <= cast(due_at as date)
    union all
    select 'favours', account_no, wk(closed_at) + 1, wk(closed_at) + parameter('advocacy.window_weeks'),
        if(status = 'agreed', 1, -1)
    from records where kind = 'advocacy' and status in ('agreed', 'taken_back')
    union all
    select 'pulses', account_no, wk(opened_at) + 1, wk(opened_at) + parameter('relationship_strength.window_weeks'), 1
    from records where kind = 'relationship_pulse'
    union all
    select 'pulse_points', account_no, wk(opened_at) + 1, wk(opened_at) + parameter('relationship_strength.window_weeks'), value
    from records where kind = 'relationship_pulse'
    union all
    select 'ratings', account_no, week + 1, next_week, 1 from ratings
    union all
    select 'rating_points', account_no, week + 1, next_week, score from ratings
    union all
    select 'ratings_in_window', account_no, week + 1, least(next_week, week + parameter('product_usage.window_weeks')), 1
    from ratings
    union all
    select 'rating_points_in_window', account_no, week + 1,
        least(next_week, week + parameter('product_usage.window_weeks')), score
    from ratings
)

select
    measure,
    account_no,
    cast(greatest(from_week, getvariable('first_week')) as integer) as from_week,
    cast(to_week as integer) as to_week,
    cast(sum(amount) as double) as amount
from all_spans
where account_no is not null and to_week >= greatest(from_week, getvariable('first_week')) and from_week <= last_snapshot()
group by all;

-- One line of time per account: what begins to count, what ceases to, and use; then added up.
create temp table account_line as
with starts as (
    select account_no, min(week) as week
    from (
        select account_no, min(week) as week from account_weeks group by account_no
        union all
        select account_no, min(week) + 1 from account_usage_weeks group by account_no
    )
    group by account_no
),

grid as (
    select account_no, cast(unnest(range(week, last_snapshot() + 1)) as integer) as week
    from starts
),

changes as (
    select measure, account_no, greatest(from_week, starts.week) as week, amount
    from spans
    inner join starts using (account_no)
    union all
    select measure, account_no, greatest(to_week + 1, starts.week), -amount
    from spans
    inner join starts using (account_no)
    where to_week < last_snapshot()
),

pivoted as (
    pivot changes on measure in (
        'agents', 'action_users', 'associated', 'associated_ever', 'features', 'tickets_now', 'tickets_before', 'tickets',
        'load', 'escalations', 'meetings', 'meetings_recorded', 'meetings_attended', 'executive_touches', 'executives',
        'answers', 'assigned', 'completed', 'assigned_recently', 'completed_recently', 'people_trained',
        'people_certified', 'activities', 'goals', 'goals_achieved', 'targets', 'targets_met', 'metrics', 'tracked',
        'milestones_due', 'milestones_due_completed', 'milestones_completed', 'milestones_in_time', 'favours', 'pulses',
        'pulse_points', 'ratings', 'rating_points', 'ratings_in_window', 'rating_points_in_window'
    )
    using sum(amount) group by account_no, week
),

running as (
    select
        account_no,
        week,
        sum(columns(pivoted.* exclude (account_no, week))) over so_far,
        sum(columns(account_usage_weeks.* exclude (account_no, week))) over so_far as "used_\0"
    from grid
    left join pivoted using (account_no, week)
    left join account_usage_weeks
        on grid.account_no = account_usage_weeks.account_no and grid.week = account_usage_weeks.week + 1
    window so_far as (partition by grid.account_no order by grid.week rows unbounded preceding)
)

select * from running;

-- Tables of one account and week each, for what does not add up.
create temp table reply_weeks as
with incoming as (
    select account_no, week, count(*) filter (has_thread) as n_threaded
    from (
        select account_no, has_thread,
            unnest(snapshots(week + 1, week + parameter('email_responsiveness.window_weeks'))) as week
        from mails
        where is_incoming and account_no is not null
    )
    group by account_no, week
),

first_threaded as (
    select min(sent_at) as sent_at from mails where is_incoming and has_thread
),

outgoing as (
    select
        mails.account_no,
        mails.sent_at,
        mails.replied_at,
        unnest(snapshots(
            greatest(mails.week, wk(first_threaded.sent_at)) + 1, mails.week + parameter('email_responsiveness.window_weeks')
        )) as week
    from mails
    cross join first_threaded
    where not mails.is_incoming and mails.has_thread and mails.account_no is not null
),

judged as (
    select
        outgoing.account_no,
        outgoing.week,
        coalesce(wk(replied_at) < week, false) as is_answered,
        if(
            coalesce(wk(replied_at) < week, false),
            hours_between(sent_at, replied_at),
            hours_between(sent_at, cast(monday(week) as timestamp))
        ) as hours
    from outgoing
    left join incoming using (account_no, week)
    where coalesce(incoming.n_threaded > 0, true)
)

select
    account_no,
    cast(week as integer) as week,
    quantile_cont(hours, 0.5) as median_hours,
    cast(count(*) filter (is_answered) as double) / count(*) as response_rate
from judged
where is_answered or hours > parameter('email_responsiveness.unresponsive_hours')
group by account_no, week;

create temp table satisfaction_weeks as
select
    account_no,
    cast(week as integer) as week,
    avg(
        parameter('csat_average.scale_from')
        + (parameter('csat_average.scale_to') - parameter('csat_average.scale_from'))
        * (score - scale_min) / nullif(scale_max - scale_min, 0)
    ) as csat_average
from (
    select *, unnest(snapshots(
        wk(responded_at) + 1, least(wk(responded_at) + parameter('csat_average.window_weeks'), wk(replaced_at))
    )) as week
    from answers
    where instrument = 'csat' and account_no is not null
)
group by account_no, week;

create temp table open_ticket_weeks as
select account_no, cast(week as integer) as week, min(created_at) as created_at
from (
    select account_no, created_at, unnest(snapshots(wk(valid_from) + 1, wk(valid_to))) as week
    from ticket_statuses
    where is_open and account_no is not null and wk(valid_from) < wk(valid_to)
)
group by account_no, week;

-- Invoices due in the window, and older ones that are still open.
create temp table lateness_weeks as
with payable as (
    select *, wk(due_at) as due_week
    from invoices
    where
        account_no is not null
        and coalesce(status, '') <> 'draft'
        and is_payable
        and not coalesce(
            case status
                when 'paid' then paid_at is null
                when 'void' then voided_at is null
                when 'uncollectible' then uncollectible_at is null
            end, false
        )
),

counted as (
    select *, unnest(snapshots(
        greatest(wk(created_at), due_week) + 1,
        least(
            wk(voided_at),
            greatest(
                due_week + parameter('payment_timeliness.window_weeks'),
                least(coalesce(wk(paid_at), 1000000), coalesce(wk(uncollectible_at), 1000000))
            )
        )
    )) as week
    from payable
),

judged as (
    select
        account_no,
        week,
        due_at,
        coalesce(wk(paid_at) < week, false) or is_due_at_once as is_graced,
        if(coalesce(wk(paid_at) < week, false), paid_at, cast(monday(week) as timestamp)) as late_until,
        if(finalized_at > due_at, finalized_at, due_at) as payable_from
    from counted
)

select
    account_no,
    cast(week as integer) as week,
    max(if(
        is_graced and hours_between(payable_from, late_until) < parameter('payment_timeliness.grace_hours'),
        0, greatest(0, cast(late_until as date) - cast(due_at as date))
    )) as worst_days_late
from judged
group by account_no, week;

-- The yearly renewal that comes next; a row without history stands for earlier periods too.
create temp table contract_weeks as
with in_force as (
    select
        account_no,
        unnest(snapshots(wk(valid_from) + 1, wk(valid_to))) as week,
        term_months >= 12 as is_annual,
        cast(started_at as date) as started_on,
        cast(period_end as date) as period_end,
        coalesce(cast(period_end as date) - cast(period_start as date), 0) as period_days
    from subscriptions
    where account_no is not null and valid_from is not null
),

periods as (
    select
        *,
        cast(greatest(0, floor(cast(period_end - monday(week) as double) / nullif(period_days, 0))) as integer) as n_back
    from in_force
)

select
    account_no,
    cast(week as integer) as week,
    coalesce(bool_or(is_annual), false) as has_annual,
    bool_and(is_annual is not null) as is_term_known,
    arg_min(
        {
            'renews_on': period_end - cast(period_days * n_back as integer),
            'started_on': started_on,
            'renewed_on': if(
                period_end - cast(period_days * (n_back + 1) as integer) > started_on,
                period_end - cast(period_days * (n_back + 1) as integer), null
            )
        },
        period_end - cast(period_days * n_back as integer)
    ) filter (is_annual and period_end is not null) as renewal
from periods
group by account_no, week;

create temp table deal_weeks as
select
    account_no,
    cast(week as integer) as week,
    max(closed_on) filter (kind = 'renewal' and is_won and not is_open) as won_renewal_on,
    coalesce(bool_or(kind = 'renewal' and is_open), false) as has_open_renewal,
    coalesce(bool_or(kind = 'renewal' and is_open and wk(committed_at) < week), false) as has_committed_renewal,
    coalesce(bool_or(kind = 'expansion' and is_open), false) as has_open_expansion
from (
    select *, coalesce(wk(closed_on) >= week, true) as is_open
    from (
        select *, unnest(snapshots(wk(created_at) + 1, 1000000)) as week
        from opportunities
        where account_no is not null and kind in ('renewal', 'expansion')
    )
)
group by account_no, week;

-- Revenue now and a window ago, per subscription, and what of it is discounted.
create temp table revenue_weeks as
with facts as (
    select account_no, subscription_id, unnest(snapshots(wk(valid_from + 6), wk(valid_to - 1))) as week,
        arr as revenue, null as revenue_before, false as is_in_force, false as was_in_force, null as percent_off, 0 as n_discounts
    from recurring_revenue
    union all
    select account_no, subscription_id, unnest(snapshots(
            wk(valid_from + 6) + parameter('expansion_signals.window_weeks'),
            wk(valid_to - 1) + parameter('expansion_signals.window_weeks')
        )),
        null, arr, false, false, null, 0
    from recurring_revenue
    union all
    select account_no, subscription_id, unnest(snapshots(wk(valid_from) + 1, wk(valid_to))),
        null, null, true, false, null, 0
    from subscriptions where account_no is not null and valid_from is not null
    union all
    select account_no, subscription_id, unnest(snapshots(
            wk(valid_from) + 1 + parameter('expansion_signals.window_weeks'),
            wk(valid_to) + parameter('expansion_signals.window_weeks')
        )),
        null, null, false, true, null, 0
    from subscriptions where account_no is not null and valid_from is not null
    union all
    select account_no, subscription_id, unnest(snapshots(
            wk(valid_from + 6), wk(valid_to - 1) + parameter('expansion_signals.window_weeks')
        )),
        null, null, false, false, null, 0
    from recurring_revenue where subscription_id = 'none'
    union all
    select account_no, subscription_id, unnest(snapshots(wk(valid_from) + 1, wk(valid_to))),
        null, null, false, false, percent_off, 1
    from discounts
),

by_subscription as (
    select
        account_no,
        week,
        subscription_id,
        sum(revenue) as revenue,
        sum(revenue_before) as revenue_before,
        bool_or(is_in_force) as is_in_force,
        bool_or(was_in_force) as was_in_force,
        case
            when sum(n_discounts) = 0 then 0
            when sum(n_discounts) = count(percent_off) then least(100, sum(percent_off))
        end as percent_off
    from facts
    group by account_no, week, subscription_id
)

select
    account_no,
    cast(week as integer) as week,
    sum(revenue) as revenue,
    cast(sum(cast(revenue as decimal(28, 12))) as double) as exact_revenue,
    sum(revenue_before) as revenue_before,
    bool_or(subscription_id = 'none') as has_unnamed,
    bool_or(is_in_force and revenue is null) as has_uncovered,
    bool_or(was_in_force and revenue_before is null) as had_uncovered,
    case
        when bool_and(percent_off is not null) filter (is_in_force)
            then coalesce(
                sum(revenue * percent_off) filter (is_in_force) / nullif(sum(revenue) filter (is_in_force), 0),
                avg(percent_off) filter (is_in_force)
            )
    end as percent_off
from by_subscription
group by account_no, week;

-- Survey answers on one scale, each with half the weight for every half-life since it was given, and the segment's mean
-- in place of the answers that a small sample lacks. Sums in fixed point, because the result is cut at 6 decimals.
create temp table survey_weeks as
with scales as (
    from (values
        ('nps_net', 'nps', 0, 10), ('csat', 'csat', 1, 5), ('satisfaction', 'ltr', 0, 100), ('satisfaction', 'ces', 0, 100),
        ('nps_ltr', 'nps', 0, 100), ('nps_ltr', 'ltr', 0, 100)
    ) as listed (signal_id, instrument, low, high)
),

half_lives as (
    select
        signal_id,
        max(value) filter (parameter = 'half_life_weeks') as half_life_weeks,
        max(value) filter (parameter = 'prior_answers') as prior_answers
    from signal_parameters
    group by signal_id
),

held as (
    select
        account_no,
        instrument,
        (score - scale_min) / nullif(scale_max - scale_min, 0) as share,
        responded_at,
        least(replaced_at, lead(responded_at) over (
            partition by account_no, md5(respondent), instrument order by responded_at, loaded_at nulls first, answer_id
        )) as holds_until
    from answers
    where account_no is not null
),

weighed as (
    select
        account_weeks.account_no,
        account_weeks.week,
        account_weeks.segment,
        seen.signal_id,
        seen.answer,
        power(0.5, hours_between(seen.responded_at, cast(monday(seen.week) as timestamp)) / (24 * 7 * seen.half_life_weeks))
            as weight
    from (
        select
            held.account_no,
            held.responded_at,
            scales.signal_id,
            half_lives.half_life_weeks,
            case
                when scales.signal_id <> 'nps_net' then scales.low + (scales.high - scales.low) * held.share
                when round(10 * held.share, 9) >= parameter('nps_net.promoter_from') then 100
                when round(10 * held.share, 9) <= parameter('nps_net.detractor_to') then -100
                else 0
            end as answer,
            unnest(snapshots(wk(held.responded_at) + 1, coalesce(wk(held.holds_until), 1000000))) as week
        from held
        inner join scales using (instrument)
        inner join half_lives using (signal_id)
    ) as seen
    inner join account_weeks using (account_no, week)
),

summed as (
    select
        account_no,
        week,
        segment,
        signal_id,
        sum(cast(weight as decimal(18, 12))) as weight,
        sum(cast(weight * answer as decimal(18, 12))) as points
    from weighed
    group by account_no, week, segment, signal_id
),

shrunk as (
    select
        summed.account_no,
        summed.week,
        summed.signal_id,
        (
            cast(points as double)
            + prior_answers * (
                cast(sum(points) over in_segment as double) / nullif(cast(sum(weight) over in_segment as double), 0)
            )
        ) / nullif(cast(weight as double) + prior_answers, 0) as value
    from summed
    inner join half_lives using (signal_id)
    window in_segment as (partition by summed.segment, summed.week, summed.signal_id)
)

select
    account_no,
    week,
    max(value) filter (signal_id = 'nps_net') as nps_net,
    max(value) filter (signal_id = 'csat') as csat,
    max(value) filter (signal_id = 'satisfaction') as satisfaction,
    max(value) filter (signal_id = 'nps_ltr') as nps_ltr
from (
    select * replace (cast(round(cast(value as decimal(28, 9)), 6) as double) as value) from shrunk
)
group by account_no, week;

-- The newest review or request speaks.
create temp table review_weeks as
with reviews as (
    select
        *,
        wk(opened_at) as week,
        wk(lead(opened_at) over (
            partition by signal_id, account_no order by opened_at, loaded_at nulls first, record_id
        )) as next_week
    from (
        select *, unnest(
            list_value(if(value is null, null, 'roi'), if(status is null, null, 'value_demonstrated'))
        ) as signal_id
        from records
        where kind = 'value_review' and account_no is not null
    )
    where signal_id is not null
),

requests as (
    select *, wk(opened_at) as asked_week, wk(closed_at) as answered_week
    from records
    where kind = 'advocacy' and snake_case(name) in ('reference', 'case_study') and account_no is not null
),

asked as (
    select *, unnest(snapshots(
        asked_week + 1,
        greatest(asked_week, coalesce(answered_week, 0)) + parameter('referenceability.window_weeks')
    )) as week
    from requests
),

requested as (
    select
        account_no,
        week,
        case
            when answered_week < week and status = 'agreed' then 'referenceable'
            when answered_week < week then 'declined'
            else 'asked'
        end as level
    from asked
    where
        week <= asked_week + parameter('referenceability.window_weeks')
        or (answered_week < week and week <= answered_week + parameter('referenceability.window_weeks'))
    qualify row_number() over (
        partition by account_no, week
        order by
            if(answered_week < week, closed_at, null) desc nulls last,
            status is not distinct from 'agreed',
            loaded_at desc nulls last,
            record_id desc
    ) = 1
)

select
    account_no,
    cast(week as integer) as week,
    max(roi) as roi,
    max(value_demonstrated_level) as value_demonstrated_level,
    max(referenceability_level) as referenceability_level
from (
    select account_no, unnest(snapshots(week + 1, least(next_week, week + parameter('roi.window_weeks')))) as week,
        value as roi, null as value_demonstrated_level, null as referenceability_level
    from reviews where signal_id = 'roi'
    union all
    select account_no, unnest(snapshots(week + 1, least(next_week, week + parameter('value_demonstrated.window_weeks')))),
        null, status, null
    from reviews where signal_id = 'value_demonstrated'
    union all
    select account_no, week, null, null, level from requested
)
group by account_no, week;

create temp table service_hour_weeks as
select
    account_no,
    cast(week as integer) as week,
    count(target_value) as n_periods,
    cast(sum(cast(target_value as decimal(28, 12))) as double) as purchased,
    cast(sum(cast(target_value as decimal(28, 12))) filter (value is not null) as double) as known_purchased,
    cast(sum(cast(value as decimal(28, 12))) filter (target_value is not null) as double) as used
from (
    select *, unnest(snapshots(wk(opened_at) + 1, wk(opened_at) + parameter('service_hours_used.window_weeks'))) as week
    from records
    where kind = 'service_hours' and account_no is not null
)
group by account_no, week;

create temp table integration_weeks as
select account_no, cast(week as integer) as week, count(*) as n_integrations
from (
    select distinct account_no, lower(trim(name)) as item,
        unnest(snapshots(wk(opened_at) + 1, coalesce(wk(closed_at), 1000000))) as week
    from records
    where kind = 'integration' and account_no is not null
)
group by account_no, week;

-- A plan's own list of core features wins over the list of plan `*`; without either, the product's marks speak.
create temp table core_weeks as
with lists as (
    select
        account_weeks.account_no,
        account_weeks.week,
        coalesce(own_list.plan, every_list.plan, 'marked in the product') as core_list
    from account_weeks
    left join (select distinct plan from core_features) as own_list on account_weeks.plan = own_list.plan
    left join (select distinct plan from core_features) as every_list on every_list.plan = '*'
    where account_weeks.has_product
),

periods as (
    select plan as core_list, feature_id, 0 as from_week, 1000000 as to_week from core_features
    union all
    select 'marked in the product', id, wk(valid_from) + 1, wk(valid_to)
    from (
        select
            id,
            is_core_event,
            coalesce(last_updated_at, timestamp '1900-01-01') as valid_from,
            lead(last_updated_at, 1, timestamp '9999-12-31') over (
                partition by id order by last_updated_at nulls first, _fivetran_synced nulls first
            ) as valid_to
        from (
            from raw.pendo.feature_history
            qualify row_number() over (partition by id, last_updated_at order by _fivetran_synced desc nulls last) = 1
        )
        where id <> ''
    )
    where is_core_event
),

list_sizes as (
    select core_list, week, count(*) as n_core_features
    from (select core_list, unnest(snapshots(from_week, to_week)) as week from periods)
    group by core_list, week
),

used as (
    select
        account_no,
        feature_id,
        week,
        week + least(
            coalesce(lead(week) over (partition by account_no, feature_id order by week) - week, 1000),
            parameter('feature_adoption.window_weeks')
        ) as to_week
    from (
        select distinct product_accounts.account_no, feature_weeks.feature_id, feature_weeks.week
        from feature_weeks
        inner join product_accounts using (product_account_id)
    )
),

used_in_list as (
    select used.account_no, periods.core_list, greatest(used.week + 1, periods.from_week) as from_week,
        least(used.to_week, periods.to_week) as to_week
    from used
    inner join (select distinct account_no, core_list from lists) as own_lists using (account_no)
    inner join periods using (core_list, feature_id)
),

changes as (
    select account_no, core_list, from_week as week, count(*) as n from used_in_list where from_week <= to_week group by all
    union all
    select account_no, core_list, to_week + 1, -count(*) from used_in_list where from_week <= to_week group by all
    union all
    select account_no, core_list, week, 0 from lists
),

running as (
    select account_no, core_list, week, sum(sum(n)) over (
        partition by account_no, core_list order by week rows unbounded preceding
    ) as n_core_features_used
    from changes
    group by account_no, core_list, week
)

select
    lists.account_no,
    lists.week,
    100 * cast(running.n_core_features_used as double) / nullif(coalesce(list_sizes.n_core_features, 0), 0) as feature_adoption
from lists
inner join running using (account_no, core_list, week)
left join list_sizes using (core_list, week);

create table signals_wide as
with known as (
    select
        (select wk(min(started_at)) from meetings) as meeting_week,
        (select coalesce(bool_or(has_title), false) from contacts)
        or (select coalesce(bool_or(executive_sponsor is not null), false) from attributes) as has_sponsors,
        (select wk(min(responded_at)) from answers) as answer_week,
        (select wk(min(assigned_at)) from courses where account_no is not null and person is not null) as course_week,
        (
            select wk(min(completed_at)) from courses
            where account_no is not null and person is not null and certified is not null
        ) as certificate_week,
        (select wk(min(opened_at)) from records where kind = 'community_activity') as activity_week,
        (select wk(min(opened_at)) from records where kind = 'advocacy') as favour_week,
        (select wk(min(opened_at)) from records where kind = 'integration' and account_no is not null) as integration_week,
        (select wk(min(opened_at)) from records where kind = 'tracking_coverage' and account_no is not null) as tracking_week,
        (select wk(min(opened_at)) from records where kind = 'success_metric' and account_no is not null) as metric_week,
        (select wk(min(opened_at)) from records where kind = 'service_hours' and account_no is not null) as hours_week,
        (select coalesce(bool_or(is_history), true) from ticket_statuses where account_no is not null) as has_ticket_history,
        (
            select wk(min(coalesce(sane(visitor_last_updated_at), timestamp '1900-01-01')))
            from raw.pendo.visitor_account_history
            where visitor_id <> '' and account_id <> ''
        ) as linked_week
),

product_weeks as (
    select week, weeks_observed from coverage where source_family = 'product_usage'
),

-- Sums over a window are the running sum less that of a window ago.
used as (
    select
        account_line.*,
        used_active_days - lag(used_active_days, cast(parameter('login_frequency.window_weeks') as integer), 0) over line
            as active_days_now,
        used_events - lag(used_events, cast(parameter('usage_trend.window_weeks') as integer), 0) over line as events_now,
        lag(used_events, cast(parameter('usage_trend.window_weeks') as integer), 0) over line
        - lag(used_events, cast(2 * parameter('usage_trend.window_weeks') as integer), 0) over line as events_before,
        used_user_events - lag(used_user_events, cast(parameter('depth_of_use.window_weeks') as integer), 0) over line
            as depth_events,
        used_user_days - lag(used_user_days, cast(parameter('depth_of_use.window_weeks') as integer), 0) over line
            as depth_days,
        used_user_minutes - lag(used_user_minutes, cast(parameter('session_duration.window_weeks') as integer), 0) over line
            as session_minutes,
        used_user_days - lag(used_user_days, cast(parameter('session_duration.window_weeks') as integer), 0) over line
            as session_days,
        used_user_events - lag(used_user_events, cast(parameter('identified_usage.window_weeks') as integer), 0) over line
            as identified_events,
        used_events - lag(used_events, cast(parameter('identified_usage.window_weeks') as integer), 0) over line as all_events,
        used_feature_uses - lag(used_feature_uses, cast(parameter('completed_actions.window_weeks') as integer), 0) over line
            as action_uses,
        used_minutes - lag(used_minutes, cast(parameter('product_usage.window_weeks') as integer), 0) over line
            as minutes_in_window,
        used_active_days - lag(used_active_days, cast(parameter('product_usage.window_weeks') as integer), 0) over line
            as active_days_in_window,
        nullif(
            used_active_users
            - lag(used_active_users, cast(parameter('ticket_volume_trend.window_weeks') as integer), 0) over line, 0
        ) as trend_users,
        nullif(
            lag(used_active_users, cast(parameter('ticket_volume_trend.window_weeks') as integer), 0) over line
            - lag(used_active_users, cast(2 * parameter('ticket_volume_trend.window_weeks') as integer), 0) over line, 0
        ) as trend_users_before,
        nullif(
            used_active_users
            - lag(used_active_users, cast(parameter('support_tickets.window_weeks') as integer), 0) over line, 0
        ) as ticket_users,
        nullif(
            used_active_users
            - lag(used_active_users, cast(parameter('support_load.window_weeks') as integer), 0) over line, 0
        ) as load_users
    from (select * replace (
        coalesce(used_active_days, 0) as used_active_days, coalesce(used_events, 0) as used_events,
        coalesce(used_user_events, 0) as used_user_events, coalesce(used_user_days, 0) as used_user_days,
        coalesce(used_user_minutes, 0) as used_user_minutes, coalesce(used_feature_uses, 0) as used_feature_uses,
        coalesce(used_minutes, 0) as used_minutes, coalesce(used_active_users, 0) as used_active_users
    ) from account_line) as account_line
    window line as (partition by account_no order by week)
),

measured as (
    select
        account_weeks.*,
        used.* exclude (account_no, week),
        known.*,
        monday(account_weeks.week) as snapshot_week,
        parameter('ticket_volume_trend.window_weeks') as trend_weeks,
        has_support and has_product and weeks_observed >= parameter('ticket_volume_trend.window_weeks') as is_trend_seen,
        has_support and has_product and weeks_observed >= 2 * parameter('ticket_volume_trend.window_weeks')
            as is_trend_before_seen,
        coalesce(own_benchmark.value, every_benchmark.value) as depth_benchmark,
        weeks_observed
    from account_weeks
    cross join known
    inner join used using (account_no, week)
    left join product_weeks using (week)
    left join signal_parameters as own_benchmark
        on own_benchmark.signal_id = 'depth_of_use' and own_benchmark.parameter = 'benchmark'
            and account_weeks.segment = own_benchmark.segment
    left join signal_parameters as every_benchmark
        on every_benchmark.signal_id = 'depth_of_use' and every_benchmark.parameter = 'benchmark'
            and every_benchmark.segment = '*'
),

rated as (
    select
        *,
        if(is_trend_seen, 100 * trend_weeks * coalesce(tickets_now, 0) / trend_users, null) as ticket_rate,
        if(is_trend_before_seen, 100 * trend_weeks * coalesce(tickets_before, 0) / trend_users_before, null)
            as ticket_rate_before
    from measured
),

compared as (
    select
        rated.*,
        if(ticket_rate is null or ticket_rate_before is null, null, ticket_rate) as compared_rate,
        case
            when ticket_rate = 0 and ticket_rate_before = 0 then 0
            else cast(round(cast(ticket_rate / nullif(ticket_rate_before, 0) - 1 as decimal(28, 9)), 9) as double)
        end as rate_change,
        reply_weeks.median_hours,
        reply_weeks.response_rate,
        satisfaction_weeks.csat_average,
        epoch(cast(snapshot_week as timestamp) - open_ticket_weeks.created_at) / 86400 as open_days,
        lateness_weeks.worst_days_late,
        contract_weeks.account_no is not null as is_in_force,
        contract_weeks.has_annual,
        contract_weeks.is_term_known,
        contract_weeks.renewal.renews_on as renews_on,
        cast(contract_weeks.renewal.renews_on - snapshot_week as double) / 7 as weeks_to_renewal,
        if(
            deal_weeks.won_renewal_on
            >= contract_weeks.renewal.started_on - cast(7 * parameter('renewal_proximity.far_weeks') as integer),
            coalesce(contract_weeks.renewal.renewed_on, contract_weeks.renewal.started_on),
            contract_weeks.renewal.renewed_on
        ) as renewed_on,
        deal_weeks.won_renewal_on,
        coalesce(deal_weeks.has_open_renewal, false) as has_open_renewal,
        coalesce(deal_weeks.has_committed_renewal, false) as has_committed_renewal,
        coalesce(deal_weeks.has_open_expansion, false) as has_open_expansion,
        if(
            revenue_weeks.revenue_before > 0
            and (revenue_weeks.has_unnamed or not (revenue_weeks.has_uncovered or revenue_weeks.had_uncovered)),
            cast(round(cast(revenue_weeks.revenue / revenue_weeks.revenue_before - 1 as decimal(28, 9)), 9) as double),
            null
        ) as revenue_change,
        coalesce(revenue_weeks.revenue_before = 0 and revenue_weeks.revenue > 0, false) as is_first_revenue,
        if(
            revenue_weeks.has_unnamed or not (revenue_weeks.has_uncovered or revenue_weeks.had_uncovered),
            revenue_weeks.exact_revenue, null
        ) as revenue_with_past,
        if(revenue_weeks.has_unnamed or not revenue_weeks.has_uncovered, revenue_weeks.exact_revenue, null) as revenue,
        cast(round(cast(revenue_weeks.percent_off as decimal(28, 9)), 9) as double) as percent_off,
        survey_weeks.nps_net,
        survey_weeks.csat,
        survey_weeks.satisfaction,
        survey_weeks.nps_ltr,
        review_weeks.roi,
        review_weeks.value_demonstrated_level,
        review_weeks.referenceability_level,
        service_hour_weeks.account_no is not null as has_hours,
        service_hour_weeks.n_periods,
        service_hour_weeks.purchased,
        service_hour_weeks.known_purchased,
        service_hour_weeks.used,
        integration_weeks.n_integrations,
        core_weeks.feature_adoption,
        sponsors.deleted_at as sponsor_deleted_at
    from rated
    left join reply_weeks using (account_no, week)
    left join satisfaction_weeks using (account_no, week)
    left join open_ticket_weeks using (account_no, week)
    left join lateness_weeks using (account_no, week)
    left join contract_weeks using (account_no, week)
    left join deal_weeks using (account_no, week)
    left join revenue_weeks using (account_no, week)
    left join survey_weeks using (account_no, week)
    left join review_weeks using (account_no, week)
    left join service_hour_weeks using (account_no, week)
    left join integration_weeks using (account_no, week)
    left join core_weeks using (account_no, week)
    left join contacts as sponsors on rated.executive_sponsor = sponsors.contact_key
)

select
    account_no,
    week,
    segment,
    is_established,
    if(has_product, cast(active_days_now as double), null) as login_frequency,
    feature_adoption,
    if(has_product, cast(events_now as double) / nullif(events_before, 0) - 1, null) as usage_trend,
    if(has_product, cast(depth_events as double) / nullif(depth_days, 0) / nullif(depth_benchmark, 0), null) as depth_of_use,
    if(has_product, coalesce(agents, 0), null) as active_agents,
    if(has_product, cast(session_minutes as double) / nullif(session_days, 0), null) as session_duration,
    if(has_product, cast(action_uses as double) / nullif(action_users, 0), null) as completed_actions,
    if(has_product, coalesce(features, 0), null) as feature_breadth,
    if(has_product, 100 * cast(identified_events as double) / nullif(all_events, 0), null) as identified_usage,
    coalesce(meetings_attended, 0) / nullif(meetings_recorded, 0) as meeting_attendance,
    if(coalesce(meetings, 0) = 0 and meeting_week < week, 'none_scheduled', null) as meeting_attendance_level,
    case
        when executive_touches > 0 then 'active_sponsor'
        when
            executives > 0
            or (executive_sponsor is not null and coalesce(wk(sponsor_deleted_at) >= week, true)) then 'sponsor_identified'
        when has_sponsors then 'no_sponsor'
    end as executive_sponsor_access_level,
    median_hours as email_responsiveness,
    response_rate,
    if(answer_week < week, coalesce(answers, 0), null) as feedback_provided,
    coalesce(completed, 0) / nullif(assigned, 0) as training_participation,
    coalesce(completed_recently, 0) / nullif(assigned_recently, 0) as training_attendance,
    if(course_week < week, coalesce(people_trained, 0), null) as people_trained,
    if(certificate_week < week, coalesce(people_certified, 0), null) as certifications,
    if(activity_week < week, coalesce(activities, 0), null) as community_participation,
    if(compared_rate is null, null, rate_change) as ticket_volume_trend,
    case
        when compared_rate is null then null
        when ticket_rate_before = 0 and ticket_rate > 0 then 'increasing'
        when rate_change <= parameter('ticket_volume_trend.decreasing_to') then 'decreasing'
        when rate_change >= parameter('ticket_volume_trend.increasing_from') then 'increasing'
        when round(ticket_rate, 9) >= parameter('ticket_volume_trend.stable_high_from') then 'stable_high'
        else 'stable_low'
    end as ticket_volume_trend_level,
    csat_average,
    if(has_support and has_ticket_history, coalesce(escalations, 0), null) as escalation_frequency,
    if(has_support and has_ticket_history, round(open_days, 9), null) as open_issue_age,
    if(has_support and has_ticket_history and open_days is null, 'none_open', null) as open_issue_age_level,
    if(
        has_support and has_product and weeks_observed >= parameter('support_tickets.window_weeks'),
        100 * parameter('support_tickets.window_weeks') * coalesce(tickets, 0) / ticket_users, null
    ) as support_tickets,
    if(
        has_support and has_product and weeks_observed >= parameter('support_load.window_weeks'),
        parameter('support_load.window_weeks') * coalesce(load, 0) / load_users, null
    ) as support_load,
    if(has_billing, cast(worst_days_late as double), null) as payment_timeliness,
    if(has_billing and has_annual, weeks_to_renewal, null) as renewal_proximity,
    case
        when not is_in_force or not has_billing then null
        when not has_annual and is_term_known then 'not_applicable'
        when not has_annual or weeks_to_renewal is null then null
        when
            renewed_on >= snapshot_week - cast(7 * parameter('renewal_proximity.renewed_weeks') as integer)
            and renewed_on < snapshot_week then 'renewed'
        when
            has_committed_renewal
            or won_renewal_on >= renews_on - cast(7 * parameter('renewal_proximity.far_weeks') as integer)
            then 'renewal_confirmed'
        when weeks_to_renewal >= parameter('renewal_proximity.far_weeks') then 'renewal_26w_plus'
        when weeks_to_renewal >= parameter('renewal_proximity.near_weeks') then 'renewal_13_26w'
        when has_open_renewal then 'renewal_under_13w_open'
        else 'renewal_under_13w_no_signal'
    end as renewal_proximity_level,
    if(is_in_force and has_billing, revenue_change, null) as expansion_signals,
    case
        when not is_in_force or not has_billing then null
        when revenue_change >= parameter('expansion_signals.expanding_from') or is_first_revenue then 'actively_expanding'
        when revenue_change <= parameter('expansion_signals.contracting_to') then 'contracting'
        when has_open_expansion then 'exploring_expansion'
        when revenue_change is not null then 'stable'
    end as expansion_signals_level,
    if(is_in_force and has_billing, percent_off, null) as discount_dependency,
    coalesce(goals_achieved, 0) / nullif(goals, 0) as goals_achieved,
    roi,
    value_demonstrated_level,
    coalesce(targets_met, 0) / nullif(targets, 0) as success_metrics_met,
    nps_net,
    csat,
    satisfaction,
    nps_ltr,
    if(favour_week < week, greatest(coalesce(favours, 0), 0), null) as advocacy,
    referenceability_level,
    pulse_points / nullif(pulses, 0) as relationship_strength,
    if(has_product, cast(minutes_in_window as double), null) as sum_minutes_13w,
    if(has_product, cast(active_days_in_window as double), null) as count_active_days_13w,
    if(has_product and linked_week < week, coalesce(associated, 0), null) as count_associated_visitors_13w,
    rating_points_in_window / nullif(ratings_in_window, 0) as nps_mean_13w,
    if(has_product, cast(used_minutes as double), null) as sum_minutes,
    if(has_product, cast(used_active_days as double), null) as count_active_days,
    if(has_product and linked_week < week, coalesce(associated_ever, 0), null) as count_associated_visitors,
    rating_points / nullif(ratings, 0) as nps_mean,
    cast(tenure_days as double) as tenure_days,
    100 * coalesce(milestones_due_completed, 0) / nullif(milestones_due, 0) as milestones_completed,
    100 * coalesce(milestones_in_time, 0) / nullif(milestones_completed, 0) as milestone_timeliness,
    if(integration_week < week, cast(coalesce(n_integrations, 0) as double), null) as integrations_enabled,
    if(
        go_live_date < snapshot_week and created_at is not null,
        cast(greatest(0, go_live_date - cast(created_at as date)) as double), null
    ) as time_to_go_live,
    if(tracking_week < week, coalesce(tracked, 0), null) as tracked_items,
    if(metric_week < week, coalesce(metrics, 0), null) as metrics_measured,
    100 * used / nullif(round(known_purchased, 2), 0) as service_hours_used,
    case
        when not has_hours and hours_week < week then 'not_applicable'
        when n_periods > 0 and purchased = 0 then 'not_applicable'
    end as service_hours_used_level,
    if(has_billing, revenue, null) as recurring_revenue
from compared;
