-- Who left before the first load, of whom the CRM keeps one row, would be missing without a word.
{{ config(severity='warn') }}

with known_customers as (
    select account_id
    from {{ ref('int_account_attributes') }}
    where account_role = 'customer'
    union distinct
    select account_id
    from {{ ref('int_subscriptions') }}
    where is_in_force and account_id is not null
),

accounts as (
    select
        account_id,
        account_name
    from {{ ref('int_accounts') }}
),

former_customers as (
    select distinct account_id
    from {{ ref('int_account_attributes') }}
    where account_role = 'former_customer'
),

vanishing as (
    select
        former_customers.account_id,
        coalesce(accounts.account_name, former_customers.account_id) as account_name,
        row_number() over (order by accounts.account_name, former_customers.account_id) as place,
        count(*) over () as n_accounts
    from former_customers
    inner join accounts on former_customers.account_id = accounts.account_id
    left join known_customers on former_customers.account_id = known_customers.account_id
    where known_customers.account_id is null
)

select
    'salesforce.account: of ' || cast(max(n_accounts) as {{ type_text() }})
    || ' former customers it is not known when they were customers ('
    || {{ list_of('account_name', ', ', 'place') }}
    || case when max(n_accounts) > 5 then ' and others' else '' end
    || '), so that no score is tested on them. Land the history of the table (_fivetran_start and '
    || '_fivetran_end), or their subscriptions in stripe.subscription_history.' as problem
from vanishing
where place <= 5
having count(*) > 0
