"""Write the lists that people work from into `exports/`, as CSV and Parquet."""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from tools.dbt import resolve
from tools.files import (
    Refused,
    Role,
    Status,
    marts_of,
    published_path,
    quoted,
    reading,
    run_tool,
    short,
)

# What a spreadsheet takes for a formula, in the widths of East Asian keyboards too.
_FORMULA = r"^(\s*[=+\-@\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}]|[\t\r\n])"
_NUMBER = r"^[+-]?([0-9]+([.,][0-9]+)*|[.,][0-9]+)([eE][+-]?[0-9]+)?%?$"

# {marts} is the schema of the marts, {week} the last snapshot of the chosen month.
_LISTS = {
    "case_study_rankings": """
        select *
        from {marts}.case_study_rankings
        where snapshot_week = date '{week}'
        order by rank nulls last, account_id
    """,
    "value_tiers": """
        select *
        from {marts}.value_tiers
        where snapshot_week = date '{week}'
        order by total desc nulls last, account_id
    """,
    "at_risk_accounts": """
        select
            account_id, snapshot_week, account_name, segment, plan, owner_name,
            band_label, score, grade, change, sentence, coverage_note, weight_observed,
            playbook_id, cadence, playbook_owner, first_action, first_action_due_date,
            review, next_review_date, escalate_to
        from {marts}.health_scores_current
        where is_at_risk
        order by band_rank nulls last, score nulls last, account_id
    """,
}


@dataclass(frozen=True)
class Exported:
    """One list as it was written: its CSV file, its snapshot (None when empty) and its rows."""

    path: Path
    week: date | None
    n_rows: int


def export(database: Path, folder: Path, month: str = "") -> list[Exported]:
    """Write each list as CSV and Parquet into `folder`; it is all of them or none.

    Args:
        database: the published DuckDB file; opened read-only.
        folder: where the files go; made when absent, older files of the same names are replaced.
        month: YYYY-MM for the last snapshot of that month, '' for the newest month. The at-risk
            list is always the newest: it says whom to call now.

    Raises:
        Refused: nothing is published or it cannot be read, the month is malformed or holds no
            snapshot, or another export is at work.
    """
    if not database.exists():
        raise Refused(f"There is no published file at {database}. Run `make build` first.")
    folder.mkdir(parents=True, exist_ok=True)
    with reading(database, Role.PUBLISHED) as connection, work_in(folder) as work:
        try:
            marts = marts_of(connection)
            week = _week_of(connection, marts, month)
            exported = [
                _write(connection, sql.format(marts=marts, week=week), work, folder, name)
                for name, sql in _LISTS.items()
            ]
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise Refused(
                f"{database} was not built by this version of the project: {error}\n"
                "Run `make build` first."
            ) from error
        for file in work.iterdir():
            os.replace(file, folder / file.name)
    return exported


@contextlib.contextmanager
def work_in(folder: Path) -> Iterator[Path]:
    """An empty work folder in a folder that is locked; what a killed run left is cleaned."""
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for left in folder.glob(".work*"):
            shutil.rmtree(left, ignore_errors=True)
        work = folder / ".work"
        work.mkdir()
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except BlockingIOError:
        raise Refused(
            f"Somebody else writes into {short(folder)} at this moment.", Status.BUSY
        ) from None
    finally:
        os.close(lock)


def _week_of(connection: duckdb.DuckDBPyConnection, marts: str, month: str) -> date:
    """The snapshot of the wanted month's list (see Refused of `export`)."""
    if month and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
        raise Refused(f"MONTH is {month!r}: give year and month, e.g. MONTH=2026-05.")
    lists = connection.execute(
        f"select max(snapshot_week) from {marts}.value_tiers "
        "group by date_trunc('month', snapshot_week)"
    ).fetchall()
    if not lists:
        raise Refused("The published file holds no account at any snapshot: is the CRM empty?")
    found = {f"{week:%Y-%m}": week for (week,) in lists}
    if month and month not in found:
        raise Refused(
            f"There is no snapshot in {month}: the published file holds {min(found)} "
            f"to {max(found)}."
        )
    return found[month or max(found)]


def _write(
    connection: duckdb.DuckDBPyConnection, sql: str, work: Path, folder: Path, name: str
) -> Exported:
    """Write one list into the work folder, in both formats."""
    table = connection.sql(sql)
    harmless(table).write_csv(str(work / f"{name}.csv"), header=True)
    table.write_parquet(str(work / f"{name}.parquet"))
    week, n_rows = table.aggregate("max(snapshot_week), count(*)").fetchall()[0]
    return Exported(folder / f"{name}.csv", week, n_rows)


def harmless(table: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """The rows as a spreadsheet may have them: it shows every text and runs none."""
    cells = [
        f"{_harmless(quoted(column))} as {quoted(column)}" if kind == "VARCHAR" else quoted(column)
        for column, kind in zip(table.columns, table.types, strict=True)
    ]
    return table.project(", ".join(cells))


def _harmless(text: str) -> str:
    """SQL of a text that a spreadsheet shows and never runs: before a formula stands an apostrophe,
    text that is a number stays one."""
    is_formula = f"regexp_matches({text}, '{_FORMULA}') and not regexp_matches({text}, '{_NUMBER}')"
    return f"case when {is_formula} then chr(39) || {text} else {text} end"


def main() -> int:
    """Command line of `make export`; the exit status as tools/week.py tells it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--month", default="", help="YYYY-MM; default the newest month")
    parser.add_argument("--folder", default="exports", help="where the files go")
    given = parser.parse_args()
    return run_tool(lambda: tell(export(published_path(), resolve(given.folder), given.month)))


def tell(exported: list[Exported]) -> None:
    """Print what was written."""
    for file in exported:
        rows = f"{file.n_rows:>5} {'account ' if file.n_rows == 1 else 'accounts'}"
        week = f", week of {file.week:%d %B %Y}" if file.week else ""
        print(f"{short(file.path):<32} {rows}{week}")
    print("Each stands there as .parquet too.")


if __name__ == "__main__":
    sys.exit(main())
