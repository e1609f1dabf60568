with account_weeks as (
    select
        account_id,
        snapshot_week,
        segment,
        lower(trim(plan)) as plan
    from {{ ref('int_account_weeks') }}
    where
        {{ in_open_snapshots() }}
        and is_alive
),

feature_weeks as (
    select
        source,
        product_account_id,
        feature_id,
        usage_week
    from {{ ref('int_usage_feature_weeks') }}
    where rejection_reason is null
),

spoken_weeks as (
    select
        account_id,
        snapshot_week,
        source
    from {{ ref('int_product_speakers_weekly') }}
    where {{ in_open_snapshots() }}
),

speaking_keys as (
    select
        source,
        product_account_id,
        account_id,
        valid_from,
        valid_to
    from {{ ref('int_speaking_product_keys') }}
),

core_periods as (
    select
        core_list,
        source,
        feature_id,
        valid_from,
        valid_to
    from {{ ref('int_core_feature_periods') }}
),

parameters as (
    select
        segment,
        effective_from,
        effective_to,
        {{ parameter_columns({
            'adoption_weeks': ['feature_adoption', 'window_weeks'],
            'breadth_weeks': ['feature_breadth', 'window_weeks'],
        }) }}
    from {{ ref('int_signal_parameters') }}
    group by 1, 2, 3
),

listed_plans as (
    select distinct lower(trim(plan)) as plan
    from {{ ref('core_features') }}
),

weeks_ago as (
    {{ week_numbers() }}
),

-- A plan's own list wins over the list of plan `*`; without either, the product's own marks speak.
account_lists as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        account_weeks.segment,
        spoken_weeks.source,
        coalesce(own_plan.plan, every_plan.plan, 'marked in the product') as core_list
    from account_weeks
    inner join spoken_weeks
        on
            account_weeks.account_id = spoken_weeks.account_id
            and account_weeks.snapshot_week = spoken_weeks.snapshot_week
    left join listed_plans as own_plan on account_weeks.plan = own_plan.plan
    left join listed_plans as every_plan on every_plan.plan = '*'
),

list_weeks as (
    select distinct
        core_list,
        source,
        snapshot_week
    from account_lists
),

listed_counts as (
    select
        list_weeks.core_list,
        list_weeks.source,
        list_weeks.snapshot_week,
        count(*) as n_core_features
    from list_weeks
    inner join core_periods
        on
            list_weeks.core_list = core_periods.core_list
            and list_weeks.snapshot_week > core_periods.valid_from
            and list_weeks.snapshot_week <= core_periods.valid_to
            and list_weeks.source = coalesce(core_periods.source, list_weeks.source)
    group by 1, 2, 3
),

weeks_in_reach as (
    select week_number as n_weeks_ago
    from weeks_ago
    where
        week_number between 1
        and (
            select max({{ greatest_of(['parameters.adoption_weeks', 'parameters.breadth_weeks']) }})
            from parameters
        )
),

-- Of the uses of a feature, in whichever product account, a snapshot counts the last.
last_uses as (
    select
        speaking_keys.account_id,
        feature_weeks.feature_id,
        {{ days_after('feature_weeks.usage_week', '7 * weeks_in_reach.n_weeks_ago') }}
            as snapshot_week,
        min(weeks_in_reach.n_weeks_ago) as n_weeks_ago
    from feature_weeks
    inner join speaking_keys
        on
            feature_weeks.source = speaking_keys.source
            and feature_weeks.product_account_id = speaking_keys.product_account_id
            and feature_weeks.usage_week >= speaking_keys.valid_from
            and feature_weeks.usage_week < speaking_keys.valid_to
    cross join weeks_in_reach
    group by 1, 2, 3
),

used_counts as (
    select
        account_lists.account_id,
        account_lists.snapshot_week,
        sum(case when last_uses.n_weeks_ago <= parameters.breadth_weeks then 1 else 0 end)
            as n_features_used,
        sum(
            case
                when
                    core_periods.feature_id is not null
                    and last_uses.n_weeks_ago <= parameters.adoption_weeks
                    then 1
                else 0
            end
        ) as n_core_features_used
    from account_lists
    inner join parameters
        on
            account_lists.segment = parameters.segment
            and {{ is_in_period('account_lists.snapshot_week', 'parameters') }}
    inner join last_uses
        on
            account_lists.account_id = last_uses.account_id
            and account_lists.snapshot_week = last_uses.snapshot_week
    left join core_periods
        on
            account_lists.core_list = core_periods.core_list
            and last_uses.feature_id = core_periods.feature_id
            and account_lists.snapshot_week > core_periods.valid_from
            and account_lists.snapshot_week <= core_periods.valid_to
            and account_lists.source = coalesce(core_periods.source, account_lists.source)
    group by 1, 2
),

final as (
    select
        account_lists.account_id,
        account_lists.snapshot_week,
        account_lists.core_list,
        coalesce(listed_counts.n_core_features, 0) as n_core_features,
        cast(coalesce(used_counts.n_core_features_used, 0) as bigint) as n_core_features_used,
        cast(coalesce(used_counts.n_features_used, 0) as bigint) as n_features_used
    from account_lists
    left join listed_counts
        on
            account_lists.core_list = listed_counts.core_list
            and account_lists.source = listed_counts.source
            and account_lists.snapshot_week = listed_counts.snapshot_week
    left join used_counts
        on
            account_lists.account_id = used_counts.account_id
            and account_lists.snapshot_week = used_counts.snapshot_week
)

select * from final
