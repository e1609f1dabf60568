"""Write the lists that people work from into `exports/`, as CSV and Parquet."""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from tools.dbt import PROJECT, resolve
from tools.summary import published_path

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
        where band in ('critical', 'at_risk')
        order by band_rank, score nulls last, account_id
    """,
}


@dataclass(frozen=True)
class Exported:
    """One list as it was written: its CSV file, its snapshot (None when empty) and its rows."""

    path: Path
    week: date | None
    n_rows: int


class ExportError(Exception):
    """What keeps the lists from being written, in words for the user."""


def export(database: Path, folder: Path, month: str = "") -> list[Exported]:
    """Write each list as CSV and Parquet into `folder`; it is all of them or none.

    Args:
        database: the published DuckDB file; opened read-only.
        folder: where the files go; made when absent, older files of the same names are replaced.
        month: YYYY-MM for the last snapshot of that month, '' for the newest month. The at-risk
            list is always the newest: it says whom to call now.

    Raises:
        ExportError: nothing is published, the month is malformed or holds no snapshot.
    """
    if not database.exists():
        raise ExportError(f"There is no published file at {database}. Run `make build` first.")
    schema = os.environ.get("BELLWETHER_SCHEMA", "bellwether")
    marts = f'"{database.stem}"."{schema}"'
    folder.mkdir(parents=True, exist_ok=True)
    with (
        duckdb.connect(str(database), read_only=True) as connection,
        tempfile.TemporaryDirectory(prefix=".work-", dir=folder) as work,
    ):
        try:
            week = _week_of(connection, marts, month)
            exported = [
                _write(connection, sql.format(marts=marts, week=week), Path(work), folder, name)
                for name, sql in _LISTS.items()
            ]
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise ExportError(
                f"{database} was not built by this version of the project: {error}\n"
                "Run `make build` first."
            ) from error
        for file in Path(work).iterdir():
            os.replace(file, folder / file.name)
    return exported


def _week_of(connection: duckdb.DuckDBPyConnection, marts: str, month: str) -> date:
    """The snapshot of the wanted month's list (see ExportError of `export`)."""
    if month and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
        raise ExportError(f"MONTH is {month!r}: give year and month, e.g. MONTH=2026-05.")
    lists = connection.execute(
        f"select max(snapshot_week) from {marts}.value_tiers "
        "group by date_trunc('month', snapshot_week)"
    ).fetchall()
    if not lists:
        raise ExportError("The published file holds no account at any snapshot: is the CRM empty?")
    found = {f"{week:%Y-%m}": week for (week,) in lists}
    if month and month not in found:
        raise ExportError(
            f"There is no snapshot in {month}: the published file holds {min(found)} "
            f"to {max(found)}."
        )
    return found[month or max(found)]


def _write(
    connection: duckdb.DuckDBPyConnection, sql: str, work: Path, folder: Path, name: str
) -> Exported:
    """Write one list into the work folder, in both formats."""
    table = connection.sql(sql)
    table.write_csv(str(work / f"{name}.csv"), header=True)
    table.write_parquet(str(work / f"{name}.parquet"))
    week, n_rows = table.aggregate("max(snapshot_week), count(*)").fetchall()[0]
    return Exported(folder / f"{name}.csv", week, n_rows)


def main() -> int:
    """Command line of `make export`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--month", default="", help="YYYY-MM; default the newest month")
    parser.add_argument("--folder", default="exports", help="where the files go")
    arguments = parser.parse_args()
    try:
        exported = export(published_path(), resolve(arguments.folder), arguments.month)
    except ExportError as error:
        print(error)
        return 1
    for file in exported:
        path = file.path
        shown = str(path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path)
        rows = f"{file.n_rows:>5} {'account ' if file.n_rows == 1 else 'accounts'}"
        week = f", week of {file.week:%d %B %Y}" if file.week else ""
        print(f"{shown:<32} {rows}{week}")
    print("Each stands there as .parquet too.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
