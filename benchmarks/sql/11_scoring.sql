-- Run once per slice of weeks, from slice_from to slice_to, so that no engine's memory is exceeded.
create or replace temp table slice as
from signals_wide
where week between getvariable('slice_from') and getvariable('slice_to');

-- The neck: a row per account, week and signal, also where nothing is known.
create or replace temp table neck as
with levelled as (
    select account_no, week, segment, is_established, 'meeting_attendance' as signal_id,
        meeting_attendance as value, meeting_attendance_level as level
    from slice
    union all
    select account_no, week, segment, is_established, 'executive_sponsor_access', null, executive_sponsor_access_level
    from slice
    union all
    select account_no, week, segment, is_established, 'ticket_volume_trend', ticket_volume_trend, ticket_volume_trend_level
    from slice
    union all
    select account_no, week, segment, is_established, 'open_issue_age', open_issue_age, open_issue_age_level from slice
    union all
    select account_no, week, segment, is_established, 'renewal_proximity', renewal_proximity, renewal_proximity_level
    from slice
    union all
    select account_no, week, segment, is_established, 'expansion_signals', expansion_signals, expansion_signals_level
    from slice
    union all
    select account_no, week, segment, is_established, 'value_demonstrated', null, value_demonstrated_level from slice
    union all
    select account_no, week, segment, is_established, 'referenceability', null, referenceability_level from slice
    union all
    select account_no, week, segment, is_established, 'service_hours_used', service_hours_used, service_hours_used_level
    from slice
),

valued as (
    from (
        select
            * exclude (
                meeting_attendance, ticket_volume_trend, open_issue_age, renewal_proximity, expansion_signals,
                service_hours_used, meeting_attendance_level, executive_sponsor_access_level, ticket_volume_trend_level,
                open_issue_age_level, renewal_proximity_level, expansion_signals_level, value_demonstrated_level,
                referenceability_level, service_hours_used_level
            ),
            cast(null as double) as api_calls
        from slice
    )
    unpivot include nulls (
        value for signal_id in (columns(* exclude (account_no, week, segment, is_established)))
    )
),

every as (
    from levelled
    union all
    select account_no, week, segment, is_established, signal_id, value, null from valued
)

-- Levels that are computed here are keys already; a company may write its own with capitals and blanks.
select
    every.account_no,
    every.week,
    every.segment,
    every.is_established,
    every.signal_id,
    case
        when custom_weeks.week is not null then custom_weeks.value
        when unobserved.week is null then every.value
    end as value,
    case
        when custom_weeks.week is not null then custom_weeks.level
        when unobserved.week is null then every.level
    end as level,
    case
        when custom_weeks.week is not null then custom_weeks.level_key
        when unobserved.week is null then every.level
    end as level_key
from every
left join custom_weeks using (account_no, week, signal_id)
left join unobserved using (signal_id, week);

-- Places among the peers: established accounts with a value of that week.
create or replace temp table placed as
with ranked as (
    select
        *,
        round(value, 9) as rounded_value,
        if(level_key is not distinct from 'not_applicable', null, round(value, 9)) as ranked_value
    from neck
    semi join ranked_signals using (signal_id)
)

select
    *,
    count(*) filter (is_established and ranked_value is not null) over (
        partition by week, signal_id order by ranked_value nulls last
    ) as n_not_above,
    count(*) filter (is_established and ranked_value is not null) over (partition by week, signal_id, ranked_value) as n_equal,
    count(*) filter (is_established and ranked_value is not null) over (partition by week, signal_id) as n_peers
from ranked;

-- What a share refers to: the best peer, or the least value that covers the share `high` of them.
create or replace temp table maxima as
select placed.week, placed.signal_id, cuts.cut, min(placed.ranked_value) as maximum
from placed
inner join (
    select distinct signal_id, coalesce(high, 1) as cut from rules where method = 'share_of_max'
) as cuts using (signal_id)
where
    placed.is_established
    and placed.ranked_value is not null
    and cast(placed.n_not_above as double) / placed.n_peers >= cuts.cut
group by all;

create or replace temp table scored as
with every as (
    select *, round(value, 9) as rounded_value, null as ranked_value, null as n_not_above, null as n_equal, null as n_peers
    from neck
    anti join ranked_signals using (signal_id)
    union all
    from placed
),

