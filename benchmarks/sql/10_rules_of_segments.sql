-- One rule per card, segment and signal, with a number to join by; a segment with rows of its own uses only those.
create table rules as
with own_sets as (
    select distinct scorecard_id, version, segment from weights
),

own_categories as (
    select distinct scorecard_id, version, category_segment from weights
),

sets as (
    select cards.scorecard_id, cards.version, segments.segment,
        coalesce(own_sets.segment, '*') as signal_segment, coalesce(own_categories.category_segment, '*') as category_segment
    from (select distinct scorecard_id, version from weights) as cards
    cross join (select distinct segment from account_weeks) as segments
    left join own_sets using (scorecard_id, version, segment)
    left join own_categories
        on cards.scorecard_id = own_categories.scorecard_id and cards.version = own_categories.version
            and segments.segment = own_categories.category_segment
),

numbered as (
    select
        sets.scorecard_id,
        sets.version,
        sets.segment,
        weights.* exclude (scorecard_id, version, segment, category_segment, category_weight),
        if(
            scorecards.is_sum,
            sum(weights.signal_weight) over (partition by sets.scorecard_id, sets.version, sets.segment, weights.category_id),
            weights.category_weight
        ) as category_weight,
        if(scorecards.is_sum, 1, weights.category_weight) * weights.signal_weight as declared_weight,
        rubric_numbers.rubric_no,
        scorecards.* exclude (scorecard_id),
        if(scorecards.is_sum, 100, scorecards.scale_max) as full_score,
        coalesce(signals.is_lower_better, false) as is_lower_better,
        wk(signals.first_snapshot_week + 6) as first_week,
        wk(versions.effective_from - 1) as first_version_week,
        coalesce(wk(versions.effective_to + 6), 1000000) as end_version_week
    from sets
    inner join weights
        on sets.scorecard_id = weights.scorecard_id and sets.version = weights.version
            and sets.signal_segment = weights.segment and sets.category_segment = weights.category_segment
    inner join scorecards on sets.scorecard_id = scorecards.scorecard_id
    inner join versions on sets.scorecard_id = versions.scorecard_id and sets.version = versions.version
    inner join signals using (signal_id)
    left join rubric_numbers on weights.rubric_id = rubric_numbers.rubric_id
)

select
    cast(row_number() over (order by scorecard_id, version, segment, category_id, signal_id) as smallint) as rule_no,
    cast(dense_rank() over (order by scorecard_id, version, segment, category_id) as smallint) as category_no,
    cast(dense_rank() over (order by scorecard_id, version, segment) as smallint) as card_no,
    *
from numbered;

-- Signals of which a card asks for the place among the peers, or for a share of the best of them.
create temp table ranked_signals as
select distinct signal_id
from rules
where method in ('percentile', 'quintile', 'share_of_max');

create temp table unobserved as
select signals.signal_id, coverage.week
from signal_parameters
inner join signals using (signal_id)
inner join coverage using (source_family)
where signal_parameters.parameter = 'coverage_weeks' and coverage.weeks_observed < signal_parameters.value;

create temp table custom_weeks as
with valid as (
    select signal_id, cast(value as bigint) as valid_weeks from signal_parameters where parameter = 'valid_weeks'
)

select
    custom_signals.account_no,
    custom_signals.signal_id,
    custom_signals.value,
    custom_signals.level,
    snake_case(custom_signals.level) as level_key,
    unnest(snapshots(observed_week + 1, least(next_week, observed_week + coalesce(valid_weeks, 1000000)))) as week
from custom_signals
left join valid using (signal_id);

create type status as enum ('scored', 'defaulted', 'excluded_missing', 'not_applicable', 'before_signal_start');

create table cells (
    account_no integer, week integer, rule_no smallint, value double, level varchar, score double, status status,
    applied_weight double, contribution double
);

create table categories (
    account_no integer, week integer, category_no smallint, score double, applied_weight double, contribution double,
    weight_observed double
);

create table totals (
    account_no integer, week integer, card_no smallint, score_calculated double, weight_observed double
);

create table account_numbers as
select account_no, account_id
from accounts;
