"""A snapshot knows nothing that was learned later, whatever else the raw tables hold by now."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from conftest import Company

EARLIER, LATER = "2026-05-04", "2026-06-29"

# What each mart says of a cell, without columns that look back from the newest snapshot.
COMPARED = {
    "fct_signal_scores": "account_id, snapshot_week, scorecard_id, version, signal_id, value,"
    " level, label, status, score, applied_weight, contribution",
    "fct_account_scores": "account_id, snapshot_week, scorecard_id, version, score, band,"
    " weight_observed",
    "health_scores": "account_id, snapshot_week, score, band, segment, lifecycle, sentence, region,"
    " recurring_revenue, renewal_date, is_renewal_settled, driver_down_1_label",
    "account_product_usage": "product_account_id, snapshot_week, count_associated_visitors,"
    " count_active_visitors, sum_minutes, sum_events_13w, avg_nps_rating, last_event_on",
}


def rows_until(company: Company, day: str) -> dict[str, list[tuple[object, ...]]]:
    """Rows of each compared mart with snapshots up to a day, in a stable order."""
    return {
        mart: company.rows(
            f"select {columns} from {{marts}}.{mart} where snapshot_week <= date '{day}'"
            " order by all"
        )
        for mart, columns in COMPARED.items()
    }


@pytest.fixture(scope="module")
def built_late(small_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Company:
    company = Company(tmp_path_factory.mktemp("late"))
    shutil.copyfile(small_raw, company.raw)
    run = company.build(as_of_date=LATER)
    assert run.status == 0, run.output[-4000:]
    return company


def test_earlier_snapshots_are_the_same_when_built_later(
    built_late: Company, small_raw: Path, company: Company
) -> None:
    shutil.copyfile(small_raw, company.raw)
    run = company.build(as_of_date=EARLIER)
    assert run.status == 0, run.output[-4000:]
    then, now = rows_until(company, EARLIER), rows_until(built_late, EARLIER)
    for mart in COMPARED:
        assert then[mart], f"{mart} is empty"
        assert then[mart] == now[mart], mart


@pytest.mark.long
def test_a_source_loaded_twice_changes_nothing(
    built_late: Company, small_raw: Path, company: Company
) -> None:
    shutil.copyfile(small_raw, company.raw)
    with duckdb.connect(str(company.raw)) as raw:
        raw.execute(
            "insert into pendo.event select * replace"
            " (_fivetran_synced + interval 1 day as _fivetran_synced) from pendo.event"
        )
        raw.execute("insert into zendesk.ticket select * from zendesk.ticket")
        raw.execute("insert into stripe.invoice select * from stripe.invoice")
        raw.execute("insert into salesforce.account select * from salesforce.account")
    run = company.build(as_of_date=LATER)
    assert run.status == 0, run.output[-4000:]
    assert rows_until(company, LATER) == rows_until(built_late, LATER)
    counted = dict(
        company.rows(
            "select raw_table, cast(sum(n_rows) as bigint) from {marts}.data_quality_rejected_rows"
            " where rejection_reason = 'duplicate' group by 1"
        )
    )
    for table in ("event", "ticket", "invoice", "account"):
        assert counted.get(table, 0) > 0, f"no duplicates counted for {table}: {counted}"


@pytest.mark.parametrize(
    "sources",
    [
        ["salesforce"],
        pytest.param(["salesforce", "zendesk"], marks=pytest.mark.long),
        pytest.param(["salesforce", "stripe", "customer_success"], marks=pytest.mark.long),
    ],
    ids="+".join,
)
def test_any_subset_with_a_crm_builds(
    sources: list[str], small_raw: Path, company: Company
) -> None:
    shutil.copyfile(small_raw, company.raw)
    run = company.build(as_of_date=LATER, bellwether_sources=sources)
    assert run.status == 0, run.output[-4000:]
    assert company.rows("select count(*) from {marts}.health_scores_current")[0][0] > 0
    silent = company.rows(
        "select distinct signal_id from {marts}.fct_signal_scores where is_in_force"
        " and status = 'scored' and signal_id in ('login_frequency', 'usage_trend')"
    )
    assert silent == [], "usage of a source that is switched off must be missing, not zero"
