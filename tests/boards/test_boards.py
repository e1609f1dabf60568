"""The boards of charts/: they are valid, run on a built file, and tell what plain SQL tells."""

from __future__ import annotations

import html
import itertools
import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from conftest import PROJECT, Company, make_demo

from tools.boards import dct, environment
from tools.files import Refused
from tools.unit import built_file

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
        "totals",
        "n_at_risk",
        f"select count(*) from health_watchlist where snapshot_week = {NEWEST}",
    ),
    "monday": (
        "totals",
        "recurring_revenue",
        f"select sum(recurring_revenue) from health_watchlist where snapshot_week = {NEWEST}",
    ),
    "account": (
        "who",
        "score",
        "select health_scores_current.score from health_scores_current join health_watchlist using "
        "(account_id, snapshot_week) where attention_rank = 1",
    ),
    "value": (
        "state",
        "n_high_value",
        f"select count(*) from value_tiers where tier = 'high_value' and snapshot_week = {NEWEST}",
    ),
    "case_studies": (
        "state",
        "n_ranked",
        "select count(*) from case_study_rankings where is_eligible and rank_among_eligible is not "
        f"null and snapshot_week = {NEWEST}",
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
        "state",
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
FORMULA = "=1+1"
# What a board says when only the CRM and the support desk are connected and little is known.
WITHOUT = {
    "portfolio": "No revenue is known.",
    "monday": "No customer has a health score this week",
    "account": "This customer has never had a health score.",
    "value": "No customer has a value tier",
    "case_studies": "Nobody can be asked",
    "adoption": "No group has enough customers with an adoption score.",
    "monthly": "This card has no score in any month for this segment.",
    "predictions": "to tell whether this card predicts it.",
    "data_quality": "There are no events of product analytics.",
    "reports/weekly": "Nobody is at risk or critical this week, or too little is known",
    "reports/monthly": "This card has no score in any month for this segment.",
}
NOT_CONNECTED = "Not connected: customer success, pendo, qualtrics, stripe."


def build(folder: Path) -> Path:
    """A built file; it is read only."""
    if built := built_file():
        return built
    company = Company(folder, vars={"as_of_date": "2026-06-29"})
    make_demo(company.raw, accounts=40, weeks=30, seed=1)
    done = company.build("--exclude-resource-type", "test")
    assert done.status == 0, done.output
    return company.database


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that the boards open."""
    return build(tmp_path_factory.mktemp("boards"))


def run(database: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run dbt Charts in the project's folder on a published file."""
    return subprocess.run(
        [DCT, *arguments],
        cwd=PROJECT,
        env={**environment(), "BELLWETHER_PATH": str(database)},
        capture_output=True,
        text=True,
        check=False,
    )


def render(
    database: Path, folder: Path, form: str, boards: Iterable[str], *arguments: str
) -> dict[str, str]:
    """Boards in a form, by name; one process makes them all, because its start costs most."""
    names = list(boards)
    done = run(
        database,
        "render",
        *(f"charts/{board}.yml" for board in names),
        "--format",
        form,
        "--no-warnings",
        "-o",
        f"{folder}/{{dir}}/{{stem}}.{form}",
        *arguments,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {board: (folder / f"charts/{board}.{form}").read_text() for board in names}


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
    return json.loads(render(database, folder, "json", [board], *arguments)[board])


def words(page: str) -> str:
    """What a reader sees of a page, in one line."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


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


def change(database: Path, copy: Path, *statements: str) -> Path:
    """Run statements on the marts of a copy."""
    shutil.copyfile(database, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute("set schema = 'bellwether'")
        for statement in statements:
            connection.execute(statement)
    return copy


def test_boards_are_valid() -> None:
    done = run(Path("none.duckdb"), "validate", "charts/")
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_board_has_a_number_and_a_column() -> None:
    names = {board for board in BOARDS if "/" not in board} - {"index"}
    assert names == set(NUMBERS) == set(COLUMNS)


def test_board_fails_without_a_column(published: Path, tmp_path: Path) -> None:
    losses = [f"alter table {mart} drop column {column}" for mart, column in COLUMNS.values()]
    database = change(published, tmp_path / "scores.duckdb", *losses)
    files = [f"charts/{board}.yml" for board in COLUMNS]
    done = run(database, "validate", *files, "--warehouse", "--json")
    assert done.returncode != 0
    told = {found["path"]: found["errors"] for found in json.loads(done.stdout)}
    for board, (_, column) in COLUMNS.items():
        assert any(column in error["message"] for error in told[f"charts/{board}.yml"]), board


@pytest.fixture(scope="module")
def boards(published: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """All boards on the built file."""
    pages = render(published, tmp_path_factory.mktemp("pages"), "json", BOARDS)
    return {board: json.loads(page) for board, page in pages.items()}


@pytest.mark.parametrize("board", BOARDS)
def test_board_runs_and_cuts_nothing(board: str, boards: dict[str, dict[str, Any]]) -> None:
    cut = {"WARN-TABLE-COLUMNS-OVERFLOW", "WARN-TABLE-TEXT-TRUNCATED"}
    assert not [each for each in boards[board]["warnings"] if each["code"] in cut]
    assert list(parts(boards[board]))
    assert not re.search(r"\w@\w", json.dumps(boards[board])), "an e-mail address"


@pytest.mark.parametrize("board", NUMBERS)
def test_number_is_that_of_plain_sql(
    board: str, boards: dict[str, dict[str, Any]], published: Path
) -> None:
    query, column, sql = NUMBERS[board]
    shown, expected = rows_of(boards[board], query)[0][column], plain(published, sql)
    assert float(shown) == pytest.approx(float(str(expected)), abs=1e-9)


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


def test_unknown_account_is_told(published: Path, tmp_path: Path) -> None:
    pages = render(published, tmp_path, "html", ["account", "phone/account"], "--var", "account=x")
    assert not [
        board for board, page in pages.items() if "No customer has this id" not in words(page)
    ]


def test_waterfall_adds_up(boards: dict[str, dict[str, Any]]) -> None:
    steps = rows_of(boards["account"], "steps")
    assert sum(step["points"] for step in steps[:-1]) == pytest.approx(steps[-1]["points"])
    for before, after in itertools.pairwise(steps[:-1]):
        assert before["ends"] == pytest.approx(after["begins"])


def test_name_is_shown_as_text(published: Path, tmp_path: Path) -> None:
    """One customer is called like a script, all others like a formula, in every mart."""
    with duckdb.connect(str(published), read_only=True) as connection:
        named = connection.execute(
            "select table_name from information_schema.columns where table_schema = 'bellwether' "
            "and column_name = 'account_name'"
        ).fetchall()
    first = plain(
        published,
        "select min(account_id) from health_watchlist where attention_rank = 1 "
        f"and snapshot_week = {NEWEST}",
    )
    database = change(
        published,
        tmp_path / "scores.duckdb",
        *(
            f"update {mart} set account_name = case when account_id = '{first}' then '{HOSTILE}' "
            f"else '{FORMULA}' end"
            for (mart,) in named
        ),
    )
    pages = render(database, tmp_path, "html", BOARDS)
    assert not [board for board, page in pages.items() if "<script>alert(1)" in page]
    for board in ("monday", "account", "phone/monday", "phone/account"):
        # A narrow column breaks the name into lines.
        assert "<script>alert(1)</script>&Sons" in words(pages[board]).replace(" ", ""), board
    for board in ("monday", "case_studies", "adoption", "phone/monday"):
        assert FORMULA in words(pages[board]), board


def test_where_nothing_is_known_the_boards_say_so(published: Path, tmp_path: Path) -> None:
    """Marts as little knowledge leaves them; a real company of two sources has its own test."""
    database = change(
        published,
        tmp_path / "scores.duckdb",
        "delete from score_alerts",
        "delete from health_watchlist",
        "delete from health_movements_weekly",
    )
    pages = render(database, tmp_path, "html", ["portfolio", "monday", "account"])
    for board, sentences in {
        "portfolio": ["No alert is open.", "Nobody changed band this week."],
        "monday": ["Nobody is on the list"],
        "account": ["There has been no alert about this customer."],
    }.items():
        for sentence in sentences:
            assert sentence in words(pages[board]), board


@pytest.mark.long
def test_company_of_two_sources_reads_what_is_not_connected(tmp_path: Path) -> None:
    company = Company(
        tmp_path,
        vars={"as_of_date": "2026-06-29", "bellwether_sources": ["salesforce", "zendesk"]},
    )
    make_demo(company.raw, accounts=20, weeks=34, seed=3)
    done = company.build("--exclude-resource-type", "test")
    assert done.status == 0, done.output
    pages = render(company.database, tmp_path, "html", BOARDS)
    for board, sentence in WITHOUT.items():
        assert sentence in words(pages[board]), board
        assert NOT_CONNECTED in words(pages[board]), board


@pytest.mark.parametrize("board", BOARDS)
def test_no_variable_is_pasted_and_only_marts_are_read(board: str) -> None:
    """Variables come bound or through filter(); tables are marts, under no other schema."""
    queries = yaml.safe_load((CHARTS / f"{board}.yml").read_text()).get("queries", {})
    for name, query in queries.items():
        sql = query if isinstance(query, str) else query.get("sql", "")
        literals = re.findall(r"'[^']*'", re.sub(r"\{\{.*?\}\}", "VARIABLE", sql))
        assert not [literal for literal in literals if "VARIABLE" in literal], name
        assert not re.search(r"(from|join) \w+\.\w+", sql), name
