{#- Closed weeks of ids that lead to an account which has none itself. An account that has some was there beside its former
    self: what is closed stays as it is. -#}
{% macro successors_weeks(stored) -%}
    with closed_weeks as (
        select
            account_id,
            account_hash,
            snapshot_week
        from {{ stored }}
        where snapshot_week < (
            select min(open_snapshots.snapshot_week)
            from {{ relation_of('int_open_snapshots') }} as open_snapshots
        )
    ),

    closed_ids as (
        select
            account_id,
            account_hash,
            count(*) as n_weeks
        from closed_weeks
        group by 1, 2
    ),

    former_ids as (
        select
            closed_ids.account_id as former_account_id,
            closed_ids.account_hash as former_account_hash,
            crm_keys.account_id,
            row_number() over (
                partition by crm_keys.account_id
                order by closed_ids.n_weeks desc, closed_ids.account_id asc
            ) as choice
        from closed_ids
        inner join {{ relation_of('int_crm_keys') }} as crm_keys
            on {{ crm_id_key('closed_ids.account_id') }} = crm_keys.account_key
        left join closed_ids as own_weeks
            on crm_keys.account_id = own_weeks.account_id
        where
            closed_ids.account_id <> crm_keys.account_id
            and own_weeks.account_id is null
    )

    select
        former_ids.former_account_id,
        former_ids.former_account_hash,
        former_ids.account_id,
        {{ hash_number(['former_ids.account_id']) }} as account_hash,
        closed_weeks.snapshot_week
    from former_ids
    inner join closed_weeks on former_ids.former_account_id = closed_weeks.account_id
    where former_ids.choice = 1
{%- endmacro %}
