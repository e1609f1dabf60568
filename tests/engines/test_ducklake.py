"""DuckLake holds what a DuckDB file holds: fresh, after two weeks, after a restated week, and as of
each of these runs; others read it while a run writes.

Runs with `make engines-long`, which sets up `.venv-ducklake`.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.engines.company import SEED
from tools import matrix
from tools.dbt import PROJECT, command_of

LAKE = PROJECT / ".venv-ducklake" / "bin"
START, WEEKS = "2026-06-15", ("2026-06-22", "2026-06-29")
RESTATED_FROM = "2026-06-15"
# When and by which run a row was made.
OF_THE_RUN = {
    "published_at", "published_by_run", "run_id", "dbt_scd_id", "dbt_updated_at", "dbt_valid_from",
    "dbt_valid_to", "invocation_id",
}  # fmt: skip
TOLERANCE = 1e-9
ACCOUNTS, WEEKS_OF_DATA = 20, 24
SIZE = f"{ACCOUNTS} x {WEEKS_OF_DATA}"
# What of the table of engines a step shows.
SHOWN = {"fresh": ("build", "data tests"), "first_week": ("week",)}

NEEDED = pytest.mark.skipif(
    os.environ.get("BELLWETHER_ENGINES") != "1" or not (LAKE / "dbt").exists(),
    reason="DuckLake is checked by `make engines-long`",
)
pytestmark = [pytest.mark.long, NEEDED]

# Runs in the other environment, whose DuckDB has the extension: copies a state into a plain file.
COPY = """
import sys, duckdb
catalog, folder, version, file = sys.argv[1:5]
con = duckdb.connect(file)
# A bar would stand before the version that is printed.
con.execute("load ducklake; load sqlite_scanner; set enable_progress_bar = false")
con.execute(f"attach 'ducklake:{catalog}' as lake (data_path '{folder}', read_only)")
if version == "":
    version = con.execute("select max(snapshot_id) from lake.snapshots()").fetchone()[0]
con.execute("detach lake")
con.execute(
    f"attach 'ducklake:{catalog}' as lake "
    f"(data_path '{folder}', read_only, snapshot_version {version})"
)
tables = con.execute(
    "select table_schema, table_name from information_schema.tables "
    "where table_catalog = 'lake' and table_type = 'BASE TABLE' and table_schema like 'bellwether%'"
).fetchall()
for schema, table in tables:
    con.execute(f'create schema if not exists "{schema}"')
    con.execute(f'create table "{schema}"."{table}" as from lake."{schema}"."{table}"')
print(version)
"""

# Reads the lake again and again; says how often, and every number of rows it saw. One reader takes
# as long as the run, and sees one state.
READ = """
import pathlib, sys, time, duckdb
catalog, folder, until = sys.argv[1:4]
def reader():
    con = duckdb.connect()
    con.execute("load ducklake; load sqlite_scanner")
    con.execute(f"attach 'ducklake:{catalog}' as lake (data_path '{folder}', read_only)")
    return con
def rows(con):
    return con.execute("select count(*) from lake.bellwether.health_scores").fetchone()[0]
slow = reader()
slow.execute("begin")
first, seen, n = rows(slow), set(), 0
while not pathlib.Path(until).exists():
    with reader() as con:
        seen.add(rows(con))
    n += 1
    time.sleep(.2)
assert rows(slow) == first
print(n, *sorted(seen))
"""

# Asks the newest state what a file of JSON lists, under the name that its views know.
ASK = """
import json, pathlib, sys, duckdb
from tests.engines.fetch import answers
catalog, folder, asked, answered = sys.argv[1:5]
with duckdb.connect() as con:
    con.execute("load ducklake; load sqlite_scanner; set TimeZone = 'UTC'")
    con.execute(f"attach 'ducklake:{catalog}' as scores (data_path '{folder}', read_only)")
    con.execute("use scores")
    found = answers(con, json.loads(pathlib.Path(asked).read_text()))
pathlib.Path(answered).write_text(json.dumps(found))
"""


class Lake:
    """A lake and a DuckDB file built from the same raw tables, run by run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.raw = folder / "raw.duckdb"
        self.file = folder / "scores.duckdb"
        self.catalog = f"sqlite:{folder / 'scores.sqlite'}"
        self.tables = f"{folder / 'tables'}/"

    def run(self, target: str, as_of: str, restate_from: str = "", *, select: list[str]) -> None:
        """One dbt build on a target, with data tests."""
        command = [str(LAKE / "dbt")] if target == "ducklake" else command_of("dbt")
        done = subprocess.run(
            [
                *command, "--no-use-colors", "build",
                "--exclude-resource-type", "unit_test", *select,
            ],
            cwd=PROJECT,
            env={
                **os.environ,
                **self.environment(target),
                "BELLWETHER_AS_OF_DATE": as_of,
                "BELLWETHER_RESTATE_FROM": restate_from,
                "DBT_PROFILES_DIR": str(PROJECT / "profiles"),
                "DBT_TARGET_PATH": str(self.folder / target),
                "DBT_LOG_PATH": str(self.folder / "logs"),
                "DBT_LOG_LEVEL_FILE": "none",
            },
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-8000:]

    def environment(self, target: str) -> dict[str, str]:
        """What the profile reads on a target."""
        return {
            "BELLWETHER_TARGET": target,
            "BELLWETHER_RAW_PATH": str(self.raw),
            "BELLWETHER_PATH": str(self.file),
            "BELLWETHER_LAKE_CATALOG": self.catalog,
            "BELLWETHER_LAKE_PATH": self.tables,
        }

    def python(self, script: str, *arguments: str) -> str:
        """Run a script with the DuckDB that has the extension; gives what it printed."""
        done = subprocess.run(
            [str(LAKE / "python"), "-c", script, self.catalog, self.tables, *arguments],
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-4000:]
        return done.stdout.strip()

    def copied(self, name: str, version: str = "") -> tuple[Path, str]:
        """A state of the lake as a plain file, and its version; the newest without one."""
        file = self.folder / f"{name}.duckdb"
        return file, self.python(COPY, version, str(file))


