"""The boards of charts/: they are valid, run on a built file, and tell what plain SQL tells."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
from pathlib import Path

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

BOARDS = sorted(path for path in (PROJECT / "charts").glob("*.yml") if path.name != "meta.yml")
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
        "select score from health_scores_current join health_watchlist using (account_id, "
        "snapshot_week) where attention_rank = 1",
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
    "portfolio": ("health_watchlist", "weeks_in_band"),
    "monday": ("health_watchlist", "attention_rank"),
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


def column_of(database: Path, board: str, query: str, column: str, *var: str) -> list[str]:
    """A column of a board's query, as text."""
    given = [part for each in var for part in ("--var", each)]
    done = run(database, "query", f"charts/{board}.yml", query, *given)
    assert done.returncode == 0, done.stdout + done.stderr
    return [row[column] for row in csv.DictReader(io.StringIO(done.stdout))]


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
    names = {path.stem for path in BOARDS} - {"index"}
    assert names == set(NUMBERS) == set(COLUMNS)


@pytest.mark.parametrize("board", [path.stem for path in BOARDS])
def test_board_runs(board: str, published: Path) -> None:
    done = run(published, "render", f"charts/{board}.yml", "--format", "text")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ERR-" not in done.stdout + done.stderr


@pytest.mark.parametrize("board", NUMBERS)
def test_number_is_that_of_plain_sql(board: str, published: Path) -> None:
    query, column, sql = NUMBERS[board]
    assert float(column_of(published, board, query, column)[0]) == pytest.approx(
        float(str(plain(published, sql))), abs=1e-9
    )


@pytest.mark.parametrize("board", COLUMNS)
def test_board_fails_without_a_column(board: str, published: Path, tmp_path: Path) -> None:
    mart, column = COLUMNS[board]
    database = Path(shutil.copyfile(published, tmp_path / "scores.duckdb"))
    change(database, f"alter table {mart} drop column {column}")
    done = run(database, "render", f"charts/{board}.yml", "--format", "text")
    assert done.returncode != 0
    assert column in done.stdout + done.stderr


def test_filters_choose_rows(published: Path) -> None:
    owner = column_of(published, "monday", "list", "owner_name")[0]
    chosen = column_of(published, "monday", "list", "owner_name", f"owner={owner}")
    assert set(chosen) == {owner}
    assert not column_of(published, "monday", "list", "owner_name", "owner=' or 1=1 --")


def test_waterfall_adds_up(published: Path) -> None:
    begins, ends, points = (
        [float(value) for value in column_of(published, "account", "steps", column)]
        for column in ("begins", "ends", "points")
    )
    assert sum(points[:-1]) == pytest.approx(points[-1], abs=1e-9)
    for end, begin in zip(ends[:-2], begins[1:-1], strict=True):
        assert end == pytest.approx(begin, abs=1e-9)


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


@pytest.mark.parametrize("path", BOARDS, ids=lambda path: path.stem)
def test_no_variable_is_pasted_and_no_source_read(path: Path) -> None:
    """Variables come bound or through filter(); tables are marts, under no other schema."""
    queries = yaml.safe_load(path.read_text()).get("queries", {})
    for name, query in queries.items():
        sql = query if isinstance(query, str) else query.get("sql", "")
        assert not re.search(r"'[^']*\{\{", sql.replace("{{ filter('", "{{ filter(")), name
        assert not re.search(r"(from|join) \w+\.\w+", sql), name
