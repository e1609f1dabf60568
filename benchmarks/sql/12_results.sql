-- The scores in the words of the marts that hold them in the build.
create view signal_scores as
select
    accounts.account_id,
    date '0001-01-01' + 7 * cells.week as snapshot_week,
    rules.scorecard_id,
    rules.version,
    rules.signal_id,
    cells.value,
    cells.level,
    cells.score,
    cast(cells.status as varchar) as status,
    cells.applied_weight,
    cells.contribution
from cells
inner join rules using (rule_no)
inner join account_numbers as accounts using (account_no);

create view category_scores as
select
    accounts.account_id,
    date '0001-01-01' + 7 * categories.week as snapshot_week,
    rules.scorecard_id,
    rules.version,
    rules.category_id,
    categories.score,
    categories.applied_weight,
    categories.contribution,
    categories.weight_observed
from categories
inner join (select distinct category_no, scorecard_id, version, category_id from rules) as rules using (category_no)
inner join account_numbers as accounts using (account_no);

create view account_scores as
select
    accounts.account_id,
    date '0001-01-01' + 7 * totals.week as snapshot_week,
    rules.scorecard_id,
    rules.version,
    totals.score_calculated,
    totals.weight_observed
from totals
inner join (select distinct card_no, scorecard_id, version from rules) as rules using (card_no)
inner join account_numbers as accounts using (account_no);
