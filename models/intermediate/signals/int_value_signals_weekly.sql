{%- set so_far = 'partition by account_id order by effective_week '
    ~ 'rows between unbounded preceding and current row' -%}
with account_weeks as (
    select
        account_id,
        snapshot_week
    from {{ ref('int_account_weeks') }}
    where
        {{ in_open_snapshots() }}
        and is_alive
),

usage_weeks as (
    select
        account_id,
        usage_week,
        active_days,
        minutes
    from {{ ref('int_account_usage_weeks') }}
),

active_users as (
    select
        account_id,
        snapshot_week,
        n_associated_visitors_in_window,
        n_associated_visitors
    from {{ ref('int_active_users_weekly') }}
    where {{ in_open_snapshots() }}
),

spoken_weeks as (
    select
        account_id,
        snapshot_week,
        weeks_spoken,
        is_first
    from {{ ref('int_product_speakers_weekly') }}
    where {{ in_open_snapshots() }}
),

nps_weeks as (
    select
        source,
        product_account_id,
        valid_from,
        valid_to,
        n_ratings,
        avg_rating,
        n_ratings_in_window,
        avg_rating_in_window
    from {{ ref('int_product_nps_weeks') }}
),

account_keys as (
    select
        source,
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
    where match_status = 'matched'
),

product_windows as (
    {{ product_windows() }}
),

-- As long as a week of use lies in the window in force.
usage_spans as (
    select
        usage_weeks.account_id,
        usage_weeks.minutes,
        usage_weeks.active_days,
        {{ greatest_of([
            days_after('usage_weeks.usage_week', 7),
            'product_windows.effective_from',
        ]) }}
            as counts_from,
        {{ least_of([
            days_after('usage_weeks.usage_week', '7 + product_windows.n_days'),
            'product_windows.effective_to',
        ]) }} as counts_to
    from usage_weeks
    cross join product_windows
),

-- Weeks of use that begin to count, weeks that leave the window, snapshots: one line of time.
changes as (
    select
        account_id,
        {{ days_after('usage_week', 7) }} as effective_week,
        minutes,
        active_days,
        0 as minutes_in_window,
        0 as active_days_in_window
    from usage_weeks

    union all

    select
        account_id,
        counts_from as effective_week,
        0 as minutes,
        0 as active_days,
        minutes as minutes_in_window,
        active_days as active_days_in_window
    from usage_spans
    where counts_from < counts_to

    union all

    select
        account_id,
        counts_to as effective_week,
        0 as minutes,
        0 as active_days,
        -minutes as minutes_in_window,
        -active_days as active_days_in_window
    from usage_spans
    where counts_from < counts_to

    union all

    select
        account_id,
        snapshot_week as effective_week,
        0 as minutes,
        0 as active_days,
        0 as minutes_in_window,
        0 as active_days_in_window
    from account_weeks
),

added_up as (
    select
        account_id,
        effective_week,
        sum(minutes) as minutes,
        sum(active_days) as active_days,
        sum(minutes_in_window) as minutes_in_window,
        sum(active_days_in_window) as active_days_in_window
    from changes
    group by 1, 2
),

running as (
    select
        account_id,
        effective_week as snapshot_week,
        sum(minutes) over ({{ so_far }}) as minutes,
        sum(active_days) over ({{ so_far }}) as active_days,
        sum(minutes_in_window) over ({{ so_far }}) as minutes_in_window,
        sum(active_days_in_window) over ({{ so_far }}) as active_days_in_window
    from added_up
),

-- An answer counts whichever source speaks of the account's use: it is no use. Answers are whole
-- numbers: a mean times its answers, rounded, is their sum without a remainder.
ratings as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        {{ round_to('sum(nps_weeks.n_ratings * nps_weeks.avg_rating)', 0) }}
        / nullif(sum(nps_weeks.n_ratings), 0) as nps_mean,
        {{ round_to('sum(nps_weeks.n_ratings_in_window * nps_weeks.avg_rating_in_window)', 0) }}
        / nullif(sum(nps_weeks.n_ratings_in_window), 0) as nps_mean_in_window
    from account_weeks
    inner join account_keys on account_weeks.account_id = account_keys.account_id
    inner join nps_weeks
        on
            account_keys.source = nps_weeks.source
            and account_keys.source_account_key = nps_weeks.product_account_id
            and account_weeks.snapshot_week >= nps_weeks.valid_from
            and account_weeks.snapshot_week < nps_weeks.valid_to
    group by 1, 2
),

windows_in_force as (
    select distinct
        account_weeks.snapshot_week,
        product_windows.n_weeks
    from account_weeks
    inner join product_windows
        on {{ is_in_period('account_weeks.snapshot_week', 'product_windows') }}
),

-- With a product account, no rows are no use; without one, use is not known. Nor is it over a
-- time in which two sources spoke, since they do not count alike.
final as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        case
            when spoken_weeks.weeks_spoken >= windows_in_force.n_weeks
                then cast(running.minutes_in_window as {{ type_double() }})
        end as sum_minutes_13w,
        case
            when spoken_weeks.weeks_spoken >= windows_in_force.n_weeks
                then cast(running.active_days_in_window as {{ type_double() }})
        end as count_active_days_13w,
        case
            when spoken_weeks.weeks_spoken >= windows_in_force.n_weeks
                then cast(active_users.n_associated_visitors_in_window as {{ type_double() }})
        end as count_associated_visitors_13w,
        ratings.nps_mean_in_window as nps_mean_13w,
        case
            when spoken_weeks.is_first then cast(running.minutes as {{ type_double() }})
        end as sum_minutes,
        case
            when spoken_weeks.is_first then cast(running.active_days as {{ type_double() }})
        end as count_active_days,
        case
            when spoken_weeks.is_first
                then cast(active_users.n_associated_visitors as {{ type_double() }})
        end as count_associated_visitors,
        ratings.nps_mean
    from account_weeks
    inner join running
        on
            account_weeks.account_id = running.account_id
            and account_weeks.snapshot_week = running.snapshot_week
    left join windows_in_force
        on account_weeks.snapshot_week = windows_in_force.snapshot_week
    left join spoken_weeks
        on
            account_weeks.account_id = spoken_weeks.account_id
            and account_weeks.snapshot_week = spoken_weeks.snapshot_week
    left join active_users
        on
            account_weeks.account_id = active_users.account_id
            and account_weeks.snapshot_week = active_users.snapshot_week
    left join ratings
        on
            account_weeks.account_id = ratings.account_id
            and account_weeks.snapshot_week = ratings.snapshot_week
)

select * from final