cells as (
    select
        every.account_no,
        every.week,
        rules.rule_no,
        rules.category_no,
        every.value,
        every.level,
        every.level_key,
        rules.missing_policy,
        rules.default_score,
        coalesce(every.week < rules.first_week, false) as is_before_start,
        if(rules.is_lower_better, n_peers - n_not_above, n_not_above - n_equal) as n_worse,
        case rules.method
            when 'rubric' then rubric_score(rules.rubric_no, every.rounded_value, every.level_key)
            when 'linear' then
                if(rules.low <> rules.high and every.value is not null,
                    rules.full_score * least(1, greatest(0, (every.value - rules.low) / (rules.high - rules.low))), null)
            when 'pass_through' then
                if(rules.is_sum or every.value is null, every.value, least(rules.scale_max, greatest(0, every.value)))
            when 'percentile' then
                if(ranked_value is null, null,
                    rules.full_score * cast(2 * n_worse + n_equal as double) / (2 * nullif(n_peers, 0)))
            when 'quintile' then
                if(ranked_value is not null and n_peers > 0,
                    cast(least(5, 1 + (5 * (2 * n_worse + n_equal)) // (2 * n_peers)) as double), null)
            when 'share_of_max' then
                if(ranked_value is null or maxima.maximum is null, null,
                    rules.full_score * abs(if(rules.is_lower_better, 1, 0) - if(
                        maxima.maximum <= 0, 0, least(1, greatest(0, ranked_value / nullif(maxima.maximum, 0)))
                    )))
        end as method_score
    from every
    inner join rules
        on every.signal_id = rules.signal_id
            and every.segment = rules.segment
            and (rules.lifecycle = 'all' or (rules.lifecycle = 'established') = every.is_established)
            and every.week >= rules.first_version_week
            and every.week < rules.end_version_week
    left join maxima
        on rules.method = 'share_of_max' and every.week = maxima.week and every.signal_id = maxima.signal_id
            and coalesce(rules.high, 1) = maxima.cut
),

judged as (
    select
        *,
        case
            when is_before_start then cast('before_signal_start' as status)
            when level_key = 'not_applicable' then cast('not_applicable' as status)
            when method_score is not null then cast('scored' as status)
            when missing_policy in ('default', 'zero') then cast('defaulted' as status)
            else cast('excluded_missing' as status)
        end as status
    from cells
)

select
    account_no,
    week,
    rule_no,
    category_no,
    value,
    level,
    status,
    case
        when status = 'scored' then method_score
        when status = 'defaulted' and missing_policy = 'zero' then 0
        when status = 'defaulted' then default_score
    end as score
from judged;

create or replace temp table slice_categories as
select
    scored.account_no,
    scored.week,
    scored.category_no,
    any_value(rules.card_no) as card_no,
    any_value(rules.category_weight) as category_weight,
    sum(rules.signal_weight) filter (scored.score is not null) as present_weight,
    sum(rules.signal_weight * scored.score) as points,
    sum(rules.declared_weight) filter (scored.status not in ('not_applicable', 'before_signal_start')) as applicable_weight,
    coalesce(sum(rules.declared_weight) filter (scored.status = 'scored'), 0) as observed_weight,
    count(*) filter (scored.status = 'excluded_missing' and rules.missing_policy = 'withhold') as n_withholding
from scored
inner join rules using (rule_no)
group by scored.account_no, scored.week, scored.category_no;

create or replace temp table slice_totals as
with cards as (
    select distinct card_no, is_sum, min_weight_observed from rules
),

summed as (
    select
        account_no,
        week,
        card_no,
        sum(category_weight) as category_weight,
        sum(category_weight) filter (present_weight > 0) as present_category_weight,
        sum(category_weight * points / present_weight) filter (present_weight > 0) as weighted_score,
        coalesce(round(sum(observed_weight) / nullif(sum(applicable_weight), 0), 9), 0) as weight_observed,
        sum(n_withholding) as n_withholding
    from slice_categories
    group by account_no, week, card_no
)

select
    summed.account_no,
    summed.week,
    summed.card_no,
    summed.present_category_weight,
    if(cards.is_sum, summed.category_weight, 1) as total_weight,
    summed.weight_observed,
    if(
        summed.n_withholding = 0 and summed.weight_observed >= round(cards.min_weight_observed, 9),
        if(cards.is_sum, summed.category_weight, 1) * summed.weighted_score / summed.present_category_weight, null
    ) as score_calculated
from summed
inner join cards using (card_no);

create or replace temp table slice_factors as
select
    account_no,
    week,
    category_no,
    points / nullif(present_weight, 0) as score,
    if(score_calculated is not null and present_weight > 0, total_weight * category_weight / present_category_weight, null)
        as applied_weight,
    if(score_calculated is not null and present_weight > 0,
        total_weight * category_weight / present_category_weight / present_weight, null) as factor,
    observed_weight / nullif(applicable_weight, 0) as weight_observed
from slice_categories
inner join slice_totals using (account_no, week, card_no);

insert into totals
select account_no, week, card_no, score_calculated, weight_observed
from slice_totals;

insert into categories
select account_no, week, category_no, score, applied_weight, applied_weight * score, weight_observed
from slice_factors;

insert into cells
select
    account_no,
    week,
    rule_no,
    scored.value,
    scored.level,
    scored.score,
    scored.status,
    if(scored.score is null, null, factor * rules.signal_weight),
    factor * rules.signal_weight * scored.score
from scored
inner join (select rule_no, signal_weight from rules) as rules using (rule_no)
inner join slice_factors using (account_no, week, category_no);
