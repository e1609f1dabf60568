"""Metrics: `mf` takes their definitions, and each says what plain SQL says of the mart."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import PROJECT, Company, make_demo
from dbt.adapters.factory import get_adapter_by_type
from dbt_metricflow.cli.dbt_connectors.adapter_backed_client import AdapterBackedSqlClient
from dbt_metricflow.cli.dbt_connectors.dbt_config_accessor import dbtProjectMetadata
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow_semantics.model.dbt_manifest_parser import (
    parse_manifest_from_dbt_generated_manifest,
)
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

from tools.unit import SCRATCH, built_file

Row = tuple[Any, ...]
Query = Callable[..., list[Row]]

# What metrics and the SQL beside them read, with all above it.
READ = (
    "+int_days", "+health_scores", "+health_watchlist", "+health_movements_weekly",
    "+value_tiers", "+adoption_scores", "+adoption_overview", "+score_alerts",
)  # fmt: skip

AT_RISK = "(select account_id, snapshot_week from health_watchlist)"
RENEWING = f"(account_id, snapshot_week) in {AT_RISK} and renewal_date <= snapshot_week + 90"
OF_HEALTH = "scorecard_id = 'health'"
TIERED = "tier in ('high_value', 'standard')"
MOVEMENTS = f"health_movements_weekly where {OF_HEALTH}"
# Each metric a week by plain SQL: an aggregate, and the rows that it counts.
WEEKLY = {
    "accounts": ("count(*)", "health_scores"),
    "accounts_at_risk": ("count(*)", "health_watchlist"),
    "recurring_revenue": ("sum(recurring_revenue)", "health_scores"),
    "revenue_at_risk": ("sum(recurring_revenue)", "health_watchlist"),
    "mean_health": ("avg(score)", f"health_scores where {OF_HEALTH}"),
    "health_times_revenue": (
        "sum(score * recurring_revenue)",
        f"health_scores where {OF_HEALTH}",
    ),
    "revenue_with_health": (
        "sum(recurring_revenue)",
        f"health_scores where {OF_HEALTH} and score is not null",
    ),
    "revenue_weighted_health": (
        "sum(score * recurring_revenue) / sum(recurring_revenue)",
        f"health_scores where {OF_HEALTH} and score is not null and recurring_revenue > 0",
    ),
    "coverage": ("avg(weight_observed)", "health_scores"),
    "accounts_scored": ("count(*)", "health_scores where score is not null"),
    "scored_share": ("count(score) / count(*)", "health_scores"),
    "renewals_at_risk": (
        "count(*)",
        f"health_scores where {RENEWING} and is_renewal_settled is not true",
    ),
    "renewal_revenue_at_risk": (
        "sum(recurring_revenue)",
        f"health_scores where {RENEWING} and is_renewal_settled is not true",
    ),
    "high_value_accounts": ("count(*)", "value_tiers where tier = 'high_value'"),
    "accounts_with_tier": ("count(*)", f"value_tiers where {TIERED}"),
    "high_value_share": ("avg((tier = 'high_value')::int)", f"value_tiers where {TIERED}"),
    "mean_adoption": ("avg(score)", "adoption_overview"),
    "mean_adoption_of_category": ("avg(score)", "adoption_scores"),
    "alerts_opened": ("count(*)", "alerts"),
    "alerts_open": ("count(*)", "alerts where resolved_week is null"),
    "alerts_past_due": (
        "count(*)",
        "alerts where resolved_week is null and answered_at is null and due_date < "
        "(select max(snapshot_week) from health_scores)",
    ),
    "alerts_answered": ("count(*)", "alerts where answered_at is not null"),
    "alerts_answered_in_time": (
        "sum(case when answered_at::date <= due_date then 1.0 else 0 end) / count(*)",
        "alerts where answered_at::date <= due_date or due_date < "
        "coalesce(resolved_week, (select max(snapshot_week) from health_scores))",
    ),
    "accounts_moved": ("sum(n_accounts)", f"{MOVEMENTS} and from_band <> to_band"),
    "accounts_improved": ("sum(n_accounts)", f"{MOVEMENTS} and direction = 'improved'"),
    "accounts_worsened": ("sum(n_accounts)", f"{MOVEMENTS} and direction = 'worsened'"),
    "accounts_churned": ("sum(n_accounts)", f"{MOVEMENTS} and to_band = 'gone'"),
    "churned_revenue": ("sum(recurring_revenue)", f"{MOVEMENTS} and to_band = 'gone'"),
    "new_revenue": ("sum(recurring_revenue)", f"{MOVEMENTS} and from_band = 'new'"),
    "accounts_a_week_before": ("sum(n_accounts)", f"{MOVEMENTS} and from_band <> 'new'"),
    "weekly_churn": (
        "sum(case when to_band = 'gone' then n_accounts else 0 end) / sum(n_accounts)",
        f"{MOVEMENTS} and from_band <> 'new'",
    ),
    "weekly_net_revenue_retention": (
        "sum(case when not is_new then recurring_revenue end) / min(nullif(before, 0))",
        "retention",
    ),
}
# Alerts by the week that opened them; each week's accounts with who was no customer before.
HELPERS = """
    create or replace temp view alerts as
    select *, opened_week as snapshot_week from score_alerts;

    create or replace temp view retention as
    select
        now.snapshot_week,
        now.recurring_revenue,
        last.account_id is null as is_new,
        (
            select sum(health_scores.recurring_revenue) from health_scores
            where health_scores.snapshot_week = now.snapshot_week - 7
        ) as before
    from health_scores as now
    left join health_scores as last
        on now.account_id = last.account_id and now.snapshot_week = last.snapshot_week + 7
    where now.snapshot_week >= (
        select min(snapshot_week) from health_movements_weekly where scorecard_id = 'health'
    );
