-- What the company was made of, for tests and validation; no model reads this schema.
create or replace table _demo.parameters (
    accounts bigint, weeks bigint, seed bigint, end_date date, generator_version varchar
);

create or replace table _demo.hidden_condition as
select
    company.account_id,
    monday(weekly.w)::date as week,
    weekly.level as condition,
    life.churned_at::date as churned_on
from weekly
inner join company using (a)
inner join life using (a);
