"""PostgreSQL builds the same marts as DuckDB, row by row, within 1e-9; the boards run there too.

Runs where PostgreSQL is installed (`.ci/run` installs it); elsewhere it is skipped by name.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.engines.company import IS_KNOWN, SEED
from tools import matrix, postgres, report
from tools.boards import dct, environment, project
from tools.dbt import PROJECT, command_of
from tools.files import Refused
from tools.marts import FileMarts, marts
from tools.rescore import READ
from tools.what_if import what_if

END = "2026-06-29"
# When and by which run a row was published.
OF_THE_RUN = {"published_at", "published_by_run"}
# The demo has one version of each card, so there is nothing to compare a version with.
MAY_BE_EMPTY = {"scorecard_version_comparison"}
TOLERANCE = 1e-9
ACCOUNTS, WEEKS = 60, 40

pytestmark = pytest.mark.skipif(
    os.environ.get("BELLWETHER_ENGINES") != "1",
    reason="real engines are checked by .ci/run (BELLWETHER_ENGINES=1)",
)


def run_dbt(folder: Path, env: dict[str, str], *arguments: str, **dbt_vars: object) -> None:
    """Run dbt on the target that `env` names; fails with dbt's own words."""
    done = subprocess.run(
        [
            *command_of("dbt"), "--no-use-colors", *arguments,
            "--vars", json.dumps({"as_of_date": END, **dbt_vars}),
        ],
        cwd=PROJECT,
        env={
            **os.environ,
            **env,
            "DBT_PROFILES_DIR": str(PROJECT / "profiles"),
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
        },
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-8000:]


def build(folder: Path, env: dict[str, str], **dbt_vars: object) -> None:
    """Build everything on the target that `env` names, with data tests."""
    run_dbt(folder, env, "build", "--exclude-resource-type", "unit_test", **dbt_vars)


def marts_with_keys(manifest: Path) -> dict[str, list[str]]:
    """Each mart of the manifest with the key that its grain test declares."""
    nodes = json.loads(manifest.read_text())["nodes"]
    keys = {
        nodes[node["attached_node"]]["name"]: node["test_metadata"]["kwargs"]["key"]
        for node in nodes.values()
        if (node.get("test_metadata") or {}).get("name") == "grain"
    }
    return {
        node["name"]: keys[node["name"]]
        for node in nodes.values()
        if node["resource_type"] == "model" and node["path"].startswith("marts/")
    }


def plain(value: Any) -> Any:
    """A value as both drivers give it: numbers as float, dates as date."""
    if isinstance(value, bool) or value is None or isinstance(value, (str, date)):
        return value
    return float(value)


def differs(left: Any, right: Any) -> bool:
    """Whether two cells differ by more than the tolerance."""
    left, right = plain(left), plain(right)
    if isinstance(left, float) and isinstance(right, float):
        return not math.isclose(left, right, rel_tol=0, abs_tol=TOLERANCE)
    return left != right


def test_postgres_gives_the_same_marts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = tmp_path / "raw.duckdb"
    subprocess.run(
        [
            sys.executable, "-m", "demo", "--path", str(raw),
            "--accounts", str(ACCOUNTS), "--weeks", str(WEEKS), "--seed", str(SEED), "--end", END,
        ],
        cwd=PROJECT,
        check=True,
    )  # fmt: skip
    on_duckdb, on_postgres = tmp_path / "duckdb", tmp_path / "postgres"
    on_duckdb.mkdir()
    on_postgres.mkdir()
    database = on_duckdb / "scores.duckdb"
    build(
        on_duckdb,
        {
            "BELLWETHER_TARGET": "duckdb",
            "BELLWETHER_PATH": str(database),
            "BELLWETHER_RAW_PATH": str(raw),
        },
    )
    with postgres.server() as env:
        assert postgres.load_raw(raw, env, has_zones=True) > 40
        shown = partial(
            matrix.passes, "PostgreSQL", version=version_of(env), size=f"{ACCOUNTS} x {WEEKS}"
        )
        with shown("build", "data tests"):
            build(on_postgres, env)
        # A second run takes the incremental paths.
        build(on_postgres, env)
        with shown(matrix.COMPARED, note="after a second run"):
            problems = compare_marts(env, on_duckdb, MAY_BE_EMPTY)
            assert not problems, "\n".join(problems[:40])
        with shown("unit tests"):
            run_dbt(on_postgres, env, "test", "--select", "test_type:unit")
        run_boards(on_postgres, env, monkeypatch)
        ask_what_if(database, env, monkeypatch)


