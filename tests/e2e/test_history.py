"""History: weekly runs equal a full refresh, and what was published is never silently rewritten."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import Company, make_demo

END = date(2026, 6, 29)
FIRST = END - timedelta(weeks=7)
# Others repeat these with companies, weeks and moments of their own.
SEED = int(os.environ.get("BELLWETHER_HISTORY_SEED", "11"))
KILLS = int(os.environ.get("BELLWETHER_HISTORY_KILLS", "5"))

# What a run knows of itself, not of accounts.
OF_THE_RUN = {"run_id", "published_at", "published_by_run", "reason", "revision", "is_backfill"}
NOT_COMPARED = {"int_open_snapshots", "int_open_versions_weekly"}

Rows = list[tuple[Any, ...]]


def weekly_tables(company: Company) -> dict[str, Rows]:
    """Rows of every table with a snapshot, by table name, in a stable order."""
    with company.warehouse() as connection:
        found = connection.execute(
            "select distinct database_name, schema_name, table_name from duckdb_columns()"
            " where column_name = 'snapshot_week' order by all"
        ).fetchall()
        tables = {}
        for database, schema, table in found:
            if table in NOT_COMPARED:
                continue
            columns = connection.execute(
                "select column_name from duckdb_columns()"
                f" where schema_name = '{schema}' and table_name = '{table}' order by column_index"
            ).fetchall()
            names = ", ".join(f'"{name}"' for (name,) in columns if name not in OF_THE_RUN)
            tables[table] = connection.execute(
                f'select {names} from {database}."{schema}"."{table}" order by all'
            ).fetchall()
    return tables


def inner_views(company: Company) -> set[str]:
    """Views below the marts: each shows its tables as they stand; nobody reads it alone."""
    with company.warehouse() as connection:
        found = connection.execute(
            "select view_name from duckdb_views()"
            " where not internal and (ends_with(schema_name, '_intermediate')"
            " or ends_with(schema_name, '_staging'))"
        ).fetchall()
    assert found
    return {name for (name,) in found}


def differing(one: dict[str, Rows], other: dict[str, Rows]) -> dict[str, tuple[Rows, Rows]]:
    """Tables whose rows differ, with a few rows of each side that the other has not."""
    assert one.keys() == other.keys()
    return {
        table: (
            [row for row in one[table] if row not in set(other[table])][:3],
            [row for row in other[table] if row not in set(one[table])][:3],
        )
        for table in one
        if one[table] != other[table]
    }


def ledger(company: Company) -> Rows:
    """Every row of the ledger, whole."""
    return company.rows("select * from {marts}.score_history order by all")


def run(company: Company, *arguments: str, as_of: date = END, **dbt_vars: Any) -> None:
    """One run as of a day; the tests of the models have their own place."""
    done = company.dbt(
        "build", "--exclude-resource-type", "unit_test", "test", *arguments,
        as_of_date=str(as_of), **dbt_vars,
    )  # fmt: skip
    assert done.status == 0, done.output[-4000:]


def copy_of(company: Company, folder: Path) -> Company:
    """The same raw file, database and parsed project in a folder of its own."""
    shutil.copytree(company.folder, folder, dirs_exist_ok=True)
    return Company(folder, vars=company.vars)


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("raw") / "raw.duckdb"
    make_demo(path, accounts=12, weeks=34, seed=SEED)
    yield path


@pytest.fixture(scope="module")
def at_once(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Eight snapshots computed by one run, in slices of a few snapshots."""
    company = Company(
        tmp_path_factory.mktemp("once"),
        vars={"history_start": str(FIRST), "account_weeks_a_slice": 30},
    )
    shutil.copyfile(raw, company.raw)
    run(company)
    return company


