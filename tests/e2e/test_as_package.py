"""Another project uses this one as a package: its schemas, its rules, its vars, its own models."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from conftest import make_demo
from own_project import COMMANDS, make_project, weights_query

pytestmark = pytest.mark.long


def test_another_project_builds_tests_and_overrides(tmp_path: Path) -> None:
    raw, file = tmp_path / "raw.duckdb", tmp_path / "shop.duckdb"
    make_demo(raw, accounts=12, weeks=30, seed=5)
    landed = {"path": str(raw), "alias": "landed", "read_only": True}
    project = make_project(
        tmp_path / "shop",
        {"type": "duckdb", "path": str(file), "schema": "main", "threads": 2, "attach": [landed]},
        env={},
    )
    for command in COMMANDS:
        assert command.startswith("dbt ")
        project.dbt(command)
    # A second run takes the incremental paths.
    project.dbt("dbt build --exclude-resource-type unit_test test")
    with duckdb.connect(str(file), read_only=True) as connection:
        schemas = connection.execute(
            "select distinct table_schema from information_schema.tables "
            "where table_catalog = 'shop' order by 1"
        ).fetchall()
        assert [name for (name,) in schemas] == [
            "shop_inner", "shop_raw_views", "shop_reports", "shop_rules", "shop_scores",
        ]  # fmt: skip
        cells, changed = connection.execute(weights_query("shop_scores")).fetchall()[0]
        low = connection.execute("select count(score) from shop_reports.low_scores").fetchone()
        off = connection.execute(
            "select count(*) from shop_scores.data_quality_source_freshness where not is_source_on"
        ).fetchone()
    assert low and low[0] > 0
    assert off and off[0] > 0
    assert cells == changed > 0
