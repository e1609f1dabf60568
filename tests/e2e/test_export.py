"""`make export`: the lists that people work from, as files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import PROJECT, Company

MARTS = "bellwether"
LISTS = {"case_study_rankings", "value_tiers", "at_risk_accounts"}


@pytest.fixture(scope="module")
def built(small_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A small company, built once."""
    company = Company(
        tmp_path_factory.mktemp("export"),
        vars={"as_of_date": "2026-06-24", "history_start": "2026-01-05"},
    )
    shutil.copyfile(small_raw, company.raw)
    done = company.build()
    assert done.status == 0, done.output
    return company


def export(database: Path, folder: Path, month: str = "") -> tuple[int, str]:
    """Run the command as `make export` does; exit status and output."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.export", "--folder", str(folder), "--month", month],
        cwd=PROJECT,
        env={**os.environ, "BELLWETHER_PATH": str(database)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def read(path: Path) -> list[tuple[Any, ...]]:
    """Rows of one exported file."""
    reader = (
        "read_csv('{}', all_varchar = true, header = true)" if path.suffix == ".csv" else "'{}'"
    )
    with duckdb.connect() as connection:
        return connection.execute(f"select * from {reader.format(path)}").fetchall()


def as_text(company: Company, sql: str) -> list[tuple[str | None, ...]]:
    """Rows of a query with every cell as the text that a CSV holds."""
    return company.rows(f"select cast(columns(*) as varchar) from ({sql})")


def test_the_lists_hold_what_the_marts_say(built: Company, tmp_path: Path) -> None:
    status, output = export(built.database, tmp_path)
    assert status == 0, output
    assert {path.name for path in tmp_path.iterdir()} == {
        f"{name}.{kind}" for name in LISTS for kind in ("csv", "parquet")
    }
    newest = "(select max(snapshot_week) from {marts}.health_scores)"
    for name, order in {
        "case_study_rankings": "rank nulls last, account_id",
        "value_tiers": "total desc nulls last, account_id",
    }.items():
        sql = f"from {{marts}}.{name} where snapshot_week = {newest} order by {order}"
        assert read(tmp_path / f"{name}.csv") == as_text(built, sql)
        assert read(tmp_path / f"{name}.parquet") == built.rows(sql)
    at_risk = read(tmp_path / "at_risk_accounts.parquet")
    wanted = built.rows(
        "select account_id from {marts}.health_scores_current "
        "where is_at_risk order by band_rank nulls last, score nulls last, account_id"
    )
    assert at_risk and [row[:1] for row in at_risk] == wanted
    watched = built.rows(
        f"select account_id from {{marts}}.health_watchlist where snapshot_week = {newest}"
    )
    assert {row[0] for row in at_risk} == {row[0] for row in watched}
    for name in LISTS:
        n_rows = len(read(tmp_path / f"{name}.parquet"))
        assert re.search(rf"{name}\.csv +{n_rows} accounts, week of 22 June 2026", output), output


def test_another_month_is_its_last_snapshot(built: Company, tmp_path: Path) -> None:
    assert export(built.database, tmp_path)[0] == 0
    at_risk = read(tmp_path / "at_risk_accounts.csv")
    status, output = export(built.database, tmp_path, "2026-05")
    assert status == 0, output
    for name in ("case_study_rankings", "value_tiers"):
        weeks = {row[1] for row in read(tmp_path / f"{name}.parquet")}
        assert weeks == {date(2026, 5, 25)}
    # Whom to call now does not depend on the month of the lists.
    assert read(tmp_path / "at_risk_accounts.csv") == at_risk


def test_no_address_of_a_person_is_exported(built: Company, tmp_path: Path) -> None:
    assert export(built.database, tmp_path)[0] == 0
    for name in LISTS:
        assert "@" not in (tmp_path / f"{name}.csv").read_text()


HARMLESS = {
    "=HYPERLINK(1)": "'=HYPERLINK(1)",
    "+44 20 7946": "'+44 20 7946",
    "-2+3": "'-2+3",
    "@SUM(A1)": "'@SUM(A1)",
    "\t=1": "'\t=1",
    "\r=1": "'\r=1",
    " =1": "' =1",
    "\uff1d1": "'\uff1d1",
    "-5.25": "-5.25",
    "+3": "+3",
    "-1.5e-3": "-1.5e-3",
    "-5%": "-5%",
    "a=b": "a=b",
}


def test_no_spreadsheet_runs_a_cell(built: Company, tmp_path: Path) -> None:
    """Formulas are shown as text in CSV; numbers and Parquet are as they are."""
    database = tmp_path / "scores.duckdb"
    shutil.copyfile(built.database, database)
    with duckdb.connect(str(database)) as connection:
        connection.execute("create table names as select * from (select unnest(?) as name)", [
            list(HARMLESS)
        ])  # fmt: skip
        connection.execute(
            f"insert into {MARTS}.value_tiers by name "
            "select tier.* replace (names.name as account_id, names.name as account_name, "
            f"-7.5 as total) from (select * from {MARTS}.value_tiers "
            "order by snapshot_week desc limit 1) as tier cross join names"
        )
    status, output = export(database, tmp_path / "lists")
    assert status == 0, output
    with duckdb.connect() as connection:
        rows, kept = (
            connection.execute(
                f"select account_id, account_name, total from {source} where total = -7.5"
            ).fetchall()
            for source in (
                f"read_csv('{tmp_path}/lists/value_tiers.csv', header = true, "
                "types = {'account_id': 'varchar', 'account_name': 'varchar'})",
                f"'{tmp_path}/lists/value_tiers.parquet'",
            )
        )
    assert sorted(rows) == sorted((text, text, -7.5) for text in HARMLESS.values())
    assert sorted(kept) == sorted((text, text, -7.5) for text in HARMLESS)


def test_an_account_whose_id_is_an_address_is_hashed(
    built: Company, small_raw: Path, tmp_path: Path
) -> None:
    """Every source names it by its address: its scores are the same, no mart holds the address."""
    address = "Jane.Doe+crm@acme.example"
    company = Company(tmp_path, vars=built.vars)
    shutil.copyfile(small_raw, company.raw)
    ((account, score),) = built.rows(
        "select account_id, score from {marts}.health_scores_current "
        "where score is not null and lifecycle = 'established' order by account_id limit 1"
    )
    with duckdb.connect(str(company.raw)) as connection:
        columns = connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns() "
            "where not internal and data_type = 'VARCHAR'"
        ).fetchall()
        for schema, table, column in columns:
            cell = f'"{column}"'
            connection.execute(
                f'update {schema}."{table}" set {cell} = '
                f"replace(replace({cell}, '{account}', '{address}'), '{account[:15]}', '{address}')"
                f" where {cell} like '%{account[:15]}%'"
            )
        connection.execute(f"update salesforce.account set name = id where id = '{address}'")
    done = company.build()
    assert done.status == 0, done.output[-4000:]
    hashed = company.rows(f"select 'address ' || left(md5('{address}'), 12)")[0][0]
    assert company.rows(
        "select account_name, score from {marts}.health_scores_current "
        f"where account_id = '{hashed}'"
    ) == [(hashed, pytest.approx(score, abs=1e-9))]
    tables = company.rows(
        "select table_name, column_name from duckdb_columns() where database_name = 'scores' "
        "and schema_name = 'bellwether' and data_type = 'VARCHAR'"
    )
    assert len(tables) > 100
    with company.warehouse() as connection:
        for table, column in tables:
            found = connection.execute(
                f'select 1 from scores.{MARTS}.{table} where contains("{column}", ?) limit 1',
                [address],
            ).fetchall()
            assert found == [], (table, column)


@pytest.mark.parametrize(
    ("month", "words"),
    [
        ("2027-01", ["no snapshot in 2027-01", "2026-01 to 2026-06"]),
        ("2025-12", ["no snapshot in 2025-12", "2026-01 to 2026-06"]),
        ("2026-13", ["MONTH is '2026-13'", "MONTH=2026-05"]),
        ("May", ["MONTH is 'May'"]),
    ],
)
def test_a_month_without_a_list_is_named_and_nothing_is_written(
    built: Company, tmp_path: Path, month: str, words: list[str]
) -> None:
    (tmp_path / "value_tiers.csv").write_text("last month's")
    status, output = export(built.database, tmp_path, month)
    assert status == 1
    assert all(word in output for word in words), output
    assert [path.name for path in tmp_path.iterdir()] == ["value_tiers.csv"]
    assert (tmp_path / "value_tiers.csv").read_text() == "last month's"


def test_nothing_published_yet_is_said(tmp_path: Path) -> None:
    status, output = export(tmp_path / "nowhere.duckdb", tmp_path / "exports")
    assert status == 1
    assert "nowhere.duckdb" in output and "make build" in output
    assert not (tmp_path / "exports").exists()


def test_a_file_of_an_older_version_is_refused_whole(built: Company, tmp_path: Path) -> None:
    """The last list fails, so none is replaced."""
    older = tmp_path / "scores.duckdb"
    shutil.copyfile(built.database, older)
    with duckdb.connect(str(older)) as connection:
        connection.execute(f"drop table {MARTS}.health_scores_current")
    status, output = export(older, tmp_path / "exports")
    assert status == 1
    assert "health_scores_current" in output and "make build" in output
    assert not list((tmp_path / "exports").iterdir())


def test_readers_at_work_do_not_matter(built: Company, tmp_path: Path) -> None:
    with duckdb.connect(str(built.database), read_only=True) as reader:
        assert reader.execute(f"select count(*) from {MARTS}.value_tiers").fetchone()
        status, output = export(built.database, tmp_path)
    assert status == 0, output
