"""Build in a work file and publish it by an atomic rename, only when every test passed."""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import shutil
import sys
from pathlib import Path

import duckdb
import yaml

from tools.dbt import PROJECT, resolve, run_dbt
from tools.summary import print_summary, published_path

ORIGIN = "bellwether_origin"


def raw_path() -> Path:
    """The DuckDB file with the raw schemas (BELLWETHER_RAW_PATH, else the demo company's)."""
    return resolve(os.environ.get("BELLWETHER_RAW_PATH") or "warehouse/raw.duckdb")


def origin_of(raw: Path) -> str:
    """What tells one raw database from another: its place and, for a demo, its parameters."""
    with duckdb.connect(str(raw), read_only=True) as connection:
        rows = (
            connection.execute("select * from _demo.parameters").fetchall()
            if _is_demo(connection)
            else []
        )
    return json.dumps({"raw": str(raw), "demo": [list(map(str, row)) for row in rows]})


def demo_window(raw: Path) -> tuple[str, str] | None:
    """First day and end of a demo company (YYYY-MM-DD), None for a company's own raw data."""
    with duckdb.connect(str(raw), read_only=True) as connection:
        if not _is_demo(connection):
            return None
        found = connection.execute(
            "select end_date - cast(7 * weeks as integer), end_date from _demo.parameters"
        ).fetchone()
    return (str(found[0]), str(found[1])) if found else None


def _is_demo(connection: duckdb.DuckDBPyConnection) -> bool:
    found = connection.execute(
        "select count(*) from information_schema.tables "
        "where table_schema = '_demo' and table_name = 'parameters'"
    ).fetchone()
    return bool(found and found[0])


def stored_origin(database: Path) -> str | None:
    """The origin written into an analytics database, or None."""
    with duckdb.connect(str(database), read_only=True) as connection:
        known = connection.execute(
            f"select count(*) from information_schema.tables where table_name = '{ORIGIN}'"
        ).fetchone()
        if not known or not known[0]:
            return None
        found = connection.execute(f"select origin from main.{ORIGIN}").fetchone()
    return found[0] if found else None


def accounts_in(database: Path) -> int:
    """Number of accounts that an analytics database scores or tries to score at its newest week."""
    marts = f'"{database.stem}"."{os.environ.get("BELLWETHER_SCHEMA", "bellwether")}"'
    with duckdb.connect(str(database), read_only=True) as connection:
        found = connection.execute(f"select count(*) from {marts}.health_scores_current").fetchone()
    return int(found[0]) if found else 0


def store_origin(database: Path, origin: str) -> None:
    """Write the origin into an analytics database and flush its log into the file."""
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"create or replace table main.{ORIGIN} (origin varchar)")
        connection.execute(f"insert into main.{ORIGIN} values (?)", [origin])
        connection.execute("checkpoint")


def build(as_of: str, extra_vars: dict[str, object], full_refresh: bool) -> int:
    """Build everything and publish it.

    Args:
        as_of: last day that the run may know (YYYY-MM-DD), '' for today (a demo: for its end).
        extra_vars: dbt vars that override dbt_project.yml.
        full_refresh: compute incremental models from scratch.

    Returns:
        0 when the new file is in place; 1 when something failed and the old file still stands.
    """
    published, raw = published_path(), raw_path()
    if not raw.exists():
        print(
            f"There is no raw database at {raw}. Set BELLWETHER_RAW_PATH to the DuckDB file that "
            "holds your loader's schemas, or unset it to use the demo company."
        )
        return 1
    published.parent.mkdir(parents=True, exist_ok=True)
    with open(published.parent / f".{published.name}.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"Another build of {published} is running. Wait for it to end, then run again.")
            return 1
        return _build_locked(published, raw, as_of, extra_vars, full_refresh)


def _build_locked(
    published: Path, raw: Path, as_of: str, extra_vars: dict[str, object], full_refresh: bool
) -> int:
    # The work file keeps the published file's name: DuckDB names the database after it.
    work_folder = published.parent / f".{published.stem}-work"
    shutil.rmtree(work_folder, ignore_errors=True)
    work_folder.mkdir()
    work = work_folder / published.name
    origin = origin_of(raw)
    if published.exists():
        shutil.copyfile(published, work)
        if stored_origin(work) != origin:
            print("The raw database is another than last time: everything is computed anew.")
            full_refresh = True
    dbt_vars = dict(extra_vars)
    if window := demo_window(raw):
        # Its CRM and billing reach years further back than its product; those weeks say little.
        dbt_vars.setdefault("history_start", window[0])
        as_of = as_of or window[1]
    if as_of:
        dbt_vars.setdefault("as_of_date", as_of)
    print(f"Building from {_short(raw)} ...", flush=True)
    status = run_dbt(
        [
            "build",
            "--exclude-resource-type",
            "unit_test",
            "--vars",
            json.dumps(dbt_vars),
            *(["--full-refresh"] if full_refresh else []),
        ],
        env={
            "BELLWETHER_TARGET": "duckdb",
            "BELLWETHER_PATH": str(work),
            "BELLWETHER_RAW_PATH": str(raw),
        },
    )
    if status != 0:
        kept = "The published file is unchanged." if published.exists() else "Nothing is published."
        print(f"\nThe build failed; see the message above, details in logs/dbt.log. {kept}")
        return 1
    if published.exists() and accounts_in(work) == 0 and accounts_in(published) > 0:
        print(
            "\nEvery test passed, but no account is alive any more: did the CRM load nothing?\n"
            "The published file is unchanged. If this is right, delete it and run again: "
            f"{_short(published)}"
        )
        return 1
    store_origin(work, origin)
    os.replace(work, published)
    shutil.rmtree(work_folder, ignore_errors=True)
    print_summary(published)
    return 0


def _short(path: Path) -> str:
    return str(path.relative_to(PROJECT)) if path.is_relative_to(PROJECT) else str(path)


def main() -> int:
    """Command line of `make build`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--as-of", default="", help="last day the run may know, YYYY-MM-DD")
    parser.add_argument("--vars", default="{}", help="dbt vars as YAML")
    parser.add_argument("--full-refresh", action="store_true")
    arguments = parser.parse_args()
    try:
        extra_vars = yaml.safe_load(arguments.vars) or {}
    except yaml.YAMLError as error:
        print(f"VARS is not YAML: {error}. Example: VARS='{{bellwether_sources: [salesforce]}}'.")
        return 1
    if not isinstance(extra_vars, dict):
        print(
            f"VARS is {arguments.vars!r}: give a mapping, e.g. VARS='{{as_of_date: 2026-06-29}}'."
        )
        return 1
    return build(arguments.as_of, extra_vars, arguments.full_refresh)


if __name__ == "__main__":
    sys.exit(main())