def version_of(env: dict[str, str]) -> str:
    """Version of the server that `env` names."""
    with contextlib.closing(postgres.connect(env)) as server, server.cursor() as cursor:
        cursor.execute("show server_version")
        return str(cursor.fetchone()[0]).split()[0]


def ask_what_if(database: Path, env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Other weights give the same from the server's marts as from the file's."""
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    weights = "usage=0.6 implementation=0.1 tracking=0.1 education=0.1 commercial=0.1"
    here, there = (
        {account.account_id: account for account in what_if(found, "adoption", weights).accounts}
        for found in (FileMarts(database), marts(*READ))
    )
    assert here.keys() == there.keys() and len(here) > 40
    for name in ("score_today", "score_draft", "band_today", "band_draft", "recurring_revenue"):
        found = [
            account
            for account in here
            if differs(getattr(here[account], name), getattr(there[account], name))
        ]
        assert not found, (name, found)


def run_boards(folder: Path, env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Make each board and the reports on the target that `env` names, if dbt Charts is set up."""
    try:
        command = dct()
    except Refused:
        return
    monkeypatch.setenv("DBT_TARGET_PATH", str(folder))
    charts = project("postgres") / "charts"
    boards = [str(path) for path in charts.rglob("*.yml") if path.name != "meta.yml"]
    done = subprocess.run(
        [command, "render", *boards, "--format", "html", "-o", f"{folder}/pages/{{dir}}_{{stem}}"],
        cwd=charts.parent,
        env={**environment(), **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    report.run(None, folder / "reports")
    assert len(list((folder / "reports").iterdir())) == 4


def compare_marts(env: dict[str, str], on_duckdb: Path, may_be_empty: set[str]) -> list[str]:
    """Differences of all marts between the server and what was built in a folder on DuckDB."""
    keys = marts_with_keys(on_duckdb / "target" / "manifest.json")
    assert len(keys) >= 6
    problems = []
    with (
        contextlib.closing(postgres.connect(env)) as server,
        duckdb.connect(str(on_duckdb / "scores.duckdb"), read_only=True) as file,
    ):
        n_filled = sum(
            file.execute(f"select 1 from bellwether.{mart} limit 1").fetchone() is not None
            for mart in keys
        )
        assert n_filled > 35, "nearly nothing was compared"
        for mart, key in keys.items():
            problems += compare(server, file, mart, key, may_be_empty)
    return problems


def compare(
    server: Any,
    file: duckdb.DuckDBPyConnection,
    mart: str,
    key: list[str],
    may_be_empty: set[str],
) -> list[str]:
    """Differences of one mart between the two engines, one line each."""
    left = file.execute(f"select * from bellwether.{mart}")
    every_column = [column[0] for column in left.description or []]
    columns = [column for column in every_column if column not in OF_THE_RUN]
    left = file.execute(f"select {', '.join(columns)} from bellwether.{mart}")
    cursor = server.cursor()
    cursor.execute(f"select {', '.join(columns)} from bellwether.{mart}")
    at = [columns.index(name) for name in key]
    ours = {tuple(plain(row[i]) for i in at): row for row in left.fetchall()}
    theirs = {tuple(plain(row[i]) for i in at): row for row in cursor.fetchall()}
    if IS_KNOWN and not ours and mart not in may_be_empty:
        return [f"{mart}: no row on DuckDB, so nothing was compared"]
    problems = [f"{mart} {name}: only on one engine" for name in ours.keys() ^ theirs.keys()]
    for name in ours.keys() & theirs.keys():
        for column, here, there in zip(columns, ours[name], theirs[name], strict=True):
            if differs(here, there):
                problems.append(f"{mart} {name} {column}: DuckDB {here!r}, PostgreSQL {there!r}")
    return problems
