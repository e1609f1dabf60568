"""dbt reads the project with the true adapters of warehouses that nothing here can run.

Each adapter is installed in a throw-away environment: nobody else needs it. What is read is names,
configs and dispatch; no SQL is sent. Runs with `make engines-long`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import matrix
from tools.dbt import PROJECT

# Engine, its adapter, and what its profile asks for even when nobody connects.
ADAPTERS = {
    "Redshift": ("dbt-redshift==1.11.1", {"BELLWETHER_REDSHIFT_HOST": "nowhere"}),
    "Databricks": (
        "dbt-databricks==1.12.7",
        {
            "BELLWETHER_DATABRICKS_HOST": "nowhere",
            "BELLWETHER_DATABRICKS_HTTP_PATH": "none",
            "BELLWETHER_DATABRICKS_TOKEN": "none",
        },
    ),
}
DBT = ("dbt-core==1.12.0", "dbt-core-experimental-parser==2.0.0a4")

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        os.environ.get("BELLWETHER_ENGINES") != "1",
        reason="adapters of other warehouses are checked by `make engines-long`",
    ),
]


def call(*command: str, **env: str) -> None:
    """Run a command in the project's folder; fails with its own words."""
    done = subprocess.run(
        command, cwd=PROJECT, env={**os.environ, **env}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-8000:]


@pytest.mark.parametrize("engine", ADAPTERS)
def test_the_adapter_reads_the_project(engine: str, tmp_path: Path) -> None:
    adapter, profile = ADAPTERS[engine]
    folder = tmp_path / "venv"
    call(sys.executable, "-m", "venv", str(folder))
    pip = (str(folder / "bin" / "pip"), "--quiet", "--disable-pip-version-check", "install")
    call(*pip, "--upgrade", "pip")
    call(*pip, *DBT, adapter)
    with matrix.passes(engine, "parse", version=adapter.replace("==", " ")):
        call(
            str(folder / "bin" / "dbt"), "--no-use-colors", "--warn-error", "parse",
            BELLWETHER_TARGET=engine.lower(),
            DBT_PROFILES_DIR=str(PROJECT / "profiles"),
            DBT_TARGET_PATH=str(tmp_path / "target"),
            DBT_LOG_PATH=str(tmp_path / "logs"),
            **profile,
        )  # fmt: skip
