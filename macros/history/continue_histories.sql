{#- An account whose id changed, by a merge in the CRM or a move to another one, goes on with the weeks that are stored of its
    former id; computed anew they would change what was published. Of several former ids the one with most weeks. -#}
{% macro continue_histories() -%}
    {%- set stored = stored_relation('int_account_weeks') -%}
    {%- if stored -%}
        {%- set moved_weeks -%}
            {{ successors_weeks(stored) }}
        {%- endset -%}
        {%- if run_query('select 1 as found from (' ~ moved_weeks ~ ') as moved limit 1').rows -%}
            {%- set weeks = stored.incorporate(path={'identifier': 'int_account_weeks__moved'}) -%}
            {%- do run_query('drop table if exists ' ~ weeks) -%}
            {%- do run_query('create table ' ~ weeks ~ ' as ' ~ moved_weeks) -%}
            {#- What the weeks are told by goes last: a run that is killed before is taken up by the next. -#}
            {%- for node in models_that_keep_weeks() if node.name != 'int_account_weeks' -%}
                {%- set relation = stored_relation(node.name) -%}
                {%- if relation -%}
                    {%- do move_weeks(relation, weeks) -%}
                {%- endif -%}
            {%- endfor -%}
            {%- do move_weeks(stored, weeks) -%}
            {%- do run_query('drop table ' ~ weeks) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#- Stored weeks of ids that lead to another account, which lived then and has no row of its own. -#}
{% macro successors_weeks(stored) -%}
    with former_ids as (
        select distinct
            former_weeks.account_id as former_account_id,
            former_weeks.account_hash as former_account_hash,
            accounts.account_id,
            accounts.created_at
        from {{ stored }} as former_weeks
        inner join {{ relation_of('int_crm_keys') }} as crm_keys
            on {{ crm_id_key('former_weeks.account_id') }} = crm_keys.account_key
        inner join {{ relation_of('int_accounts') }} as accounts
            on crm_keys.account_id = accounts.account_id
        where former_weeks.account_id <> accounts.account_id
    ),

    free_weeks as (
        select
            former_ids.former_account_id,
            former_ids.former_account_hash,
            former_ids.account_id,
            former_weeks.snapshot_week
        from former_ids
        inner join {{ stored }} as former_weeks
            on
                former_ids.former_account_id = former_weeks.account_id
                and coalesce(former_ids.created_at < former_weeks.snapshot_week, true)
        left join {{ stored }} as own_weeks
            on
                former_ids.account_id = own_weeks.account_id
                and former_weeks.snapshot_week = own_weeks.snapshot_week
        where own_weeks.account_id is null
    ),

    counted as (
        select
            former_account_id,
            account_id,
            row_number() over (
                partition by account_id
                order by count(*) desc, former_account_id asc
            ) as choice
        from free_weeks
        group by 1, 2
    )

    select
        free_weeks.former_account_id,
        free_weeks.former_account_hash,
        free_weeks.account_id,
        {{ hash_number(['free_weeks.account_id']) }} as account_hash,
        free_weeks.snapshot_week
    from free_weeks
    inner join counted
        on
            free_weeks.former_account_id = counted.former_account_id
            and free_weeks.account_id = counted.account_id
            and counted.choice = 1
{%- endmacro %}
