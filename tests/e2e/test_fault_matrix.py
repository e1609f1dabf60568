"""One bad value stops no run: every typed raw column x every bad value is counted, scores stay.

`tests/engines/test_postgres_faults.py` does the same on PostgreSQL.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import faults
import pytest
from conftest import Company, make_demo

# Many builds: `make long` runs it.
pytestmark = pytest.mark.long

TODAY = "2026-06-29"
SCORES = (
    "select account_id, snapshot_week, scorecard_id, version, score, band from {marts}."
    "fct_account_scores order by all"
)
# Reasons that a value gives, not what its row lacks besides.
COUNTED = (
    "select source || '.' || raw_table, cast(sum(n_rows) as bigint)"
    " from {marts}.data_quality_rejected_rows where rejection_reason = 'impossible_time'"
    " or rejection_reason like 'unreadable\\_%' escape '\\' group by 1"
)


def run(company: Company) -> None:
    """Build what the scores and the counts of rejected rows need, with the tests of it."""
    done = company.build(
        "--select", "+health_scores_current", "+data_quality_rejected_rows",
        "--indirect-selection", "cautious", as_of_date=TODAY,
    )  # fmt: skip
    assert done.status == 0, done.output[-4000:]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Company:
    company = Company(tmp_path_factory.mktemp("clean"))
    make_demo(company.raw, accounts=16, weeks=30, seed=7, end=TODAY)
    run(company)
    return company


@pytest.mark.parametrize("as_text", [True, False], ids=["as text", "as landed"])
def test_every_bad_value_is_counted_and_moves_no_score(
    clean: Company, as_text: bool, tmp_path: Path
) -> None:
    company = Company(tmp_path)
    shutil.copyfile(clean.raw, company.raw)
    expected = faults.put_faults(company.raw, as_text)
    assert sum(expected.values()) > (1500 if as_text else 500)
    run(company)
    found = {table: int(n) for table, n in company.rows(COUNTED)}
    without = {table: int(n) for table, n in clean.rows(COUNTED)}
    more = {table: n - without.get(table, 0) for table, n in found.items()}
    assert {table: n for table, n in more.items() if n} == expected
    assert company.rows(SCORES) == clean.rows(SCORES)
    if not as_text:
        same_in_every_zone(company)


def test_values_at_the_limits_of_belief_stop_no_run(clean: Company, tmp_path: Path) -> None:
    company = Company(tmp_path)
    shutil.copyfile(clean.raw, company.raw)
    faults.put_limits(company.raw)
    run(company)
    assert company.rows("select count(score) from {marts}.health_scores_current")[0][0] > 0


def same_in_every_zone(company: Company) -> None:
    """A reader's zone changes no time that staging gives."""
    sql = (
        "select (select md5(string_agg(cast(occurred_at as varchar), '' order by occurred_at))"
        " from bellwether_staging.stg_pendo__events),"
        " (select md5(string_agg(cast(created_at as varchar), '' order by created_at))"
        " from bellwether_staging.stg_stripe__invoices)"
    )
    seen: list[Any] = []
    for zone in ("UTC", "America/New_York", "Asia/Kolkata"):
        with company.warehouse() as connection:
            connection.execute(f"set TimeZone = '{zone}'")
            seen.append(connection.execute(sql).fetchone())
    assert seen[0] == seen[1] == seen[2] and all(seen[0])
