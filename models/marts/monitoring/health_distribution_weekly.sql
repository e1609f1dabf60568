{{ config(
    materialized='incremental',
    incremental_strategy='by_rescored_snapshot',
    on_schema_change='fail',
) }}

with account_bands as (
    select
        snapshot_week,
        scorecard_id,
        segment,
        band,
        score,
        recurring_revenue
    from {{ ref('int_account_bands_weekly') }}
    where is_counted and {{ in_rescored_snapshots(weeks_before=1) }}
),

versions_weekly as (
    select
        snapshot_week,
        scorecard_id,
        version,
        lifecycle
    from {{ ref('int_scorecard_versions_weekly') }}
    where is_in_force
),

bands as (
    select
        scorecard_id,
        version,
        band_id,
        is_status,
        label,
        colour,
        rank
    from {{ ref('int_bands') }}
),

-- Last week's accounts stand beside this week's, so that what has become empty is seen once more.
side_by_side as (
    {%- for segment in ['segment', "'*'"] %}
        select
            snapshot_week,
            scorecard_id,
            {{ segment }} as segment,
            band,
            1 as n_now,
            0 as n_last,
            score,
            recurring_revenue
        from account_bands
        union all
        select
            {{ weeks_after('snapshot_week', 1) }} as snapshot_week,
            scorecard_id,
            {{ segment }} as segment,
            band,
            0 as n_now,
            1 as n_last,
            null as score,
            null as recurring_revenue
        from account_bands
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

counted as (
    select
        snapshot_week,
        scorecard_id,
        segment,
        band,
        sum(n_now) as n_accounts,
        sum(n_last) as n_last,
        count(recurring_revenue) as n_revenues,
        {{ exact_sum('score') }} / nullif(count(score), 0) as mean_score,
        {{ exact_sum('recurring_revenue') }} as recurring_revenue
    from side_by_side
    group by 1, 2, 3, 4
),

segments as (
    select
        snapshot_week,
        scorecard_id,
        segment,
        cast(sum(n_accounts) as {{ type_double() }}) as n_all,
        cast(sum(n_last) as {{ type_double() }}) as n_all_last
    from counted
    group by 1, 2, 3
),

-- Every band that the rules know has a row, also when nobody is in it.
expected as (
    select
        segments.snapshot_week,
        segments.scorecard_id,
        versions_weekly.version,
        segments.segment,
        segments.n_all,
        segments.n_all_last,
        bands.band_id as band,
        bands.is_status,
        bands.label,
        bands.colour,
        bands.rank
    from segments
    inner join versions_weekly
        on
            segments.snapshot_week = versions_weekly.snapshot_week
            and segments.scorecard_id = versions_weekly.scorecard_id
    inner join bands
        on
            versions_weekly.scorecard_id = bands.scorecard_id
            and versions_weekly.version = bands.version
            and (
                not bands.is_status
                or bands.band_id = 'insufficient_data'
                or (bands.band_id = 'onboarding' and versions_weekly.lifecycle = 'established')
            )
    where {{ in_rescored_snapshots('segments.snapshot_week') }}
),

-- Before the card's first snapshot there is nothing to compare with.
compared as (
    select
        expected.*,
        coalesce(counted.n_accounts, 0) as n_accounts,
        cast(
            case when not expected.is_status then coalesce(counted.n_accounts, 0) end
            as {{ type_double() }}
        ) as n_banded,
        case when last_cards.snapshot_week is not null then coalesce(counted.n_last, 0) end
            as n_last,
        coalesce(counted.n_revenues, 0) as n_revenues,
        counted.mean_score,
        counted.recurring_revenue
    from expected
    left join counted
        on
            expected.snapshot_week = counted.snapshot_week
            and expected.scorecard_id = counted.scorecard_id
            and expected.segment = counted.segment
            and expected.band = counted.band
    left join versions_weekly as last_cards
        on
            expected.snapshot_week = {{ weeks_after('last_cards.snapshot_week', 1) }}
            and expected.scorecard_id = last_cards.scorecard_id
),

final as (
    select
        snapshot_week,
        scorecard_id,
        version,
        segment,
        band,
        label as band_label,
        colour as band_colour,
        cast(rank as integer) as band_rank,
        cast(n_accounts as integer) as n_accounts,
        n_accounts / nullif(n_all, 0) as share,
        n_banded / nullif(
            sum(n_banded) over (partition by snapshot_week, scorecard_id, segment), 0
        ) as share_of_banded,
        {{ round_to('mean_score', 2) }} as mean_score,
        {{ round_to('recurring_revenue', 2) }} as recurring_revenue,
        cast(n_revenues as integer) as n_accounts_with_revenue,
        cast(n_last as integer) as n_accounts_last_week,
        cast(n_accounts - n_last as integer) as change_n_accounts,
        n_accounts / nullif(n_all, 0) - n_last / nullif(n_all_last, 0) as change_share
    from compared
)

select * from final
