"""PostgreSQL gives the normalising macros the same answers as DuckDB, ties and nulls included."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from test_normalising_macros import MODEL, check

from tools import postgres
from tools.dbt import PROJECT, command_of

pytestmark = pytest.mark.skipif(
    os.environ.get("BELLWETHER_ENGINES") != "1",
    reason="real engines are checked by .ci/run (BELLWETHER_ENGINES=1)",
)


def test_postgres_ranks_as_duckdb_does(tmp_path: Path) -> None:
    with postgres.server() as env:

        def dbt(*arguments: str) -> str:
            done = subprocess.run(
                [*command_of("dbt"), "--quiet", *arguments],
                cwd=PROJECT,
                env={
                    **os.environ,
                    **env,
                    "DBT_PROFILES_DIR": str(PROJECT / "profiles"),
                    "DBT_TARGET_PATH": str(tmp_path / "target"),
                    "DBT_LOG_PATH": str(tmp_path / "logs"),
                },
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stdout[-8000:]
            return done.stdout

        dbt("seed", "--select", "rubrics")
        shown = dbt("show", "--inline", MODEL, "--output", "json", "--limit", "-1")
    check(json.loads(shown)["show"])
