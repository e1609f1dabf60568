"""PostgreSQL answers macros as DuckDB does: ranks with ties and nulls, JSON, time zones."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from test_event_macros import MODEL as EVENT_MODEL
from test_event_macros import check_found
from test_normalising_macros import MODEL, check

from tools import postgres
from tools.dbt import PROJECT, command_of

pytestmark = pytest.mark.skipif(
    os.environ.get("BELLWETHER_ENGINES") != "1",
    reason="real engines are checked by .ci/run (BELLWETHER_ENGINES=1)",
)


def dbt(folder: Path, env: dict[str, str], *arguments: str) -> str:
    """What a dbt command on the server printed."""
    done = subprocess.run(
        [*command_of("dbt"), "--quiet", *arguments],
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
    )
    assert done.returncode == 0, done.stdout[-8000:]
    return done.stdout


def shown(folder: Path, env: dict[str, str], sql: str) -> list[dict[str, Any]]:
    """Rows of a query that dbt compiles."""
    printed = dbt(folder, env, "show", "--inline", sql, "--output", "json", "--limit", "-1")
    return list(json.loads(printed)["show"])


def test_postgres_ranks_as_duckdb_does(tmp_path: Path) -> None:
    with postgres.server() as env:
        dbt(tmp_path, env, "seed", "--select", "rubrics")
        check(shown(tmp_path, env, MODEL))


def test_postgres_reads_json_and_zones_as_duckdb_does(tmp_path: Path) -> None:
    with postgres.server() as env:
        check_found(shown(tmp_path, env, EVENT_MODEL))
