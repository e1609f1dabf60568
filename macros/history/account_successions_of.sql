{#- Ids with closed weeks that lead to an account which has none itself. An account that has some was there beside its former
    self: what is closed stays as it is. -#}
{% macro account_successions_of(stored) -%}
    with open_from as (
        select min(open_snapshots.snapshot_week) as snapshot_week
        from {{ relation_of('int_open_snapshots') }} as open_snapshots
    ),

    closed_ids as (
        select
            stored_weeks.account_id,
            stored_weeks.account_hash,
            count(*) as n_weeks
        from {{ stored }} as stored_weeks
        inner join open_from on stored_weeks.snapshot_week < open_from.snapshot_week
        group by 1, 2
    ),

    ranked as (
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
            on
                {{ crm_id_key('closed_ids.account_id') }}
                = {{ without_address('crm_keys.account_key') }}
        left join closed_ids as own_weeks
            on crm_keys.account_id = own_weeks.account_id
        where
            closed_ids.account_id <> crm_keys.account_id
            and own_weeks.account_id is null
    )

    select
        ranked.former_account_id,
        ranked.former_account_hash,
        ranked.account_id,
        {{ hash_number(['ranked.account_id']) }} as account_hash,
        open_from.snapshot_week as open_from
    from ranked
    cross join open_from
    where ranked.choice = 1
{%- endmacro %}
