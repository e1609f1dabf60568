"""Rows of a mart as CSV, as the boards hand them out: of the newest snapshot, where it has any."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from pathlib import Path

import duckdb

from tools.export import harmless
from tools.files import Refused, Status, quoted, run_tool, schema_of_marts
from tools.marts import marts

_COLUMNS = """
    select column_name
    from information_schema.columns
    where table_schema = '{schema}' and table_name = '{mart}'
"""
_NEWEST = "select max(snapshot_week) from {marts}.health_scores_current"


def write_rows(mart: str, path: Path) -> None:
    """Write the rows of a mart into a file, with a header; no spreadsheet runs a cell of it.

    Args:
        mart: its name, such as health_watchlist.
        path: the CSV file; replaced when it is there.

    Raises:
        Refused: there is no mart of that name, or nothing is published.
    """
    schema, published = schema_of_marts(), marts(mart)
    is_name = re.fullmatch(r"[a-z][a-z0-9_]*", mart) is not None
    asked = _COLUMNS.replace("{schema}", schema).replace("{mart}", mart if is_name else "")
    columns, ((week,),) = published.rows(asked, _NEWEST)
    if not columns:
        raise Refused(f"There is no mart {mart!r} in {schema}.", Status.NOT_AS_ASKED)
    with duckdb.connect() as connection:
        published.attach(connection, week)
        rows = f"select * from published.{quoted(schema)}.{quoted(mart)}"
        if ("snapshot_week",) in columns and week is not None:
            rows += f" where snapshot_week = date '{week}'"
        harmless(connection.sql(rows)).write_csv(str(path), header=True)


def hand_out(mart: str) -> None:
    """Print the rows of a mart (see `write_rows`)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        write_rows(mart, path)
        with path.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)


def main() -> int:
    """Command line of a board's link to rows; the exit status as tools/files.py tells it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mart", help="name of the mart, such as health_watchlist")
    given = parser.parse_args()
    return run_tool(lambda: hand_out(given.mart))


if __name__ == "__main__":
    sys.exit(main())
