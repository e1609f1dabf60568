"""The page that says where each requirement stands names only what exists."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]
PAGE = PROJECT / "models/_docs/scorecards.md"

_NAME = re.compile(r"`([^`]+)`")
_DECISION = re.compile(r"\*\*([^*]+)\*\*")


def requirements(text: str) -> list[list[str]]:
    """Cells of each table row: requirement, where, note."""
    rows = [line.split("|")[1:-1] for line in text.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in row] for row in rows]
    return [row for row in cells if row[0] != "requirement"]


@cache
def documented() -> dict[str, set[str]]:
    """Columns by model or seed, and each dbt test and unit test without any."""
    names: dict[str, set[str]] = {}
    for path in [*PROJECT.glob("models/**/*.yml"), *PROJECT.glob("seeds/**/*.yml")]:
        content = yaml.safe_load(path.read_text()) or {}
        for kind in ("models", "seeds", "unit_tests"):
            for node in content.get(kind) or []:
                columns = {column["name"] for column in node.get("columns") or []}
                names.setdefault(node["name"], set()).update(columns)
    for path in PROJECT.glob("tests/**/*.sql"):
        names.setdefault(path.stem, set())
    return names


@cache
def seed_rows(name: str) -> list[str]:
    """Rows of a seed as text with a comma at both ends; none without such a seed."""
    rows: list[str] = []
    for path in PROJECT.glob(f"seeds/*/{name}"):
        with path.open(newline="") as lines:
            rows += [f",{','.join(cells)}," for cells in list(csv.reader(lines))[1:]]
    return rows


def exists(name: str) -> bool:
    """Whether a name of the page stands for something, by the forms that its head explains."""
    if name.startswith("make "):
        return re.search(rf"^{name[5:]}:", (PROJECT / "Makefile").read_text(), re.M) is not None
    if name.endswith("()"):
        return any(PROJECT.glob(f"macros/*/{name[:-2]}.sql"))
    if "::" in name:
        file, function = name.split("::")
        paths = PROJECT.glob(f"tests/*/{file}")
        return any(f"\ndef {function}(" in path.read_text() for path in paths)
    if ".csv:" in name:
        seed, cells = name.split(":", 1)
        return any(f",{cells}," in row for row in seed_rows(seed))
    if name.endswith(".csv"):
        return bool(seed_rows(name))
    if name.endswith(".md"):
        return (PAGE.parent / name).exists()
    if "." in name:
        node, column = name.split(".")
        return column in documented().get(node, set())
    return name in documented()


@pytest.mark.parametrize("row", requirements(PAGE.read_text()), ids=lambda row: row[0])
def test_what_a_requirement_points_to_exists(row: list[str]) -> None:
    """Each name in backticks and each decision exists; a row without any is for a later issue."""
    assert len(row) == 3, row
    decisions = (PAGE.parent / "decisions.md").read_text()
    named = _NAME.findall(row[1])
    missing = [name for name in named if not exists(name)]
    missing += [title for title in _DECISION.findall(row[1]) if f"- **{title}**" not in decisions]
    assert not missing, f"models/_docs/scorecards.md names {missing} for: {row[0]}"
    assert named, f"nothing stands for: {row[0]}"


def test_adoption_has_five_equal_categories_of_equal_metrics() -> None:
    """Five categories of 3 to 5 metrics, at least 20 together, whatever the segment."""
    found: dict[tuple[str, str], dict[str, list[float]]] = {}
    with (PROJECT / "seeds/scorecards/scorecard_signals.csv").open(newline="") as lines:
        for row in csv.DictReader(lines):
            if row["scorecard_id"] == "adoption":
                card = found.setdefault((row["version"], row["segment"]), {})
                card.setdefault(row["category_id"], []).append(float(row["weight"]))
    assert ("1", "*") in found
    for card in found.values():
        assert len(card) == 5
        assert all(3 <= len(weights) <= 5 for weights in card.values())
        assert all(len(set(weights)) == 1 for weights in card.values())
        assert sum(len(weights) for weights in card.values()) >= 20


def test_the_head_names_the_test() -> None:
    """The page and its check point to each other, and the overview points to the page."""
    assert "tests/scoring/test_scorecard_trace.py" in PAGE.read_text()
    assert "exposure.bellwether.requirements" in (PAGE.parent / "overview.md").read_text()


@pytest.mark.parametrize(
    "name",
    [
        "make tea",
        "no_macro()",
        "test_rules_hash.py::test_nothing",
        "bands.csv:health,1,*,score,critical,0,41",
        "bands.csv:health,1,*,score,critical,0,4",
        "nothing.csv",
        "nothing.md",
        "health_scores.no_column",
        "no_model.score",
        "no_model",
    ],
)
def test_the_check_sees_what_does_not_exist(name: str) -> None:
    """Each form of a name can fail."""
    assert not exists(name)
