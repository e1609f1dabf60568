"""dbt for Snowflake, against an emulator, builds the same marts as DuckDB, row by row, within 1e-9.

fakesnow reads Snowflake's SQL and runs it on DuckDB: it shows that dbt's adapter and this project's
macros write what its grammar takes, and what the models return as it understands them. It does not
show that Snowflake runs them. What it lacks is listed in fake_snowflake.py, each shown. All of it
is `make snowflake-test`; CI leaves out what is long.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import kill_at
from test_postgres import MAY_BE_EMPTY, OF_THE_RUN, differs, marts_with_keys
from test_postgres_stacks import STACKS

from tests.engines.company import IS_KNOWN, SEED
from tests.engines.emulator import emulator
from tests.engines.fetch import fetch
from tools import matrix
from tools.dbt import PROJECT, command_of

PYTHON = PROJECT / ".venv-snowflake" / "bin" / "python"
# The company is ten weeks old on the last of them.
DAYS = ("2026-06-15", "2026-06-22", "2026-06-29")
NO_UNIT_TESTS = ("--exclude-resource-type", "unit_test")
# What unit tests ask: columns, and no row.
EMPTY_BUILD = (
    "build", "--empty",
    "--resource-type", "seed", "--resource-type", "model", "--resource-type", "snapshot",
)  # fmt: skip
# Seconds; a run takes some minutes on a busy machine.
HANGS_AFTER = 1800
# Ten weeks of twelve accounts are too little for them: they are compared as empty on both.
EMPTY_AT_TEN_WEEKS = frozenset(MAY_BE_EMPTY) | {
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
    with emulator(PYTHON, "tests.engines.fake_snowflake", *options) as port:
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


def differences(
    ours: dict[str, Any],
    theirs: dict[str, Any],
    keys: dict[str, list[str]],
    may_be_empty: frozenset[str],
) -> list[str]:
    """A line for each cell of a mart that is another elsewhere, each row that one lacks."""
    assert sum(bool(ours[mart]["rows"]) for mart in keys) > 35, "nearly nothing was compared"
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
        if IS_KNOWN and not here and mart not in may_be_empty:
            problems.append(f"{mart}: no row on DuckDB, so nothing was compared")
        problems += [f"{mart} {name}: only on one engine" for name in here.keys() ^ there.keys()]
        problems += [
            f"{mart} {name} {column}: DuckDB {value!r}, there {there[name][column]!r}"
            for name in here.keys() & there.keys()
            for column, value in here[name].items()
            if column not in OF_THE_RUN and differs(value, there[name][column])
        ]
    return problems


def corner(folder: Path) -> dict[str, str]:
    """What makes dbt run in a folder of its own."""
    return {
        "DBT_PROFILES_DIR": str(PROJECT / "profiles"),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "DBT_LOG_LEVEL_FILE": "none",
    }


SHOWN = partial(matrix.passes, "Snowflake", version="emulated by fakesnow 0.12.1", size="12 x 10")


def unpassed_unit_tests(target: Path) -> set[str]:
    """Names of the unit tests that a run did not pass; it ran more than 200."""
    found = {
        result["unique_id"].rpartition(".")[2]: result["status"]
        for result in json.loads((target / "run_results.json").read_text())["results"]
        if result["unique_id"].startswith("unit_test.")
    }
    assert len(found) > 200
    return {name for name, status in found.items() if status != "pass"}


class Pair:
    """A company on DuckDB and on the emulator, built run by run from the same raw tables."""

    def __init__(self, folder: Path, there: dict[str, str], sources: list[str] | None = None):
        self.folder = folder
        self.raw, self.file = folder / "raw.duckdb", folder / "scores.duckdb"
        self.here = {
            "BELLWETHER_TARGET": "duckdb",
            "BELLWETHER_PATH": str(self.file),
            "BELLWETHER_RAW_PATH": str(self.raw),
        }
        self.there = there
        self.vars = {"bellwether_sources": sources} if sources else {}

    def make(self, stack: str = "") -> None:
        """Make the company and land it, as loaders do there."""
        call(
            sys.executable, "-m", "demo", "--path", str(self.raw), "--accounts", "12",
            "--weeks", "10", "--seed", str(SEED), "--end", DAYS[-1], "--stack", stack,
            env={},
        )  # fmt: skip
        landed = call(str(PYTHON), "-m", "tests.engines.land", str(self.raw), env=self.there)
        assert int(landed.split()[0]) > 30

    def start(
        self, is_here: bool, *arguments: str, day: str, restate_from: str = ""
    ) -> subprocess.Popen[str]:
        """Start dbt on one of the two."""
        side = self.folder / ("here" if is_here else "there")
        command = command_of("dbt") if is_here else [str(PYTHON.with_name("dbt"))]
        return subprocess.Popen(
            [*command, "--no-use-colors", *arguments, "--vars", json.dumps(self.vars)],
            cwd=PROJECT,
            env={
                **os.environ,
                **(self.here if is_here else self.there),
                "BELLWETHER_AS_OF_DATE": day,
                "BELLWETHER_RESTATE_FROM": restate_from,
                **corner(side),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, is_here: bool, *arguments: str, day: str, restate_from: str = "") -> str:
        """Run dbt on one of the two; fails with its own words, or when it hangs."""
        child = self.start(is_here, *arguments, day=day, restate_from=restate_from)
        try:
            output, _ = child.communicate(timeout=HANGS_AFTER)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            output, _ = child.communicate()
            raise AssertionError(f"hangs: {output[-2000:]}") from None
        assert child.returncode == 0, output[-8000:]
        return output

    def build(
        self, *arguments: str, day: str, restate_from: str = "", checks: tuple[str, ...] = ()
    ) -> None:
        """Build on both, with data tests, and compare every mart.

        `checks` are what README's table of engines calls the emulator's run.
        """
        command = ("build", *NO_UNIT_TESTS, *arguments)
        self.run(True, *command, day=day, restate_from=restate_from)
        with SHOWN(*checks):
            self.run(False, *command, day=day, restate_from=restate_from)
        self.compare()

    def compare(self, may_be_empty: frozenset[str] = EMPTY_AT_TEN_WEEKS) -> None:
        """Every cell of every mart is the same on both."""
        found = self.folder / "found.json"
        call(str(PYTHON), "-m", "tests.engines.fetch", str(found), env=self.there)
        keys = marts_with_keys(self.folder / "here" / "target" / "manifest.json")
        assert len(keys) > 40
        with duckdb.connect(str(self.file), read_only=True) as marts:
            ours = fetch(marts.cursor(), "bellwether")
        problems = differences(ours, json.loads(found.read_text()), keys, may_be_empty)
        assert not problems, f"{len(problems)}\n" + "\n".join(problems[:40])


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """A company that is landed and not built yet."""
    with server() as there:
        made = Pair(tmp_path, there)
        made.make()
        yield made


def test_a_fresh_build_gives_the_same_marts(pair: Pair) -> None:
    pair.build(day=DAYS[-1], checks=("build", "data tests"))


@pytest.mark.long
def test_weeks_and_a_restated_week_give_the_same_marts(pair: Pair) -> None:
    """As a scheduler on a server calls it, after a build; then the last closed week anew."""
    first, *weeks = DAYS
    with SHOWN(matrix.COMPARED, note="fresh, two weeks, one restated"):
        pair.build(day=first)
        for day in weeks:
            pair.build("--selector", "weekly", day=day, checks=("week",))
        pair.build("--selector", "weekly", day=weeks[-1], restate_from=first)


@pytest.mark.long
def test_killed_runs_are_taken_up_again(pair: Pair) -> None:
    """A build and a week, each killed half-way, end as if nobody had."""
    for day, arguments, sign in [
        (DAYS[1], (), " 300 of "),
        (DAYS[2], ("--selector", "weekly"), " 200 of "),
    ]:
        command = ("build", *NO_UNIT_TESTS, *arguments)
        kill_at(pair.start(False, *command, day=day), sign)
        pair.build(*arguments, day=day)


@pytest.mark.long
def test_unit_tests_pass(pair: Pair) -> None:
    """They ask for the columns of what is built, and for no row of it."""
    pair.run(False, *EMPTY_BUILD, day=DAYS[-1])
    with SHOWN("unit tests"):
        output = pair.run(False, "test", "--select", "test_type:unit", day=DAYS[-1])
        assert unpassed_unit_tests(pair.folder / "there" / "target") == set(), output[-8000:]


@pytest.mark.long
def test_other_tools_give_the_same_marts(tmp_path: Path) -> None:
    stack = "hubspot+amplitude+intercom"
    with server() as there:
        pair = Pair(tmp_path, there, STACKS[stack])
        pair.make(stack)
        pair.run(True, "build", *NO_UNIT_TESTS, day=DAYS[-1])
        pair.run(False, "build", *NO_UNIT_TESTS, day=DAYS[-1])
        # Visitors of these products are known by their events alone.
        pair.compare(EMPTY_AT_TEN_WEEKS | {"data_quality_visitor_match"})


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
