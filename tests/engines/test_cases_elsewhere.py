"""What tests/e2e/test_cases.py asks has the same answers on PostgreSQL, in a DuckLake, on Spark and
on emulated Snowflake.

One build of what is asked serves all cases, without data tests.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
import test_ducklake
import test_postgres
import test_snowflake
import test_spark

from tests.e2e.test_cases import CASES, FIRST, NEWEST, company_of_cases, with_ids
from tests.engines.fetch import answers, plain
from tests.engines.spark_cluster import cluster
from tools import postgres
from tools.dbt import command_of

QUESTIONS = [
    (f"{add.__name__}: {what}", sql, right) for add, checks in CASES for what, sql, right in checks
]
ASKED = sorted({name for _, sql, _ in QUESTIONS for name in re.findall(r"\{\w+\}[.](\w+)", sql)})
SCHEMAS = {"marts": "bellwether", "intermediate": "bellwether_intermediate"}

pytestmark = pytest.mark.long


def build(command: list[str], folder: Path, env: dict[str, str]) -> None:
    """Build the asked models and what they read."""
    test_snowflake.call(
        *command, "--no-use-colors", "build", "--select", *(f"+{name}" for name in ASKED),
        "--resource-type", "model", "--resource-type", "seed", "--resource-type", "snapshot",
        "--vars", json.dumps({"as_of_date": NEWEST, "history_start": FIRST}),
        env={**env, **test_snowflake.corner(folder)},
    )  # fmt: skip


def wrong(found: list[Any]) -> list[str]:
    """A line for each answer that is another than the right one."""
    problems = []
    for (name, _, right), answer in zip(QUESTIONS, found, strict=True):
        expected = plain(right)
        if isinstance(expected, float):
            expected = pytest.approx(expected, rel=1e-6, abs=1e-9)
        if answer != expected:
            problems.append(f"{name}: {answer!r}, right is {right!r}")
    return problems


def questions(ids: dict[str, str]) -> list[str]:
    """SQL of all cases."""
    return [with_ids(sql, ids).format(**SCHEMAS) for _, sql, _ in QUESTIONS]


@test_postgres.pytestmark
def test_cases_on_postgres(tmp_path: Path) -> None:
    raw = tmp_path / "raw.duckdb"
    ids = company_of_cases(raw)
    with postgres.server() as env:
        postgres.load_raw(raw, env, has_zones=True)
        build(command_of("dbt"), tmp_path, env)
        with contextlib.closing(postgres.connect(env)) as server:
            found = answers(server.cursor(), questions(ids))
    assert wrong(found) == []


@test_snowflake.pytestmark
def test_cases_on_emulated_snowflake(tmp_path: Path) -> None:
    raw, asked, answered = (tmp_path / name for name in ("raw.duckdb", "asked", "answered"))
    ids = company_of_cases(raw)
    asked.write_text(json.dumps(questions(ids)))
    python = test_snowflake.PYTHON
    with test_snowflake.server() as env:
        test_snowflake.call(str(python), "-m", "tests.engines.land", str(raw), env=env)
        build([str(python.with_name("dbt"))], tmp_path, env)
        test_snowflake.call(
            str(python), "-m", "tests.engines.fetch", str(answered), "--questions", str(asked),
            env=env,
        )  # fmt: skip
    assert wrong(json.loads(answered.read_text())) == []


@test_ducklake.NEEDED
def test_cases_in_a_ducklake(tmp_path: Path) -> None:
    lake = test_ducklake.Lake(tmp_path)
    asked, answered = tmp_path / "asked", tmp_path / "answered"
    ids = company_of_cases(lake.raw)
    asked.write_text(json.dumps(questions(ids)))
    build([str(test_ducklake.LAKE / "dbt")], tmp_path, lake.environment("ducklake"))
    lake.python(test_ducklake.ASK, str(asked), str(answered))
    assert wrong(json.loads(answered.read_text())) == []


@test_spark.NEEDED
def test_cases_on_spark(tmp_path: Path) -> None:
    raw, asked, answered = (tmp_path / name for name in ("raw.duckdb", "asked", "answered"))
    ids = company_of_cases(raw)
    # Spark's name for it has one word.
    words = [sql.replace("double precision", "double") for sql in questions(ids)]
    asked.write_text(json.dumps(words))
    python, tables = str(test_spark.PYTHON), "tests.engines.spark_tables"
    with cluster(tmp_path / "spark", os.environ.get("BELLWETHER_SPARK_MASTER", "")) as env:
        test_snowflake.call(python, "-m", tables, "land", str(raw), env=env)
        build(test_spark.SPARK_DBT, tmp_path, env)
        test_snowflake.call(python, "-m", tables, "ask", str(asked), str(answered), env=env)
    assert wrong(json.loads(answered.read_text())) == []