"""
# They stand with health_scores.
DIMENSIONS = ("segment", "region", "vertical", "owner", "plan", "band")


@pytest.fixture(scope="module")
def corner(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a built file and what `mf` reads of the project."""
    folder = tmp_path_factory.mktemp("metrics")
    database, target = built_file(), SCRATCH / "unit" / "target"
    if database is None:
        company = Company(folder, vars={"as_of_date": "2026-06-29"}, has_manifest=True)
        make_demo(company.raw, accounts=40, weeks=30, seed=1)
        done = company.build("--exclude-resource-type", "test", "--select", *READ)
        assert done.status == 0, done.output
        database, target = company.database, folder / "target"
    project = folder / "project"
    (project / "target").mkdir(parents=True)
    shutil.copy(target / "semantic_manifest.json", project / "target")
    shutil.copy(PROJECT / "dbt_project.yml", project)
    # MetricFlow holds its file open with settings of its own, which others in this process cannot.
    (folder / "read").mkdir()
    shutil.copy(database, folder / "read" / "scores.duckdb")
    # The profile attaches raw tables; metrics read none.
    duckdb.connect(str(folder / "empty.duckdb")).close()
    return folder


@pytest.fixture(scope="module")
def environment(corner: Path) -> Iterator[dict[str, str]]:
    """Environment of MetricFlow on the built file; what it reads of it is read in this process."""
    env = {
        "BELLWETHER_TARGET": "duckdb",
        "BELLWETHER_PATH": str(corner / "read" / "scores.duckdb"),
        "BELLWETHER_RAW_PATH": str(corner / "empty.duckdb"),
        "DBT_PROFILES_DIR": str(PROJECT / "profiles"),
        "DBT_PROJECT_DIR": str(corner / "project"),
        "DBT_TARGET_PATH": str(corner / "project" / "target"),
        "DBT_LOG_PATH": str(corner / "logs"),
        "DO_NOT_TRACK": "1",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in env.items():
            patch.setenv(name, value)
        yield {**os.environ, **env}


@pytest.fixture(scope="module")
def validated(environment: dict[str, str]) -> str:
    """What `mf validate-configs` says; it runs before this process holds the file."""
    done = subprocess.run(
        [sys.executable, "-P", str(PROJECT / "tools" / "child.py"), "mf", "validate-configs"],
        cwd=environment["DBT_PROJECT_DIR"],
        env=environment,
        capture_output=True,
        text=True,
    )
    return f"{done.returncode} {done.stdout}{done.stderr}"


@pytest.fixture(scope="module")
def engine(environment: dict[str, str], validated: str) -> MetricFlowEngine:
    """MetricFlow on the built file, as `mf query` sets it up."""
    project = Path(environment["DBT_PROJECT_DIR"])
    dbtProjectMetadata.load_from_paths(PROJECT / "profiles", project)
    text = (project / "target" / "semantic_manifest.json").read_text()
    return MetricFlowEngine(
        semantic_manifest_lookup=SemanticManifestLookup(
            parse_manifest_from_dbt_generated_manifest(manifest_json_string=text)
        ),
        sql_client=AdapterBackedSqlClient(get_adapter_by_type("duckdb")),
    )


@pytest.fixture(scope="module")
def query(engine: MetricFlowEngine) -> Query:
    def ask(metrics: Sequence[str], by: Sequence[str] = (), where: Sequence[str] = ()) -> list[Row]:
        """Rows of a query for metrics: what it is grouped by, then the metrics."""
        result = engine.query(
            MetricFlowQueryRequest.create(
                metric_names=list(metrics), group_by_names=list(by), where_constraints=list(where)
            )
        )
        assert result.result_df is not None
        return list(result.result_df.rows)

    return ask


@pytest.fixture(scope="module")
def plain(environment: dict[str, str], engine: MetricFlowEngine) -> duckdb.DuckDBPyConnection:
    """The file as who writes SQL opens it. MetricFlow's connection has other settings: a copy."""
    source = Path(environment["BELLWETHER_PATH"])
    connection = duckdb.connect()
    copy = Path(environment["DBT_PROJECT_DIR"]) / source.name
    shutil.copy(source, copy)
    connection.execute(f"attach '{copy}' as {source.stem} (read_only)")
    connection.execute(f"set search_path = '{source.stem}.bellwether'")
    connection.execute(HELPERS)
    return connection


def by_week(rows: Sequence[Row]) -> dict[date, float]:
    """Number of each week but 0 and null, which plain counts have no row for."""
    dated = {getattr(week, "date", lambda week=week: week)(): number for week, number in rows}
    return {week: float(number) for week, number in dated.items() if number}


def test_mf_takes_the_definitions(validated: str) -> None:
    assert validated.startswith("0 "), validated
    assert validated.count("ERRORS: 0") >= 6


def test_every_metric_is_compared(engine: MetricFlowEngine) -> None:
    assert {metric.name for metric in engine.list_metrics()} == set(WEEKLY)


@pytest.mark.parametrize("metric", WEEKLY)
def test_a_metric_is_what_the_mart_holds(
    metric: str, query: Query, plain: duckdb.DuckDBPyConnection
) -> None:
    counted, rows = WEEKLY[metric]
    sql = f"select snapshot_week, {counted} from {rows} group by 1"
    expected = by_week(plain.execute(sql).fetchall())
    assert expected
    assert by_week(query([metric], ["metric_time__week"])) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_accounts_are_told_apart_as_of_their_week(
    dimension: str, query: Query, plain: duckdb.DuckDBPyConnection
) -> None:
    """The newest week counts; other marts find the dimension of the account in the same week."""
    column = {"owner": "owner_name"}.get(dimension, dimension)
    expected = plain.execute(f"""
        select
            health_scores.{column},
            count(*),
            nullif(sum(is_at_risk::int), 0),
            avg(adoption_overview.score)
        from health_scores inner join adoption_overview using (account_id, snapshot_week)
        where snapshot_week = (select max(snapshot_week) from health_scores)
        group by 1
    """).fetchall()
    found = query(["accounts", "accounts_at_risk", "mean_adoption"], [f"account__{dimension}"])
    assert len(expected) > 1
    assert {row[0]: (row[1], row[2] or None) for row in found} == {
        row[0]: (row[1], row[2]) for row in expected
    }
    assert {row[0]: row[3] for row in found} == pytest.approx({row[0]: row[3] for row in expected})


def test_alerts_find_the_segment_of_the_week_that_opened_them(
    query: Query, plain: duckdb.DuckDBPyConnection
) -> None:
    expected = plain.execute("""
        select health_scores.segment, count(*)
        from score_alerts
        left join health_scores
            on
                score_alerts.account_id = health_scores.account_id
                and score_alerts.opened_week = health_scores.snapshot_week
        group by 1
    """).fetchall()
    assert dict(query(["alerts_opened"], ["account__segment"])) == dict(expected)


def test_movements_and_categories_are_told_apart(
    query: Query, plain: duckdb.DuckDBPyConnection
) -> None:
    moved = plain.execute(
        f"select direction, sum(n_accounts) from {MOVEMENTS} and from_band <> to_band group by 1"
    ).fetchall()
    found = query(["accounts_moved"], ["movement__direction"])
    assert {way: number for way, number in found if number} == dict(moved)
    scores = plain.execute(
        "select category_id, avg(score) from adoption_scores "
        "where snapshot_week = (select max(snapshot_week) from adoption_scores) group by 1"
    ).fetchall()
    assert len(scores) > 1
    assert dict(
        query(["mean_adoption_of_category"], ["adoption_category__category"])
    ) == pytest.approx(dict(scores))


def test_a_month_is_its_last_snapshot_and_all_its_movements(
    query: Query, plain: duckdb.DuckDBPyConnection
) -> None:
    """A state is not summed over weeks, what happened in them is."""
    states = plain.execute("""
        select date_trunc('month', snapshot_week)::date, count(*) from health_scores
        where snapshot_week in (
            select max(snapshot_week) from health_scores group by date_trunc('month', snapshot_week)
        ) group by 1
    """).fetchall()
    moved = plain.execute(
        "select date_trunc('month', snapshot_week)::date, sum(n_accounts) "
        f"from {MOVEMENTS} and from_band <> to_band group by 1"
    ).fetchall()
    assert by_week(query(["accounts"], ["metric_time__month"])) == by_week(states)
    assert by_week(query(["accounts_moved"], ["metric_time__month"])) == by_week(moved)
