"""What `tools/child.py` changes of dbt: its log keeps the SQL, names find what dbt finds."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tools.dbt import PROJECT

# In a process of its own, as what is changed of dbt stays changed.
LOGGED = """
from tools.child import TELLING, drop_debug_events
from dbt_common.events import functions
fired = []
functions.fire_event = lambda event, *rest: fired.append(type(event).__name__)
drop_debug_events({kept})
from dbt.adapters.events.types import ConnectionUsed, SQLQuery
from dbt.events.types import JinjaLogDebug, JinjaLogInfo
for event in (
    SQLQuery(conn_name="a", sql="select 1"),
    ConnectionUsed(conn_type="duckdb", conn_name="a"),
    JinjaLogDebug(msg="asked"),
    JinjaLogInfo(msg="told"),
):
    functions.fire_event(event)
print(*fired)
"""
FOUND = """
from dbt.adapters.base import BaseAdapter
from dbt.adapters.duckdb.relation import DuckDBRelation
from tools.child import match_by_name_first
class Adapter:
    def _make_match_kwargs(self, database, schema, identifier):
        return {{"database": database, "schema": schema, "identifier": identifier}}
names = ("t", "T_2", "u")
of = [DuckDBRelation.create("scores", schema, name) for schema in "ab" for name in names]
asked = [("a", "t"), ("b", "T_2"), ("b", "none"), ("c", "t")]
def found():
    return [BaseAdapter._make_match(Adapter(), of, "scores", *name) for name in asked]
before = found()
match_by_name_first()
assert found() == before
print(*map(len, before))
"""


def output_of(program: str, **values: str) -> str:
    """What a program prints that runs in the project's folder."""
    return subprocess.run(
        [sys.executable, "-c", program.format(**values)],
        cwd=PROJECT,
        env=os.environ,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


@pytest.mark.parametrize(
    ("kept", "logged"),
    [("TELLING", "SQLQuery JinjaLogDebug JinjaLogInfo"), ("", "JinjaLogInfo")],
)
def test_of_what_dbt_tells_for_debugging_the_sql_is_kept(kept: str, logged: str) -> None:
    assert output_of(LOGGED, kept=kept) == logged


def test_a_table_is_found_by_its_name_as_dbt_finds_it() -> None:
    assert output_of(FOUND) == "1 1 0 0"
