"""The boards of charts/: they are valid, run on a built file, and tell what plain SQL tells."""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from conftest import PROJECT, Company, make_demo

from tools.boards import dct
from tools.files import Refused

try:
    DCT = str(dct())
except Refused:
    pytest.skip("dbt Charts is not installed: `make boards` sets it up", allow_module_level=True)

CHARTS = PROJECT / "charts"
BOARDS = [
    path.relative_to(CHARTS).with_suffix("").as_posix()
    for path in sorted(CHARTS.rglob("*.yml"))
    if path.name != "meta.yml"
]
NEWEST = "(select max(snapshot_week) from health_scores_current)"
# One number of each board: query, column, and the same by plain SQL.
NUMBERS = {
    "portfolio": (
        "at_risk",
        "n_accounts",
        f"select count(*) from health_watchlist where snapshot_week = {NEWEST}",
    ),
    "monday": (
        "totals",
        "recurring_revenue",
        f"select sum(recurring_revenue) from health_watchlist where snapshot_week = {NEWEST}",
    ),
    "account": (
        "health",
        "score",
        "select health_scores_current.score from health_scores_current join health_watchlist using "
        "(account_id, snapshot_week) where attention_rank = 1",
    ),
    "value": (
        "totals",
        "n_high_value",
        f"select count(*) from value_tiers where tier = 'high_value' and snapshot_week = {NEWEST}",
    ),
    "case_studies": (
        "totals",
        "n_eligible",
        f"select count(*) from case_study_rankings where is_eligible and snapshot_week = {NEWEST}",
    ),
    "adoption": (
        "behind",
        "score",
        f"select min(score) from adoption_overview where snapshot_week = {NEWEST}",
    ),
    "monthly": (
        "month",
        "mean_score",
        "select mean_score from health_trends_monthly where scorecard_id = 'health' and segment = "
        "'*' order by snapshot_month desc limit 1",
    ),
    "predictions": (
        "verdicts",
        "n_cases",
        "select n_cases from score_validation where scorecard_id = 'health' and segment = '*' and "
        "predictor = 'card' and status = 'live' order by lead_days limit 1",
    ),
    "rules": (
        "weights",
        "most_weight",
        "select max(declared_weight) from fct_signal_scores where scorecard_id = 'health' and "
        f"is_in_force and snapshot_week = {NEWEST}",
    ),
    "data_quality": (
        "rows_used",
        "n_rows",
        "select sum(n_rows_raw) from data_quality_raw_rows",
    ),
}
# A column that each board reads from a mart; without it the board must fail, not show less.
COLUMNS = {
    "portfolio": ("health_movements_weekly", "n_moved_by_rules"),
    "monday": ("health_watchlist", "reason"),
    "account": ("score_changes", "cohort_points"),
    "value": ("value_tier_comparison", "ratio"),
    "case_studies": ("case_study_rankings", "ineligible_reason"),
    "adoption": ("adoption_overview", "percentile_in_segment"),
    "monthly": ("health_targets", "definition"),
    "predictions": ("band_validation", "relative_churn"),
    "rules": ("dim_scorecards", "subjective_share"),
    "data_quality": ("data_quality_identity_match", "n_ambiguous"),
}
HOSTILE = "<script>alert(1)</script> & Sons"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built file; BELLWETHER_BOARDS_FILE names one that stands already and spares the build."""
    folder = tmp_path_factory.mktemp("boards")
    if given := os.environ.get("BELLWETHER_BOARDS_FILE"):
        return Path(shutil.copyfile(given, folder / "scores.duckdb"))
    company = Company(folder, vars={"as_of_date": "2026-06-29"})
    make_demo(company.raw, accounts=40, weeks=40, seed=3)
    done = company.build()
    assert done.status == 0, done.output
    return company.database


def run(database: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run dbt Charts in the project's folder on a published file."""
    return subprocess.run(
        [DCT, *arguments],
        cwd=PROJECT,
        env={**os.environ, "BELLWETHER_PATH": str(database), "DO_NOT_TRACK": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def parts(tree: Any) -> Iterator[dict[str, Any]]:
    """The charts of a board with their rows, wherever they stand in its layout."""
    if isinstance(tree, dict):
        if "chart" in tree and "data" in tree:
            yield tree
        for branch in tree.values():
            yield from parts(branch)
    elif isinstance(tree, list):
        for branch in tree:
            yield from parts(branch)


def read(database: Path, folder: Path, board: str, *arguments: str) -> dict[str, Any]:
    """A board as dbt Charts resolves it: its charts, their rows, its warnings."""
    page = folder / f"{board.replace('/', '_')}.json"
    done = run(
        database, "render", f"charts/{board}.yml", "--format", "json", "-o", str(page), *arguments
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(page.read_text())


def rows_of(board: dict[str, Any], query: str) -> list[dict[str, Any]]:
    """The rows that a query of a board gave."""
    return next(part["data"] for part in parts(board) if part["chart"]["query_name"] == query)


def plain(database: Path, sql: str) -> object:
    """The only value of a plain statement on the marts."""
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set schema = 'bellwether'")
        row = connection.execute(sql).fetchone()
    assert row is not None
    return row[0]


def change(database: Path, *statements: str) -> None:
    """Run statements on the marts of a copy."""
    with duckdb.connect(str(database)) as connection:
        connection.execute("set schema = 'bellwether'")
        for statement in statements:
            connection.execute(statement)


def test_boards_are_valid() -> None:
    done = run(Path("none.duckdb"), "validate", "charts/")
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_board_has_a_number_and_a_column() -> None:
    names = {board for board in BOARDS if not board.startswith("phone/")} - {"index"}
    assert names == set(NUMBERS) == set(COLUMNS)


@pytest.fixture(scope="module")
def boards(published: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """All boards on the built file."""
    folder = tmp_path_factory.mktemp("pages")
    return {board: read(published, folder, board) for board in BOARDS}


@pytest.fixture(scope="module")
def without_columns(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built file after marts lost the columns of COLUMNS."""
    copy = tmp_path_factory.mktemp("less") / "scores.duckdb"
    shutil.copyfile(published, copy)
    change(copy, *(f"alter table {mart} drop column {column}" for mart, column in COLUMNS.values()))
    return copy


@pytest.mark.parametrize("board", BOARDS)
def test_board_runs_and_cuts_nothing(board: str, boards: dict[str, dict[str, Any]]) -> None:
    cut = {"WARN-TABLE-COLUMNS-OVERFLOW", "WARN-TABLE-TEXT-TRUNCATED"}
    assert not [each for each in boards[board]["warnings"] if each["code"] in cut]
    assert list(parts(boards[board]))


@pytest.mark.parametrize("board", NUMBERS)
def test_number_is_that_of_plain_sql(
    board: str, boards: dict[str, dict[str, Any]], published: Path
) -> None:
    query, column, sql = NUMBERS[board]
    shown, expected = rows_of(boards[board], query)[0][column], plain(published, sql)
    assert float(shown) == pytest.approx(float(str(expected)), abs=1e-9)


@pytest.mark.parametrize("board", COLUMNS)
def test_board_fails_without_a_column(board: str, without_columns: Path) -> None:
    done = run(without_columns, "render", f"charts/{board}.yml", "--format", "text")
    assert done.returncode != 0
    assert COLUMNS[board][1] in done.stdout + done.stderr


def test_filters_choose_rows(
    boards: dict[str, dict[str, Any]], published: Path, tmp_path: Path
) -> None:
    owner = rows_of(boards["monday"], "list")[0]["owner_name"]
    chosen = read(published, tmp_path, "monday", "--var", f"owner={owner}")
    assert {row["owner_name"] for row in rows_of(chosen, "list")} == {owner}
    nobody = read(published, tmp_path, "monday", "--var", "owner=x' or 1=1 --")
    assert rows_of(nobody, "totals")[0]["n_accounts"] == 0


def test_list_leads_to_the_account(
    boards: dict[str, dict[str, Any]], published: Path, tmp_path: Path
) -> None:
    last = rows_of(boards["monday"], "list")[-1]
    page = read(published, tmp_path, "account", "--var", f"account={last['account_id']}")
    assert rows_of(page, "who")[0]["account_name"] == last["account_name"]


def test_waterfall_adds_up(boards: dict[str, dict[str, Any]]) -> None:
    steps = rows_of(boards["account"], "steps")
    assert sum(step["points"] for step in steps[:-1]) == pytest.approx(steps[-1]["points"])
    for before, after in itertools.pairwise(steps[:-1]):
        assert before["ends"] == pytest.approx(after["begins"])


def test_name_is_shown_as_text(published: Path, tmp_path: Path) -> None:
    database = Path(shutil.copyfile(published, tmp_path / "scores.duckdb"))
    change(
        database,
        f"update health_watchlist set account_name = '{HOSTILE}' where attention_rank = 1",
        f"update health_scores set account_name = '{HOSTILE}'",
    )
    for board in ("monday", "account"):
        page = tmp_path / f"{board}.html"
        done = run(database, "render", f"charts/{board}.yml", "--format", "html", "-o", str(page))
        assert done.returncode == 0, done.stdout + done.stderr
        assert "alert(1)" in page.read_text()
        assert "<script>alert(1)" not in page.read_text()


def test_without_alerts_and_actions_the_boards_say_so(published: Path, tmp_path: Path) -> None:
    database = Path(shutil.copyfile(published, tmp_path / "scores.duckdb"))
    change(database, "delete from score_alerts", "delete from health_watchlist")
    for board, sentence in (
        ("portfolio", "No alert is open."),
        ("monday", "Nobody is on the list"),
        ("account", "There has been no alert about this customer."),
    ):
        done = run(
            database,
            "render",
            f"charts/{board}.yml",
            "--format",
            "html",
            "-o",
            str(tmp_path / "page.html"),
        )
        assert done.returncode == 0, done.stdout + done.stderr
        words = re.sub(r"<[^>]+>|\s+", " ", (tmp_path / "page.html").read_text())
        assert sentence in re.sub(r"\s+", " ", words)


@pytest.mark.parametrize("board", BOARDS)
def test_no_variable_is_pasted_and_only_marts_are_read(board: str) -> None:
    """Variables come bound or through filter(); tables are marts, under no other schema."""
    queries = yaml.safe_load((CHARTS / f"{board}.yml").read_text()).get("queries", {})
    for name, query in queries.items():
        sql = query if isinstance(query, str) else query.get("sql", "")
        literals = re.findall(r"'[^']*'", re.sub(r"\{\{.*?\}\}", "VARIABLE", sql))
        assert not [literal for literal in literals if "VARIABLE" in literal], name
        assert not re.search(r"(from|join) \w+\.\w+", sql), name
