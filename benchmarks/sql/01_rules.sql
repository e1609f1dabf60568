-- The rules as the seeds hold them; file_search_path leads to seeds/.
create temp table signals as
select signal_id, source_family, better_when = 'lower' as is_lower_better, is_subjective, first_snapshot_week
from read_csv('scorecards/signals.csv', types = {'first_snapshot_week': 'date'});

create temp table signal_parameters as
from read_csv('scorecards/signal_parameters.csv', types = {'effective_from': 'date'});

create temp table scorecards as
select
    scorecard_id,
    scale_max,
    rollup = 'sum' as is_sum,
    coalesce(min_weight_observed, 0) as min_weight_observed,
    coalesce(peer_group, 'all') = 'segment' as has_segment_peers,
    coalesce(lifecycle, 'all') as lifecycle
from read_csv('scorecards/scorecards.csv');

create temp table versions as
from read_csv('scorecards/scorecard_versions.csv', types = {'version': 'varchar', 'effective_to': 'date'})
where status = 'live';

create temp table rubrics as
select
    *,
    coalesce(lag(coalesce(upper_inclusive, false)) over (
        partition by rubric_id, level is null order by lower_bound nulls first, upper_bound nulls last
    ), false) as lower_exclusive
from read_csv('scorecards/rubrics.csv', types = {'upper_inclusive': 'boolean', 'level': 'varchar'});

create temp table segments as
from read_csv('scorecards/segments.csv');

create temp table source_families as
from read_csv('scorecards/source_families.csv', types = {'stale_days': 'integer'});

create temp table core_features as
select lower(trim(plan)) as plan, feature_id
from read_csv('scorecards/core_features.csv', all_varchar = true);

create temp table currency_rates as
select lower(currency) as currency, rate_to_base / minor_units as rate, minor_units, rate_to_base
from read_csv('scorecards/currency_rates.csv');

create temp table support_levels as
select mapped_from, lower(mapped_value) as mapped_value, support_level, is_escalation
from read_csv('scorecards/support_levels.csv');

create temp table instruments as
from read_csv('scorecards/survey_instruments.csv', types = {'rejection_reason': 'varchar', 'score': 'double'});

create temp table crm_values as
from read_csv('identity/crm_values.csv', all_varchar = true)
where source in ('*', 'salesforce', 'zendesk');

-- Shares of a category's weight and of the card's, where the card's weights are typed as shares.
create temp table weights as
with shares as (
    select scorecard_id
    from read_csv('scorecards/scorecard_parameters.csv')
    where parameter = 'weights_are_shares' and value = 1
),

categories as (
    select *, sum(weight) over (partition by scorecard_id, version, segment) as total_weight
    from read_csv('scorecards/scorecard_categories.csv', types = {'version': 'varchar'})
),

card_signals as (
    select *, sum(weight) over (partition by scorecard_id, version, segment, category_id) as total_weight
    from read_csv('scorecards/scorecard_signals.csv', types = {
        'version': 'varchar', 'rubric_id': 'varchar', 'low': 'double', 'high': 'double',
        'default_score': 'double', 'max_carry_weeks': 'integer'
    })
)

select
    card_signals.* exclude (weight, total_weight),
    card_signals.weight / if(shares.scorecard_id is null, 1, card_signals.total_weight) as signal_weight,
    categories.segment as category_segment,
    categories.weight / if(shares.scorecard_id is null, 1, categories.total_weight) as category_weight
from card_signals
inner join versions using (scorecard_id, version)
inner join categories using (scorecard_id, version, category_id)
left join shares using (scorecard_id);