@pytest.fixture(scope="module")
def by_weeks(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The same snapshots by several runs on random days."""
    company = Company(tmp_path_factory.mktemp("weeks"), vars={"history_start": str(FIRST)})
    shutil.copyfile(raw, company.raw)
    chosen = random.Random(SEED).sample(range((END - FIRST).days), 2)
    for days in sorted(chosen):
        run(company, as_of=FIRST + timedelta(days=days))
    run(company)
    return company


def test_any_split_into_runs_equals_a_full_refresh(at_once: Company, by_weeks: Company) -> None:
    once, split = weekly_tables(at_once), weekly_tables(by_weeks)
    assert len(once) > 40
    assert all(once[table] for table in ("health_scores", "fct_signal_scores", "score_history"))
    assert differing(once, split) == {}


@pytest.mark.parametrize("model", ["int_scored_cells", "int_category_scores", "fct_signal_scores"])
def test_what_is_filled_in_slices_is_one_statement_each(at_once: Company, model: str) -> None:
    (ran,) = (at_once.folder / "target" / "run").rglob(f"{model}.sql")
    assert ran.read_text().count("insert into") > 2


@pytest.mark.long
def test_a_full_refresh_leaves_the_ledger_as_it_is(by_weeks: Company, tmp_path: Path) -> None:
    company = copy_of(by_weeks, tmp_path / "refreshed")
    before = weekly_tables(company), ledger(company)
    run(company, "--full-refresh")
    assert differing(before[0], weekly_tables(company)) == {}
    assert ledger(company) == before[1]


def test_backfill_is_marked(at_once: Company, by_weeks: Company) -> None:
    marks = "select snapshot_week, bool_or(is_backfill), bool_and(is_backfill)" + (
        " from {marts}.score_history group by 1 order by 1"
    )
    once = at_once.rows(marks)
    assert [row[1:] for row in once] == [(True, True)] * 7 + [(False, False)]
    weeks = by_weeks.rows(marks)
    assert sum(not some for _, some, _ in weeks) > 1, "each run's own week is no backfill"


@pytest.mark.long
def test_every_raw_table_loaded_twice_and_the_week_run_again_change_nothing(
    at_once: Company, tmp_path: Path
) -> None:
    company = copy_of(at_once, tmp_path / "twice")
    before = weekly_tables(company), ledger(company)
    with duckdb.connect(str(company.raw)) as connection:
        for schema, table in connection.execute(
            "select schema_name, table_name from duckdb_tables() where schema_name <> '_demo'"
        ).fetchall():
            connection.execute(f"insert into {schema}.{table} select * from {schema}.{table}")
    run(company)
    assert differing(before[0], weekly_tables(company)) == {}
    assert ledger(company) == before[1]


def late_tickets(company: Company, created: date) -> None:
    """Forty tickets of a day land only now for every account that ever had one."""
    company.load(
        "insert into zendesk.ticket by name"
        " select * exclude (place, n) replace ("
        " id + 900000 + 100000 * n as id, 'open' as status,"
        f" timestamp '{created} 09:00:00' as created_at,"
        f" timestamp '{created} 09:00:00' as updated_at)"
        " from (select *, row_number() over (partition by organization_id order by id) as place"
        " from zendesk.ticket), range(40) as many (n) where place = 1"
    )


def changed_accounts(company: Company, day: date) -> None:
    """From a day on: an account with another name and segment, two that are merged, and one whose
    invoices are in another currency; the merge alone reaches back."""
    renamed, kept, merged, paying = (
        row[0]
        for row in company.rows(
            "select account_id from {intermediate}.int_account_signals where signal_id ="
            f" 'recurring_revenue' and value > 0 and snapshot_week = date '{END}'"
            " order by account_id limit 4"
        )
    )
    company.load(
        "create temp table versions as select * from salesforce.account"
        f" where id in ('{renamed}', '{merged}') and _fivetran_active",
        f"update salesforce.account set _fivetran_active = false, _fivetran_end = '{day}'"
        f" where id = '{renamed}' and _fivetran_active",
        "insert into salesforce.account by name select * replace ("
        " 'A new name' as name, 'Moved segment' as segment_c,"
        f" timestamp '{day}' as _fivetran_start, timestamp '{day} 06:00:00' as _fivetran_synced)"
        f" from versions where id = '{renamed}'",
        "update salesforce.account set is_deleted = true, master_record_id ="
        f" '{kept}' where id = '{merged}'",
        "update stripe.invoice_line_item set currency = 'eur' where invoice_id in"
        f" (select id from stripe.invoice where created >= '{day - timedelta(days=31)}'"
        " and customer_id in"
        f" (select id from stripe.customer where metadata like '%{paying}%'))",
        "drop table versions",
    )


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        (late_tickets, {"restated"}),
        # The account that was merged away is withdrawn from the snapshots that are open.
        pytest.param(changed_accounts, {"restated", "withdrawn"}, marks=pytest.mark.long),
    ],
)
def test_what_lands_late_revises_inside_the_window_and_waits_outside_of_it(
    at_once: Company,
    tmp_path: Path,
    change: Callable[[Company, date], None],
    reasons: set[str],
) -> None:
    company = copy_of(at_once, tmp_path / "late")
    first = ledger(company)
    closed_until = END - timedelta(weeks=2)
    closed = (
        "select * exclude (published_at, published_by_run) from {marts}.score_history"
        f" where snapshot_week <= date '{closed_until}' order by all"
    )
    before, untouched = weekly_tables(company), company.rows(closed)

    change(company, END - timedelta(days=20))
    run(company)
    after = weekly_tables(company)
    for table in ("health_scores", "fct_signal_scores", "int_account_signals"):
        assert before[table] != after[table], table
        week = 1
        assert [row for row in before[table] if row[week] <= closed_until] == [
            row for row in after[table] if row[week] <= closed_until
        ], f"{table}: a closed snapshot changed"
    assert company.rows(closed) == untouched
    assert set(first) <= set(ledger(company)), "a row of the ledger was changed or lost"
    revised = company.rows(
        "select distinct snapshot_week, reason, revision from {marts}.score_history"
        " where revision > 1 order by all"
    )
    assert revised and {row[1] for row in revised} == reasons
    assert min(row[0] for row in revised) > closed_until

    second = ledger(company)
    run(company, restate_from=str(FIRST))
    assert set(second) <= set(ledger(company))
    assert company.rows(closed) != untouched, "asked for, closed snapshots take the late rows"

    whole = Company(tmp_path / "whole", vars=company.vars)
    whole.folder.mkdir()
    shutil.copyfile(company.raw, whole.raw)
    run(whole)
    standing, expected = weekly_tables(company), weekly_tables(whole)
    del standing["score_history"], expected["score_history"]
    assert differing(standing, expected) == {}


def test_an_account_that_is_gone_gets_a_closing_revision(at_once: Company, tmp_path: Path) -> None:
    company = copy_of(at_once, tmp_path / "gone")
    first = ledger(company)
    gone = company.rows("select min(account_id) from {marts}.health_scores_current")[0][0]
    company.load(f"update salesforce.account set is_deleted = true where id = '{gone}'")
    run(company)
    assert set(first) <= set(ledger(company))
    closing = company.rows(
        "select distinct snapshot_week, score from {marts}.score_history"
        f" where account_id = '{gone}' and reason = 'withdrawn' order by all"
    )
    assert closing == [(END - timedelta(weeks=1), None), (END, None)]
    assert company.rows(
        f"select max(snapshot_week) from {{marts}}.health_scores where account_id = '{gone}'"
    ) == [(END - timedelta(weeks=2),)]


@pytest.mark.long
def test_killed_runs_leave_whole_snapshots_and_the_next_run_equals_an_undisturbed_one(
    at_once: Company, raw: Path, tmp_path: Path
) -> None:
    company = Company(tmp_path / "killed", vars=at_once.vars)
    company.folder.mkdir()
    shutil.copyfile(raw, company.raw)
    started = time.monotonic()
    run(company, as_of=END - timedelta(weeks=1))
    run_takes = time.monotonic() - started
    earlier = weekly_tables(company)
    expected = weekly_tables(at_once)
    chance = random.Random(SEED)
    for _ in range(KILLS):
        child = company.start(
            "build", "--exclude-resource-type", "unit_test", "test", as_of_date=str(END)
        )
        time.sleep(chance.uniform(0.2, 1) * run_takes)
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        unread = inner_views(company)
        for table, rows in weekly_tables(company).items():
            if table in earlier and table not in unread:
                assert rows in (earlier[table], expected[table]), f"half a snapshot in {table}"
    run(company)
    assert differing(weekly_tables(company), expected) == {}