def stored(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], list[str]]:
    """Columns of each stored table of a file, but for those that say when a run was."""
    found: dict[tuple[str, str], list[str]] = {}
    for schema, table, column in connection.execute(
        "select schema_name, table_name, column_name from duckdb_columns() "
        "join duckdb_tables() using (database_name, schema_name, table_name) "
        "where schema_name like 'bellwether%' order by column_index"
    ).fetchall():
        columns = found.setdefault((schema, table), [])
        if column not in OF_THE_RUN:
            columns.append(column)
    return found


def key_of(row: tuple[Any, ...]) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Rows are put in order by all that is no fraction, those that agree in it by fractions."""
    return (
        tuple(str(cell) for cell in row if not isinstance(cell, float)),
        tuple(round(cell, 6) for cell in row if isinstance(cell, float)),
    )


def differences(left_file: Path, right_file: Path) -> list[str]:
    """What differs between the stored tables of two files, a line each."""
    problems = []
    with (
        duckdb.connect(str(left_file), read_only=True) as left,
        duckdb.connect(str(right_file), read_only=True) as right,
    ):
        ours, theirs = stored(left), stored(right)
        problems += [f"{name}: only in one" for name in ours.keys() ^ theirs.keys()]
        assert len(ours) > 150, "nearly nothing was compared"
        for name in sorted(ours.keys() & theirs.keys()):
            sql = f"select {', '.join(ours[name])} from {'.'.join(name)}"
            here, there = (
                sorted(file.execute(sql).fetchall(), key=key_of) for file in (left, right)
            )
            if len(here) != len(there):
                problems.append(f"{name}: {len(here)} rows, {len(there)} in the lake")
                continue
            bad = next(
                (
                    (a, b)
                    for one, other in zip(here, there, strict=True)
                    for a, b in zip(one, other, strict=True)
                    if a != b
                    and not (
                        isinstance(a, float)
                        and isinstance(b, float)
                        and math.isclose(a, b, rel_tol=0, abs_tol=TOLERANCE)
                    )
                ),
                None,
            )
            if bad:
                problems.append(f"{name}: {bad[0]!r}, {bad[1]!r} in the lake")
    return problems


def test_lake_holds_what_the_file_holds(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    subprocess.run(
        [
            sys.executable, "-m", "demo", "--path", str(lake.raw),
            "--accounts", str(ACCOUNTS), "--weeks", str(WEEKS_OF_DATA), "--seed", str(SEED),
            "--end", WEEKS[-1],
        ],
        cwd=PROJECT,
        check=True,
    )  # fmt: skip
    steps: list[tuple[str, str, str, list[str]]] = [
        ("fresh", START, "", []),
        ("first_week", WEEKS[0], "", ["--selector", "weekly"]),
        ("second_week", WEEKS[1], "", ["--selector", "weekly"]),
        ("restated", WEEKS[1], RESTATED_FROM, ["--selector", "weekly"]),
    ]
    files, versions = {}, {}
    release = lake.python("import duckdb; print(duckdb.__version__)")
    here = partial(matrix.passes, "DuckDB", version=duckdb.__version__, size=SIZE)
    there = partial(matrix.passes, "DuckLake", version=f"DuckDB {release}", size=SIZE)
    with there(matrix.COMPARED, note="fresh, two weeks, one restated"):
        for name, as_of, restate_from, select in steps:
            with here(*SHOWN.get(name, ())):
                lake.run("duckdb", as_of, restate_from, select=select)
            with there(*SHOWN.get(name, ())):
                if name == "first_week":
                    before = count(files["fresh"])
                    seen = seen_during(lake, as_of, select)
                else:
                    lake.run("ducklake", as_of, restate_from, select=select)
            files[name], versions[name] = lake.copied(name)
            problems = differences(lake.file, files[name])
            assert not problems, name + "\n" + "\n".join(problems[:40])
    # Who read while the week was written saw the week before or the week after, never a part.
    assert seen <= {before, count(files["first_week"])}, (seen, before)
    # Each run's state can be read again.
    for name, version in versions.items():
        again, _ = lake.copied(f"{name}_again", version)
        assert not differences(files[name], again), name


def seen_during(lake: Lake, as_of: str, select: list[str]) -> set[int]:
    """Numbers of rows that others read while a week is written."""
    done = lake.folder / "done"
    reader = subprocess.Popen(
        [str(LAKE / "python"), "-c", READ, lake.catalog, lake.tables, str(done)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    lake.run("ducklake", as_of, select=select)
    time.sleep(1)
    done.touch()
    said, wrong = reader.communicate()
    assert reader.returncode == 0, wrong[-4000:]
    n_reads, *seen = map(int, said.split())
    assert n_reads > 10
    return set(seen)


def count(file: Path) -> int:
    """Rows of health_scores in a file."""
    with duckdb.connect(str(file), read_only=True) as connection:
        found = connection.execute("select count(*) from bellwether.health_scores").fetchone()
    assert found
    return int(found[0])
