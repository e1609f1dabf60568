"""dbt for BigQuery, against an emulator: seeds and staging hold the same rows as on DuckDB.

bqemulator reads BigQuery's SQL and runs it on DuckDB. It shows that dbt's adapter and this
project's macros write what its grammar takes, and what staging returns as it understands it. It
takes much that BigQuery refuses, which tools/portable.py looks for in its place. What it lacks is
listed in fake_bigquery.py, each shown. Runs with `make engines-long`.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from test_snowflake import call, corner

from tests.engines.company import SEED
from tests.engines.emulator import emulator
from tools import matrix
from tools.dbt import PROJECT, command_of

PYTHON = PROJECT / ".venv-bigquery" / "bin" / "python"
DAY = "2026-06-29"
ACCOUNTS, WEEKS = 12, 10
# Hashes over raw texts, in which a time has its zone on one engine and none on the other.
OF_RAW_TEXT = {"row_key", "tie_break"}

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        os.environ.get("BELLWETHER_ENGINES") != "1" or not PYTHON.exists(),
        reason="BigQuery's emulator is checked by `make engines-long`",
    ),
]

# By what land_bigquery parts tables that then refuse a query without a filter; the emulator
# answers each.
FILTERS = {
    "stg_pendo__events": "`timestamp`",
    "stg_pendo__page_events": "_PARTITIONTIME",
    "stg_salesforce__tasks": "`activity_date`",
    "stg_zendesk__tickets": "`created_at`",
}

# Runs in the emulator's environment: rows of tables, as JSON.
FETCH = """
import json, sys
from tests.engines.fetch import plain
from tests.engines.land_bigquery import Connection
server, found = Connection(), {}
for table in sys.argv[2:]:
    rows = server.ask(f"select * from {sys.argv[1]}.{table}")
    found[table] = [{name: plain(value) for name, value in row.items()} for row in rows]
print(json.dumps(found))
"""


@contextlib.contextmanager
def server(*options: str) -> Iterator[dict[str, str]]:
    """Run the emulator on a free local port; yields the environment that the profile reads."""
    with emulator(PYTHON, "tests.engines.fake_bigquery", *options) as port:
        yield {
            "BELLWETHER_TARGET": "bigquery",
            "BELLWETHER_BIGQUERY_TOKEN": "none",
            "BELLWETHER_BIGQUERY_PROJECT": "analytics",
            "BELLWETHER_BIGQUERY_ENDPOINT": f"http://127.0.0.1:{port}",
            # The emulator is one process.
            "BELLWETHER_THREADS": "1",
        }


def dbt(command: list[str], folder: Path, env: dict[str, str], *arguments: str) -> None:
    """Run dbt in a folder of its own, as of the company's last day."""
    call(
        *command, "--no-use-colors", *arguments,
        env={**env, **corner(folder), "BELLWETHER_AS_OF_DATE": DAY},
    )  # fmt: skip


def comparable(rows: list[dict[str, Any]]) -> Counter[tuple[str, ...]]:
    """Rows as texts, how often each; a time that knows its zone is UTC's."""

    def text(value: Any) -> str:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return repr(float(value))
        if hasattr(value, "isoformat"):
            return str(value.isoformat())
        return str(value).removesuffix("+00:00")

    return Counter(
        tuple(f"{name}={text(row[name])}" for name in sorted(row) if name not in OF_RAW_TEXT)
        for row in rows
    )


def on_duckdb(file: Path, raw: Path, schema: str, tables: list[str]) -> dict[str, Any]:
    """Rows of tables of a built file."""
    with duckdb.connect(str(file), read_only=True) as built:
        built.execute(f"attach '{raw}' as raw (read_only)")
        built.execute("set TimeZone = 'UTC'")
        found = {}
        for table in tables:
            rows = built.execute(f"select * from {schema}.{table}")
            names = [column[0] for column in rows.description or []]
            found[table] = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
    return found


def test_emulated_bigquery_takes_seeds_and_staging(tmp_path: Path) -> None:
    raw, file = tmp_path / "raw.duckdb", tmp_path / "scores.duckdb"
    call(
        sys.executable, "-m", "demo", "--path", str(raw),
        "--accounts", str(ACCOUNTS), "--weeks", str(WEEKS), "--seed", str(SEED), "--end", DAY,
        env={},
    )  # fmt: skip
    here = {
        "BELLWETHER_TARGET": "duckdb",
        "BELLWETHER_PATH": str(file),
        "BELLWETHER_RAW_PATH": str(raw),
    }
    build = [
        "build",
        "--select",
        "resource_type:seed",
        "path:models/staging",
        "--indirect-selection",
        "cautious",
    ]
    build += ["--exclude-resource-type", "unit_test", "test"]
    shown = {"version": "emulated by bqemulator 1.4.0", "size": f"{ACCOUNTS} x {WEEKS}"}
    with server() as there:
        landed = call(str(PYTHON), "-m", "tests.engines.land_bigquery", str(raw), env=there)
        assert "tables landed" in landed
        dbt(command_of("dbt"), tmp_path / "here", here, *build)
        bigquery = [str(PYTHON.with_name("dbt"))]
        with matrix.passes("BigQuery", "parse", version=shown["version"]):
            dbt(bigquery, tmp_path / "there", there, "--warn-error", "parse")
        with matrix.passes("BigQuery", "build", **shown, note="seeds and staging"):
            dbt(bigquery, tmp_path / "there", there, *build)
        nodes = json.loads((tmp_path / "here" / "target" / "manifest.json").read_text())["nodes"]
        staged = [
            node["name"]
            for node in nodes.values()
            if node["resource_type"] == "model" and node["path"].startswith("staging/")
        ]
        assert len(staged) > 90
        compiled = {
            path.stem: path.read_text()
            for path in (tmp_path / "there" / "target").rglob("stg_*.sql")
        }
        filtered = {name for name, sql in compiled.items() if "as raw_rows" in sql}
        assert filtered == set(FILTERS)
        for name, column in FILTERS.items():
            assert f"where {column} is not null or {column} is null" in compiled[name]
        with matrix.passes("BigQuery", matrix.COMPARED, **shown, note="staging"):
            schema = "bellwether_staging"
            fetched = call(str(PYTHON), "-c", FETCH, schema, *staged, env=there)
            theirs = json.loads(fetched.splitlines()[-1])
            ours = on_duckdb(file, raw, schema, staged)
            problems = []
            for table in staged:
                left, right = comparable(ours[table]), comparable(theirs[table])
                if left != right:
                    problems.append(f"{table}: {list((left - right) | (right - left))[:2]}")
            assert not problems, f"{len(problems)}\n" + "\n".join(problems[:40])
            assert sum(len(rows) for rows in ours.values()) > 3000


def test_gaps_are_the_emulators() -> None:
    """What is mended fails on the emulator as it comes, and then is as BigQuery has it."""
    show = (str(PYTHON), "-m", "tests.engines.fake_bigquery", "--show")
    with server("--as-it-comes") as env:
        as_it_comes = json.loads(call(*show, env=env).splitlines()[-1])
    with server() as env:
        mended = json.loads(call(*show, env=env).splitlines()[-1])
    assert len(mended) > 1
    assert [name for name, gap in as_it_comes.items() if gap["emulator"] == gap["bigquery"]] == []
    assert [name for name, gap in mended.items() if gap["emulator"] != gap["bigquery"]] == []
