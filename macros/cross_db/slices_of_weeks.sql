{#- Parts of a run's snapshots, each of about `account_weeks_a_slice` weeks of accounts: the snapshot after which it begins
    and its last one. The first has no begin and the last no end, so that no row is left out. -#}
{% macro slices_of_weeks() -%}
    {%- set query -%}
    with weeks as (
        select
            snapshot_week,
            floor(sum(count(*)) over (order by snapshot_week) / {{ account_weeks_a_slice() }})
                as slice
        from {{ relation_of('int_account_weeks') }}
        where {{ in_rescored_snapshots() }}
        group by snapshot_week
    ),

    slices as (
        select max(snapshot_week) as last_week
        from weeks
        group by slice
    )

    select
        lag(last_week) over (order by last_week) as after_week,
        case when lead(last_week) over (order by last_week) is not null then last_week end as last_week
    from slices
    order by coalesce(last_week, date '9999-12-31')
    {%- endset -%}
    {{ return(run_query(query).rows) }}
{%- endmacro %}
