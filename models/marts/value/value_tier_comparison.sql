with account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        band
    from {{ ref('fct_account_scores') }}
    where
        {{ in_rescored_snapshots() }}
        and is_in_force and scorecard_id in ('value', 'value_all_time')
),

metric_values as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        signal_id as metric,
        value
    from {{ ref('fct_signal_scores') }}
    where
        {{ in_rescored_snapshots() }}
        and is_in_force and scorecard_id in ('value', 'value_all_time')
),

bands as (
    select
        scorecard_id,
        version,
        band_id,
        rank
    from {{ ref('int_bands') }}
    where not is_status
),

-- The best band of a card is its high value, whatever it is called.
tiers as (
    select
        scorecard_id,
        version,
        band_id,
        rank = max(rank) over (partition by scorecard_id, version) as is_high_value
    from bands
),

-- Accounts without a tier are neither high value nor others.
tiered as (
    select
        account_scores.account_id,
        account_scores.snapshot_week,
        account_scores.scorecard_id,
        account_scores.version,
        tiers.is_high_value
    from account_scores
    inner join tiers
        on
            account_scores.scorecard_id = tiers.scorecard_id
            and account_scores.version = tiers.version
            and account_scores.band = tiers.band_id
),

summed as (
    select
        tiered.snapshot_week,
        tiered.scorecard_id,
        tiered.version,
        metric_values.metric,
        count(*) as n_accounts,
        sum(case when tiered.is_high_value then 1 else 0 end) as n_high_value,
        count(case when tiered.is_high_value then metric_values.value end) as n_values_high_value,
        count(case when not tiered.is_high_value then metric_values.value end) as n_values_others,
        {{ exact_sum('case when tiered.is_high_value then metric_values.value end') }}
            as sum_high_value,
        {{ exact_sum('case when not tiered.is_high_value then metric_values.value end') }}
            as sum_others
    from tiered
    inner join metric_values
        on
            tiered.account_id = metric_values.account_id
            and tiered.snapshot_week = metric_values.snapshot_week
            and tiered.scorecard_id = metric_values.scorecard_id
            and tiered.version = metric_values.version
    group by 1, 2, 3, 4
),

averaged as (
    select
        *,
        sum_high_value / nullif(n_values_high_value, 0) as mean_high_value,
        sum_others / nullif(n_values_others, 0) as mean_others,
        cast(n_high_value as {{ type_double() }}) / nullif(n_accounts, 0) as share_high_value
    from summed
),

final as (
    select
        snapshot_week,
        scorecard_id,
        metric,
        version,
        {{ round_to('mean_high_value', 4) }} as mean_high_value,
        {{ round_to('mean_others', 4) }} as mean_others,
        {{ round_to('mean_high_value / nullif(mean_others, 0)', 4) }} as ratio,
        cast(n_high_value as integer) as n_high_value,
        cast(n_accounts - n_high_value as integer) as n_others,
        {{ round_to('share_high_value', 4) }} as share_high_value,
        cast(n_values_high_value as integer) as n_values_high_value,
        cast(n_values_others as integer) as n_values_others
    from averaged
)

select * from final
