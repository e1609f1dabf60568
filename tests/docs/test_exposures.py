"""What people look at is an exposure, which names the tables that it reads: no more, no fewer."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools.export import _LISTS

PROJECT = Path(__file__).parents[2]
CHARTS = PROJECT / "charts"
BOARDS = sorted(CHARTS.glob("*.yml"))
TABLES = {
    path.stem
    for folder, kind in (("models", "sql"), ("seeds", "csv"), ("snapshots", "sql"))
    for path in (PROJECT / folder).rglob(f"*.{kind}")
}
REPORTS = sorted((CHARTS / "reports").glob("*.yml"))
# The way in leads to the other boards and reads nothing; meta.yml is what all of them share.
NO_BOARD = {"index", "meta"}

_READ = re.compile(r"\b(?:from|join)\s+(?:\{marts\}\.)?(\w+)")
_SHARED = re.compile(r"\{\{\s*queries\.(\w+)\s*\}\}")
_REF = re.compile(r"ref\('(\w+)'\)")


def exposures() -> dict[str, dict[str, Any]]:
    """Exposures of the project by name."""
    return {
        exposure["name"]: exposure
        for path in (PROJECT / "models").rglob("*exposures.yml")
        for exposure in yaml.safe_load(path.read_text())["exposures"]
    }


def named_by(exposure: dict[str, Any]) -> set[str]:
    """Tables that an exposure names."""
    return set(_REF.findall(" ".join(exposure["depends_on"])))


def read_by(sql: str) -> set[str]:
    """Tables of the project that a text selects from."""
    return set(_READ.findall(sql)) & TABLES


def read_by_board(name: str) -> set[str]:
    """Tables that a board reads, by the shared queries that it uses and on a narrow screen too."""
    pages = [CHARTS / f"{name}.yml", CHARTS / "phone" / f"{name}.yml"]
    text = "\n".join(page.read_text() for page in pages if page.exists())
    shared = yaml.safe_load((CHARTS / "meta.yml").read_text()).get("queries", {})
    used = [str(shared[query]) for query in _SHARED.findall(text) if query in shared]
    return read_by("\n".join([text, *used]))


def read_by_report(path: Path) -> set[str]:
    """Tables that the charts of a report read, those that it takes from a board too."""
    report = yaml.safe_load(path.read_text())
    pages = [yaml.safe_load((CHARTS / "meta.yml").read_text()), report]
    if "extends" in report:
        pages.insert(1, yaml.safe_load((path.parent / report["extends"]).read_text()))
    queries = {name: str(query) for page in pages for name, query in page["queries"].items()}
    charts = {name: chart for page in pages for name, chart in page.get("charts", {}).items()}
    shown = str([charts[item["item"]] for item in report["grid"]["items"]])
    waiting = re.findall(r"'query': '(\w+)'", shown)
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        waiting += [other for other in _SHARED.findall(queries[name]) if other not in used]
        used.add(name)
    return read_by(" ".join(queries[name].replace("\\n", " ") for name in used))


def test_every_exposure_has_an_owner_and_says_how_far_it_is_to_be_relied_on() -> None:
    for name, exposure in exposures().items():
        assert exposure["owner"].get("name"), name
        assert exposure["description"], name
        assert exposure.get("maturity") in ("low", "medium", "high"), name


def test_every_list_is_an_exposure() -> None:
    lists = {name for name in exposures() if name.startswith("export_")}
    assert lists == {f"export_{name}" for name in _LISTS}


@pytest.mark.parametrize("name", _LISTS)
def test_a_list_names_what_it_reads(name: str) -> None:
    assert named_by(exposures()[f"export_{name}"]) == read_by(_LISTS[name])


def test_every_report_is_an_exposure() -> None:
    reports = {name for name in exposures() if name.startswith("report_")}
    assert reports == {f"report_{path.stem}" for path in REPORTS}


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_report_names_what_it_reads(path: Path) -> None:
    assert named_by(exposures()[f"report_{path.stem}"]) == read_by_report(path)


@pytest.mark.skipif(not BOARDS, reason="this checkout has no boards")
def test_every_board_is_an_exposure() -> None:
    boards = {name for name in exposures() if name.startswith("board_")}
    assert boards == {f"board_{path.stem}" for path in BOARDS if path.stem not in NO_BOARD}


@pytest.mark.parametrize("name", [path.stem for path in BOARDS if path.stem not in NO_BOARD])
def test_a_board_names_what_it_reads(name: str) -> None:
    assert named_by(exposures()[f"board_{name}"]) == read_by_board(name)
