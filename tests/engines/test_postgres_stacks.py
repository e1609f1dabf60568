"""PostgreSQL builds the marts of the demo in other tools as DuckDB does, row by row."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import make_demo
from test_postgres import END, MAY_BE_EMPTY, build, compare_marts

from tools import postgres

SHARED = ["stripe", "qualtrics", "customer_success"]
STACKS = {
    "hubspot+amplitude+intercom": ["hubspot", "amplitude", "intercom", *SHARED],
    "hubspot+mixpanel": ["hubspot", "mixpanel", "zendesk", *SHARED],
}

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        os.environ.get("BELLWETHER_ENGINES") != "1",
        reason="real engines are checked by `make engines-long` (BELLWETHER_ENGINES=1)",
    ),
]


@pytest.mark.parametrize("stack", STACKS)
def test_postgres_gives_the_same_marts_of_other_tools(stack: str, tmp_path: Path) -> None:
    on_duckdb, on_postgres = tmp_path / "duckdb", tmp_path / "postgres"
    on_duckdb.mkdir()
    on_postgres.mkdir()
    raw = tmp_path / "raw.duckdb"
    make_demo(raw, accounts=20, weeks=40, seed=3, end=END, stack=stack)
    files = {
        "BELLWETHER_TARGET": "duckdb",
        "BELLWETHER_PATH": str(on_duckdb / "scores.duckdb"),
        "BELLWETHER_RAW_PATH": str(raw),
    }
    build(on_duckdb, files, bellwether_sources=STACKS[stack])
    with postgres.server() as env:
        assert postgres.load_raw(raw, env, has_zones=True) > 30
        build(on_postgres, env, bellwether_sources=STACKS[stack])
        # Visitors of these products are known by their events alone.
        may_be_empty = MAY_BE_EMPTY | {"data_quality_visitor_match"}
        problems = compare_marts(env, on_duckdb, may_be_empty)
        assert not problems, "\n".join(problems[:40])
