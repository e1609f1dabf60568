"""A source that stops raises one alert and makes what rests on it missing, never zero."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import Company

# Nothing of the product comes from 25 May to 14 June; both snapshots see whole weeks.
STOPPED, BACK = "2026-05-25", "2026-06-15"
SILENT, LATER = "2026-06-15", "2026-06-29"
TABLES = ("event", "feature_event", "page_event", "poll_event")
FAMILIES = ("feature_usage", "product_usage")

ALERTS = """
    select
        source_family, status, cast(opened_week as varchar), cast(resolved_week as varchar),
        resolution, severity, owner_role, cast(due_date as varchar), account_id, reason
    from {marts}.score_alerts
    where kind = 'stale_source'
    order by source_family
"""

# Cells of what rests on the families that stopped.
CELLS = f"""
    select cells.status, count(*), count(cells.value), count(cells.score)
    from {{marts}}.fct_signal_scores as cells
    inner join {{scorecards}}.signals using (signal_id)
    where signals.source_family in {FAMILIES} and cells.snapshot_week = date '{{week}}'
    group by 1
"""


def run_week(company: Company, as_of: str) -> None:
    """Bring scores and alerts up to the snapshot of a day, with their tests."""
    run = company.build(
        "--select", "+score_alerts", "+health_watchlist", "+config.materialized:incremental",
        "--indirect-selection", "cautious",
        as_of_date=as_of, history_start="2026-02-02",
    )  # fmt: skip
    assert run.status == 0, run.output[-4000:]


def cells(company: Company, week: str) -> set[tuple[object, ...]]:
    """Statuses of the cells of a snapshot with their numbers of rows, values and scores."""
    return set(company.rows(CELLS.replace("{week}", week)))


@pytest.fixture(scope="module")
def silenced(small_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The company as built on the Monday after three weeks without a row from the product."""
    company = Company(tmp_path_factory.mktemp("silenced"))
    shutil.copyfile(small_raw, company.raw)
    company.load(
        *(
            f"delete from pendo.{table}"
            f" where timestamp >= timestamp '{STOPPED}' and timestamp < timestamp '{BACK}'"
            for table in TABLES
        )
    )
    run_week(company, SILENT)
    return company


def test_a_source_that_stops_raises_one_alert_a_family(silenced: Company) -> None:
    """Whichever number of accounts it concerns; parts and families that go on are silent."""
    alerts = silenced.rows(ALERTS)
    assert [row[:9] for row in alerts] == [
        (family, "open", "2026-06-01", None, None, "high", "data_team", "2026-06-03", None)
        for family in FAMILIES
    ]
    assert all(row[9].startswith("Nothing has come from pendo for") for row in alerts)


def test_what_rests_on_it_is_missing_not_zero(silenced: Company) -> None:
    """Each cell has a status and neither value nor score; before, they had both."""
    assert {row[0] for row in cells(silenced, STOPPED)} & {"scored"}
    ((status, n_cells, n_values, n_scores),) = cells(silenced, SILENT)
    assert (status, n_values, n_scores) == ("excluded_missing", 0, 0)
    assert n_cells > 100
    assert silenced.rows(
        f"""
        select count(*) > 5, count(score), count(*) filter (where weight_observed > 0)
        from {{marts}}.fct_category_scores
        where scorecard_id = 'health' and category_id = 'product_usage'
            and snapshot_week = date '{SILENT}'
        """
    ) == [(True, 0, 0)]
    assert silenced.rows(
        f"""
        select distinct families_not_observed
        from {{marts}}.health_scores
        where snapshot_week = date '{SILENT}' and lifecycle = 'established'
        """
    ) == [("feature_usage, product_usage",)]


def test_with_the_source_back_the_alert_resolves(silenced: Company, company: Company) -> None:
    """The next weekly run closes it; no alert that was told before is told otherwise."""
    for path in (silenced.raw, silenced.database):
        shutil.copyfile(path, company.folder / path.name)
    told = "select alert_id, reason from {marts}.score_alerts"
    before = set(company.rows(told))
    run_week(company, LATER)
    assert [row[:5] for row in company.rows(ALERTS)] == [
        (family, "resolved", "2026-06-01", "2026-06-22", "recovered") for family in FAMILIES
    ]
    assert len(before) > len(FAMILIES)
    assert before <= set(company.rows(told))
    assert {row[0] for row in cells(company, LATER)} >= {"scored"}
