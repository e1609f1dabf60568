"""On PostgreSQL what others put on our tables stays over a rebuild: grants, views, indexes."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from tools import postgres
from tools.dbt import PROJECT, command_of

END = "2026-06-29"
PAGE = PROJECT / "models" / "_docs" / "connect_bi.md"
# The role that reads, as the page gives it: what users paste is what runs here.
[READER] = re.findall(r"^```sql\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)

pytestmark = pytest.mark.skipif(
    os.environ.get("BELLWETHER_ENGINES") != "1",
    reason="real engines are checked by .ci/run (BELLWETHER_ENGINES=1)",
)


@dataclass
class Warehouse:
    """A server with a small company on it."""

    folder: Path
    env: dict[str, str]

    def dbt(self, *arguments: str) -> str:
        """Run dbt; its output."""
        done = subprocess.run(
            [
                *command_of("dbt"), "--no-use-colors", *arguments,
                "--vars", json.dumps({"as_of_date": END}),
            ],
            cwd=PROJECT,
            env={
                **os.environ,
                **self.env,
                "DBT_PROFILES_DIR": str(PROJECT / "profiles"),
                "DBT_TARGET_PATH": str(self.folder / "target"),
                "DBT_LOG_PATH": str(self.folder / "logs"),
            },
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-6000:]
        return done.stdout

    def build(self, *arguments: str) -> None:
        """Seeds, models and snapshots; what tests say is not the question here."""
        self.dbt("build", "--exclude-resource-type", "unit_test", "test", *arguments)

    def sql(self, *statements: str) -> list[tuple[Any, ...]]:
        """Run statements in one transaction; rows of the last one."""
        with contextlib.closing(postgres.connect(self.env)) as connection:
            cursor = connection.cursor()
            for statement in statements:
                cursor.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
            connection.commit()
        return rows

    def ours(self) -> list[str]:
        """Every mart and seed, as `schema.name`."""
        nodes = json.loads((self.folder / "target" / "manifest.json").read_text())["nodes"]
        return sorted(
            f"{node['schema']}.{node['alias']}"
            for node in nodes.values()
            if node["resource_type"] == "seed"
            or (node["resource_type"] == "model" and node["path"].startswith("marts/"))
        )


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    folder = tmp_path_factory.mktemp("readers")
    raw = folder / "raw.duckdb"
    subprocess.run(
        [
            sys.executable, "-m", "demo", "--path", str(raw),
            "--accounts", "12", "--weeks", "8", "--seed", "3", "--end", END,
        ],
        cwd=PROJECT,
        check=True,
    )  # fmt: skip
    with postgres.server() as env:
        postgres.load_raw(raw, env)
        found = Warehouse(folder, env)
        found.build()
        found.sql("create role analyst", "create schema analysts")
        for relation in found.ours():
            name = relation.split(".")[1]
            found.sql(
                f"grant select on {relation} to analyst",
                f"create view analysts.{name} as select * from {relation}",
                f"create view analysts.{name}_counted as select count(*) as n from analysts.{name}",
            )
        found.sql(READER)
        found.sql("create index analysts_own on bellwether.dim_playbooks (playbook_id)")
        yield found


def readable(warehouse: Warehouse, relation: str) -> bool:
    """Whether the role of the page can select from a table or view, its schema included."""
    return bool(
        warehouse.sql(
            "select has_schema_privilege('bellwether_reader', relnamespace, 'usage') "
            "and has_table_privilege('bellwether_reader', oid, 'select') "
            f"from pg_class where oid = cast('{relation}' as regclass)"
        )[0][0]
    )


def lost(warehouse: Warehouse) -> list[str]:
    """What is no longer as the analysts left it."""
    problems = []
    views = {name for (name,) in warehouse.sql(
        "select viewname from pg_views where schemaname = 'analysts'"
    )}  # fmt: skip
    for relation in warehouse.ours():
        name = relation.split(".")[1]
        if not warehouse.sql(f"select has_table_privilege('analyst', '{relation}', 'select')")[0][
            0
        ]:
            problems.append(f"{relation}: grant")
        if not readable(warehouse, relation):
            problems.append(f"{relation}: bellwether_reader")
        if not {name, f"{name}_counted"} <= views:
            problems.append(f"{relation}: views")
            continue
        counted = warehouse.sql(
            f"select n, (select count(*) from {relation}) from analysts.{name}_counted"
        )[0]
        if counted[0] != counted[1]:
            problems.append(f"{relation}: a view shows {counted[0]} of {counted[1]} rows")
    if not warehouse.sql("select 1 from pg_indexes where indexname = 'analysts_own'"):
        problems.append("index")
    return problems


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param((), id="again"),
        pytest.param(("--full-refresh",), id="full refresh", marks=pytest.mark.long),
    ],
)
def test_grants_and_views_stay(warehouse: Warehouse, arguments: tuple[str, ...]) -> None:
    """A row too many stands in a table before: it is the rows that are replaced."""
    assert len(warehouse.ours()) > 60
    warehouse.sql(
        "insert into bellwether.dim_playbooks select * from bellwether.dim_playbooks limit 1"
    )
    before = warehouse.sql("select count(*) from bellwether.dim_playbooks")[0][0]
    warehouse.build(*arguments)
    assert lost(warehouse) == []
    assert warehouse.sql("select count(*) from bellwether.dim_playbooks")[0][0] == before - 1


def test_a_column_more_takes_nothing_away(warehouse: Warehouse) -> None:
    columns = warehouse.sql(
        "select string_agg(column_name, ', ' order by ordinal_position) "
        "from information_schema.columns where table_schema = 'bellwether' "
        "and table_name = 'dim_playbooks' and column_name <> 'owner'"
    )[0][0]
    warehouse.sql(
        "drop view analysts.dim_playbooks cascade",
        "alter table bellwether.dim_playbooks drop column owner",
        f"create view analysts.dim_playbooks as select {columns} from bellwether.dim_playbooks",
        "create view analysts.dim_playbooks_counted as select count(*) as n "
        "from analysts.dim_playbooks",
    )
    warehouse.dbt("run", "--select", "dim_playbooks")
    assert lost(warehouse) == []
    assert warehouse.sql("select count(owner) from bellwether.dim_playbooks")[0][0] > 0


def test_a_column_less_is_said_and_grants_stay(warehouse: Warehouse) -> None:
    warehouse.sql(
        "alter table bellwether.dim_playbooks add column of_old integer",
        "create view analysts.of_old as select of_old from bellwether.dim_playbooks",
    )
    output = warehouse.dbt("run", "--select", "dim_playbooks")
    assert "Columns of bellwether.dim_playbooks" in output
    assert "analysts.dim_playbooks, analysts.dim_playbooks_counted, analysts.of_old" in output
    assert lost(warehouse) == ["bellwether.dim_playbooks: views", "index"]


def test_the_role_of_the_page_reads_marts_and_rules_alone(warehouse: Warehouse) -> None:
    relations = warehouse.sql(
        "select table_schema, format('%I.%I', table_schema, table_name) "
        "from information_schema.tables "
        "where table_schema not in ('pg_catalog', 'information_schema')"
    )
    schemas = {schema for schema, _ in relations}
    assert {"bellwether_staging", "bellwether_intermediate", "salesforce"} <= schemas
    read = {relation for _, relation in relations if readable(warehouse, relation)}
    assert read == {
        relation
        for schema, relation in relations
        if schema in ("bellwether", "bellwether_scorecards")
    }
    for statement in ("delete from", "truncate"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            warehouse.sql("set role bellwether_reader", f"{statement} bellwether.dim_playbooks")


def test_the_role_of_the_page_reads_a_table_that_is_new(warehouse: Warehouse) -> None:
    """As an update of the project brings one; a grant of the day before does not reach it."""
    warehouse.sql("drop table bellwether.dim_playbooks cascade")
    warehouse.dbt("run", "--select", "dim_playbooks")
    assert readable(warehouse, "bellwether.dim_playbooks")
    analyst = "select has_table_privilege('analyst', 'bellwether.dim_playbooks', 'select')"
    assert not warehouse.sql(analyst)[0][0]
