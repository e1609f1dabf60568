-- Each expected cell has one row, counted without the engine; every score is the sum of its parts.
with account_weeks as (
    select
        account_id,
        snapshot_week,
        segment,
        lifecycle
    from {{ ref('int_account_weeks') }}
    where is_alive and {{ in_tested_snapshots() }}
),

-- Cards with a signal that a source that is on can fill (own values fill any); of others nothing
-- is computed.
fed_cards as (
    select distinct
        scorecard_signals.scorecard_id,
        scorecard_signals.version
    from {{ ref('scorecard_signals') }} as scorecard_signals
    inner join {{ ref('signals') }} as signals
        on scorecard_signals.signal_id = signals.signal_id
    inner join {{ ref('int_source_family_sources') }} as family_sources
        on
            family_sources.source_family = 'custom_signal'
            or coalesce(signals.source_family, 'custom_signal') = family_sources.source_family
    where scorecard_signals.weight > 0 and family_sources.is_connected
),

versions as (
    select
        versions.scorecard_id,
        versions.version,
        versions.status in ('draft', 'shadow') as is_beside,
        versions.effective_from,
        coalesce(versions.effective_to, cast('9999-12-31' as date)) as effective_to,
        coalesce(scorecards.lifecycle, 'all') as lifecycle
    from {{ ref('scorecard_versions') }} as versions
    inner join {{ ref('scorecards') }} as scorecards
        on versions.scorecard_id = scorecards.scorecard_id
    inner join fed_cards
        on
            versions.scorecard_id = fed_cards.scorecard_id
            and versions.version = fed_cards.version
),

set_sizes as (
    select
        scorecard_id,
        version,
        segment,
        count(*) as n_signals
    from {{ ref('scorecard_signals') }}
    group by 1, 2, 3
),

expected as (
    select
        account_weeks.snapshot_week,
        versions.scorecard_id,
        versions.version,
        sum(coalesce(own_sets.n_signals, default_sets.n_signals)) as n_cells,
        count(*) as n_accounts
    from account_weeks
    inner join versions
        on
            (versions.lifecycle = 'all' or account_weeks.lifecycle = versions.lifecycle)
            and account_weeks.snapshot_week < versions.effective_to
            and (
                versions.is_beside
                or {{ days_before('versions.effective_from', 7) }} <= account_weeks.snapshot_week
            )
    left join set_sizes as own_sets
        on
            versions.scorecard_id = own_sets.scorecard_id
            and versions.version = own_sets.version
            and account_weeks.segment = own_sets.segment
    left join set_sizes as default_sets
        on
            versions.scorecard_id = default_sets.scorecard_id
            and versions.version = default_sets.version
            and default_sets.segment = '*'
    group by 1, 2, 3
),

cells as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        count(*) as n_cells,
        sum(contribution) as contribution
    from {{ ref('fct_signal_scores') }}
    where {{ in_tested_snapshots() }}
    group by 1, 2, 3, 4
),

category_sums as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        sum(contribution) as contribution
    from {{ ref('fct_category_scores') }}
    where {{ in_tested_snapshots() }}
    group by 1, 2, 3, 4
),

compared as (
    select
        account_scores.account_id,
        account_scores.snapshot_week,
        account_scores.scorecard_id,
        account_scores.version,
        cells.n_cells,
        account_scores.score_calculated,
        cells.contribution as signal_contribution,
        category_sums.contribution as category_contribution
    from {{ ref('fct_account_scores') }} as account_scores
    left join cells
        on
            account_scores.account_id = cells.account_id
            and account_scores.snapshot_week = cells.snapshot_week
            and account_scores.scorecard_id = cells.scorecard_id
            and account_scores.version = cells.version
    left join category_sums
        on
            account_scores.account_id = category_sums.account_id
            and account_scores.snapshot_week = category_sums.snapshot_week
            and account_scores.scorecard_id = category_sums.scorecard_id
            and account_scores.version = category_sums.version
    where {{ in_tested_snapshots('account_scores.snapshot_week') }}
),

found as (
    select
        snapshot_week,
        scorecard_id,
        version,
        sum(n_cells) as n_cells,
        count(*) as n_accounts
    from compared
    group by 1, 2, 3
)

select
    'fct_signal_scores ('
    || cast(coalesce(expected.snapshot_week, found.snapshot_week) as {{ type_text() }})
    || ', ' || coalesce(expected.scorecard_id, found.scorecard_id) || ', version '
    || coalesce(expected.version, found.version) || '): '
    || cast(coalesce(found.n_cells, 0) as {{ type_text() }}) || ' cells of '
    || cast(coalesce(found.n_accounts, 0) as {{ type_text() }}) || ' accounts instead of '
    || cast(coalesce(expected.n_cells, 0) as {{ type_text() }}) || ' of '
    || cast(coalesce(expected.n_accounts, 0) as {{ type_text() }})
    || '. Look for a rule that joins a cell twice or not at all.' as problem
from expected
full outer join found
    on
        expected.snapshot_week = found.snapshot_week
        and expected.scorecard_id = found.scorecard_id
        and expected.version = found.version
where
    coalesce(expected.n_cells, 0) <> coalesce(found.n_cells, 0)
    or coalesce(expected.n_accounts, 0) <> coalesce(found.n_accounts, 0)
union all
select
    'fct_account_scores (' || account_id || ', ' || cast(snapshot_week as {{ type_text() }}) || ', '
    || scorecard_id || ', version ' || version || '): score_calculated is '
    || coalesce(cast(score_calculated as {{ type_text() }}), 'null')
    || ' but the contributions sum to '
    || coalesce(cast(signal_contribution as {{ type_text() }}), 'null')
    || '. Look for a weight that is not renormalised.' as problem
from compared
where
    (score_calculated is null) <> (signal_contribution is null)
    or (score_calculated is null) <> (category_contribution is null)
    or abs(score_calculated - signal_contribution) > 1e-9
    or abs(score_calculated - category_contribution) > 1e-9
