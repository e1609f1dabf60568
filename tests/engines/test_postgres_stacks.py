"""PostgreSQL builds the marts of the demo in other tools as DuckDB does, row by row."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest
from conftest import make_demo
from test_postgres import END, MAY_BE_EMPTY, build, compare_marts

from tests.engines.company import SEED
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
    make_demo(raw, accounts=20, weeks=40, seed=SEED, end=END, stack=stack)
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
        if "intercom" in stack:
            merge_two_companies(env, on_postgres, STACKS[stack])


def merge_two_companies(env: dict[str, str], folder: Path, sources: list[str]) -> None:
    """A week later two accounts are a third record, which goes on with the longer past."""
    weeks = "select count(*) from bellwether.fct_account_scores where account_id = %s"
    closed = " and snapshot_week < date '2026-06-22'"
    with contextlib.closing(postgres.connect(env)) as server:
        cursor = server.cursor()
        cursor.execute(
            "select account_id, count(distinct snapshot_week) from bellwether.fct_account_scores"
            " group by 1 having max(snapshot_week) = date '2026-06-29' order by 2 desc, 1 limit 2"
        )
        (longer, _), (shorter, _) = cursor.fetchall()
        cursor.execute(weeks + closed, [longer])
        expected = cursor.fetchone()
        cursor.execute(weeks + closed, [shorter])
        kept = cursor.fetchone()
        for statement in (
            f"create temp table one as select * from hubspot.company where id = {longer}",
            f"update one set id = 99, property_hs_merged_object_ids = '{longer};{shorter}'",
            "insert into hubspot.company select * from one",
            "create temp table past as select * from hubspot.company_property_history"
            f" where company_id = {longer}",
            "update past set company_id = 99, timestamp = timestamp '2026-06-30 10:00:00'",
            "insert into hubspot.company_property_history select * from past",
            f"update hubspot.company set is_deleted = true where id in ({longer}, {shorter})",
        ):
            cursor.execute(statement)
        server.commit()
    build(folder, env, bellwether_sources=sources, as_of_date="2026-07-06")
    with contextlib.closing(postgres.connect(env)) as server:
        cursor = server.cursor()
        found = []
        for account in ("99", longer, shorter):
            cursor.execute(weeks + closed, [account])
            found.append(cursor.fetchone())
    assert found == [expected, (0,), kept]
