"""Spark with Iceberg tables builds the same marts as DuckDB, row by row, within 1e-9: fresh, after
two weeks more, of which one was killed at first, and after a restated week; and unit tests pass.

`make spark-test` sets up `.venv-spark` and runs it on a cluster of one master and two workers;
`BELLWETHER_SPARK_MASTER=local[2]` takes one process in its place, which is quicker.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import duckdb
import pytest
from test_postgres import marts_with_keys
from test_snowflake import (
    EMPTY_AT_TEN_WEEKS,
    EMPTY_BUILD,
    call,
    differences,
    unpassed_unit_tests,
)

from tests.engines.company import SEED
from tests.engines.fetch import fetch
from tests.engines.spark_cluster import PYTHON, cluster
from tools import matrix
from tools.dbt import PROJECT, command_of

# The company is ten weeks old on the last of them.
DAYS = ("2026-06-15", "2026-06-22", "2026-06-29")
RESTATED_FROM = "2026-06-08"
BUILD = ("build", "--exclude-resource-type", "unit_test")
WEEK = ("build", "--selector", "weekly")
SPARK_DBT = [str(PYTHON.with_name("dbt"))]
SHOWN = partial(matrix.passes, "Spark", version="3.5.9 with Iceberg", size="12 x 10")

NEEDED = pytest.mark.skipif(
    os.environ.get("BELLWETHER_ENGINES") != "1" or not PYTHON.exists() or not shutil.which("java"),
    reason="Spark is checked by `make spark-test`",
)
pytestmark = [pytest.mark.long, NEEDED]


class Both:
    """A company on DuckDB and on Spark, run by run."""

    def __init__(self, folder: Path, spark: dict[str, str]) -> None:
        self.folder = folder
        self.raw, self.file = folder / "raw.duckdb", folder / "scores.duckdb"
        self.here = {
            "BELLWETHER_TARGET": "duckdb",
            "BELLWETHER_PATH": str(self.file),
            "BELLWETHER_RAW_PATH": str(self.raw),
        }
        self.spark = spark

    def land(self) -> None:
        """Make the company's raw tables, and copy them to Spark."""
        call(
            sys.executable, "-m", "demo", "--path", str(self.raw),
            "--accounts", "12", "--weeks", "10", "--seed", str(SEED), "--end", DAYS[-1],
            env={},
        )  # fmt: skip
        landed = call(
            str(PYTHON), "-m", "tests.engines.spark_tables", "land", str(self.raw), env=self.spark
        )
        assert int(landed.split()[0]) > 40

    def environment(self, engine: dict[str, str], day: str, restate_from: str) -> dict[str, str]:
        """What a run on one of the engines finds in its environment."""
        corner = self.folder / engine["BELLWETHER_TARGET"]
        return {
            **engine,
            "BELLWETHER_AS_OF_DATE": day,
            "BELLWETHER_RESTATE_FROM": restate_from,
            "DBT_PROFILES_DIR": str(PROJECT / "profiles"),
            "DBT_TARGET_PATH": str(corner / "target"),
            "DBT_LOG_PATH": str(corner / "logs"),
            "DBT_LOG_LEVEL_FILE": "none",
        }

    def run(
        self, day: str, *arguments: str, restate_from: str = "", checks: tuple[str, ...] = ()
    ) -> None:
        """One run on each engine; `checks` are what README's table of engines calls Spark's."""
        env = self.environment(self.here, day, restate_from)
        call(*command_of("dbt"), "--no-use-colors", *arguments, env=env)
        with SHOWN(*checks):
            self.run_there(day, *arguments, restate_from=restate_from)

    def run_there(self, day: str, *arguments: str, restate_from: str = "") -> str:
        """One run on Spark; returns what it printed."""
        env = self.environment(self.spark, day, restate_from)
        return call(*SPARK_DBT, "--no-use-colors", *arguments, env=env)

    def differences(self) -> list[str]:
        """What differs between the marts, a line each."""
        found = self.folder / "found.json"
        call(str(PYTHON), "-m", "tests.engines.spark_tables", "fetch", str(found), env=self.spark)
        keys = marts_with_keys(self.folder / "duckdb" / "target" / "manifest.json")
        assert len(keys) > 40
        with duckdb.connect(str(self.file), read_only=True) as marts:
            ours = fetch(marts.cursor(), "bellwether")
        return differences(ours, json.loads(found.read_text()), keys, EMPTY_AT_TEN_WEEKS)


def test_spark_gives_the_same_marts(tmp_path: Path) -> None:
    with cluster(tmp_path / "spark", os.environ.get("BELLWETHER_SPARK_MASTER", "")) as spark:
        both = Both(tmp_path, spark)
        both.land()
        with SHOWN(matrix.COMPARED, note="fresh, two weeks, one killed, one restated"):
            both.run(DAYS[0], *BUILD, checks=("build", "data tests"))
            expect_none("fresh", both)
            kill_a_week(both)
            both.run(DAYS[1], *WEEK)
            expect_none("a killed week, and the week again", both)
            both.run(DAYS[2], *WEEK, checks=("week",))
            expect_none("a second week", both)
            both.run(DAYS[2], *WEEK, restate_from=RESTATED_FROM)
            expect_none("restated", both)


def test_unit_tests_pass(tmp_path: Path) -> None:
    """They ask for the columns of what is built, and for no row of it."""
    with cluster(tmp_path / "spark", os.environ.get("BELLWETHER_SPARK_MASTER", "")) as spark:
        both = Both(tmp_path, spark)
        both.land()
        both.run_there(DAYS[-1], *EMPTY_BUILD)
        with SHOWN("unit tests"):
            output = both.run_there(DAYS[-1], "test", "--select", "test_type:unit")
            assert unpassed_unit_tests(tmp_path / "spark" / "target") == set(), output[-8000:]


def expect_none(state: str, both: Both) -> None:
    """No cell of any mart differs."""
    problems = both.differences()
    assert not problems, f"{state}: {len(problems)}\n" + "\n".join(problems[:40])


def kill_a_week(both: Both) -> None:
    """Begin the second week on Spark, and kill it while it replaces the weeks of signals."""
    log = both.folder / "killed.log"
    with log.open("wb") as out:
        child = subprocess.Popen(
            [*SPARK_DBT, "--no-use-colors", *WEEK],
            cwd=PROJECT,
            stdout=out,
            stderr=out,
            start_new_session=True,
            env={**os.environ, **both.environment(both.spark, DAYS[1], "")},
        )
    until = time.monotonic() + 3600
    while "created sql incremental model bellwether_intermediate.int_scored" not in log.read_text():
        assert child.poll() is None and time.monotonic() < until, log.read_text()[-4000:]
        time.sleep(0.2)
    # dbt and the driver that it started.
    os.killpg(child.pid, 9)
    child.wait()
