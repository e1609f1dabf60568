"""Another project uses this one as a package on PostgreSQL (see tests/e2e/test_as_package.py)."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
import test_postgres
from conftest import make_demo
from own_project import COMMANDS, make_project, weights_query

from tools import postgres

pytestmark = [pytest.mark.long, test_postgres.pytestmark]


def test_another_project_builds_tests_and_overrides(tmp_path: Path) -> None:
    raw = tmp_path / "raw.duckdb"
    make_demo(raw, accounts=12, weeks=30, seed=5)
    with postgres.server() as env:
        postgres.load_raw(raw, env)
        output = {
            "type": "postgres",
            "host": env["BELLWETHER_PG_HOST"],
            "port": int(env["BELLWETHER_PG_PORT"]),
            "user": env["BELLWETHER_PG_USER"],
            "password": "",
            "dbname": env["BELLWETHER_PG_DATABASE"],
            "schema": "main",
            "threads": 2,
        }
        project = make_project(tmp_path / "shop", output, env)
        for command in COMMANDS:
            project.dbt(command)
        # A second run takes the incremental paths.
        project.dbt("dbt build --exclude-resource-type unit_test test")
        with contextlib.closing(postgres.connect(env)) as server:
            cursor = server.cursor()
            cursor.execute(weights_query("shop_scores"))
            cells, changed = cursor.fetchone() or (0, 0)
            cursor.execute("select count(score) from shop_reports.low_scores")
            (low,) = cursor.fetchone() or (0,)
            cursor.execute(
                "select count(*), count(pg_catalog.col_description(attrelid, attnum)) "
                "from pg_catalog.pg_attribute "
                "where attrelid = cast('shop_scores.health_scores' as regclass) and attnum > 0"
            )
            columns, described = cursor.fetchone() or (0, 1)
    assert cells == changed > 0
    assert low > 0
    assert columns == described
