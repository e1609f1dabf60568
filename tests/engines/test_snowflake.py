"""dbt for Snowflake, against an emulator, builds the same marts as DuckDB, row by row, within 1e-9.

fakesnow reads Snowflake's SQL and runs it on DuckDB: it shows that dbt's adapter and this project's
macros write what its grammar takes, and what the models return as it understands them. It does not
show that Snowflake runs them. What it lacks is listed in fake_snowflake.py, each shown. Runs
where `make .venv-snowflake/installed` has been.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from test_postgres import MAY_BE_EMPTY, OF_THE_RUN, differs, marts_with_keys

from tests.engines.fetch import fetch
from tools.dbt import PROJECT, command_of

PYTHON = PROJECT / ".venv-snowflake" / "bin" / "python"
# The company is ten weeks old on the second of them.
DAYS = ("2026-06-22", "2026-06-29")
# Ten weeks of twelve accounts are too little for them: they are compared as empty on both.
EMPTY_AT_TEN_WEEKS = MAY_BE_EMPTY | {
    "intervention_results",
    "score_money_disagreement",
    "value_identification",
    "value_outlook",
}

pytestmark = pytest.mark.skipif(
    os.environ.get("BELLWETHER_ENGINES") != "1" or not PYTHON.exists(),
    reason="needs BELLWETHER_ENGINES=1 and make .venv-snowflake/installed; CONTRIBUTING tells",
)


def call(*command: str, env: dict[str, str]) -> str:
    """Run a command in the project's folder; fails with its own words."""
    done = subprocess.run(
        command, cwd=PROJECT, env={**os.environ, **env}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-8000:]
    return done.stdout


@contextlib.contextmanager
def server(*options: str) -> Iterator[dict[str, str]]:
    """Run the emulator on a free local port; yields the environment that the profile reads."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    child = subprocess.Popen(
        [str(PYTHON), "-m", "tests.engines.fake_snowflake", port, *options],
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 120
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", int(port))):
                break
            assert child.poll() is None and time.monotonic() < until, "the emulator did not start"
            time.sleep(0.2)
        yield {
            "BELLWETHER_TARGET": "snowflake",
            "BELLWETHER_SNOWFLAKE_ACCOUNT": "fakesnow",
            "BELLWETHER_SNOWFLAKE_USER": "fake",
            "BELLWETHER_SNOWFLAKE_PASSWORD": "fake",
            # Called like the schema, it could not be told from it by the emulator.
            "BELLWETHER_SNOWFLAKE_DATABASE": "analytics",
            "BELLWETHER_SNOWFLAKE_HOST": "127.0.0.1",
            "BELLWETHER_SNOWFLAKE_PORT": port,
            "BELLWETHER_SNOWFLAKE_PROTOCOL": "http",
            # The emulator is one process.
            "BELLWETHER_THREADS": "1",
        }
    finally:
        child.terminate()
        child.wait(timeout=30)


def dbt(command: list[str], folder: Path, env: dict[str, str], day: str, *arguments: str) -> str:
    """Run dbt in a corner of its own."""
    corner = {
        "DBT_PROFILES_DIR": str(PROJECT / "profiles"),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
    }
    given = [*arguments, "--vars", json.dumps({"as_of_date": day})]
    return call(*command, "--no-use-colors", *given, env={**env, **corner})


def differences(
    ours: dict[str, Any], theirs: dict[str, Any], keys: dict[str, list[str]]
) -> list[str]:
    """A line for each cell of a mart that is another elsewhere, each row that one lacks."""
    problems = []
    for mart, key in keys.items():
        here, there = (
            {
                tuple(cells[name] for name in key): cells
                for row in found[mart]["rows"]
                for cells in [dict(zip(found[mart]["columns"], row, strict=True))]
            }
            for found in (ours, theirs)
        )
        if not here and mart not in EMPTY_AT_TEN_WEEKS:
            problems.append(f"{mart}: no row on DuckDB, so nothing was compared")
        problems += [f"{mart} {name}: only on one engine" for name in here.keys() ^ there.keys()]
        problems += [
            f"{mart} {name} {column}: DuckDB {value!r}, there {there[name][column]!r}"
            for name in here.keys() & there.keys()
            for column, value in here[name].items()
            if column not in OF_THE_RUN and differs(value, there[name][column])
        ]
    return problems


def test_emulated_snowflake_gives_the_same_marts(tmp_path: Path) -> None:
    raw, file = tmp_path / "raw.duckdb", tmp_path / "scores.duckdb"
    call(
        sys.executable, "-m", "demo", "--path", str(raw),
        "--accounts", "12", "--weeks", "10", "--seed", "3", "--end", DAYS[-1],
        env={},
    )  # fmt: skip
    here = {
        "BELLWETHER_TARGET": "duckdb",
        "BELLWETHER_PATH": str(file),
        "BELLWETHER_RAW_PATH": str(raw),
    }
    build = ["build", "--exclude-resource-type", "unit_test"]
    with server() as there:
        landed = call(str(PYTHON), "-m", "tests.engines.land", str(raw), env=there)
        assert int(landed.split()[0]) > 40
        for day in DAYS:
            dbt(command_of("dbt"), tmp_path / "here", here, day, *build)
            dbt([str(PYTHON.with_name("dbt"))], tmp_path / "there", there, day, *build)
            found = tmp_path / "found.json"
            call(str(PYTHON), "-m", "tests.engines.fetch", str(found), env=there)
            keys = marts_with_keys(tmp_path / "here" / "target" / "manifest.json")
            assert len(keys) > 40
            with duckdb.connect(str(file), read_only=True) as marts:
                ours = fetch(marts.cursor(), "bellwether")
            problems = differences(ours, json.loads(found.read_text()), keys)
            assert not problems, f"{day}: {len(problems)}\n" + "\n".join(problems[:40])


def test_gaps_are_the_emulators() -> None:
    """What is mended fails on the emulator as it comes, and then is as Snowflake has it."""
    show = (str(PYTHON), "-m", "tests.engines.fake_snowflake", "--show")
    with server("--as-it-comes") as env:
        as_it_comes = json.loads(call(*show, env=env))
    with server() as env:
        mended = json.loads(call(*show, env=env))
    assert len(mended) > 4
    assert [name for name, gap in as_it_comes.items() if gap["emulator"] == gap["snowflake"]] == []
    assert [name for name, gap in mended.items() if gap["emulator"] != gap["snowflake"]] == []
