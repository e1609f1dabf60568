"""Every parameter that SQL reads by name is declared in parameter_rules.csv."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SEEDS = PROJECT / "seeds" / "scorecards"
SQL = sorted([*(PROJECT / "models").rglob("*.sql"), *(PROJECT / "macros").rglob("*.sql")])
OF_CARDS = ("scorecard_parameters", "monitoring_parameters", "validation_parameters")

_COMMENT = re.compile(r"--[^\n]*|\{#.*?#\}", re.DOTALL)
_BY_NAME = re.compile(r"\bparameter = '(\w+)'|'(\w+)' = parameter\b")
_IN_LIST = re.compile(r"\bparameter in \(([^)]*)\)")
_COLUMNS = re.compile(r"\['(\w+)', '(\w+)'\]")


def read(seed: str) -> list[dict[str, str]]:
    with open(SEEDS / f"{seed}.csv", newline="") as file:
        return list(csv.DictReader(file))


RULES = read("parameter_rules")
DECLARED = {(row["seed"], row["parameter"]) for row in RULES}
OF_SIGNALS = {
    (row["applies_to"], row["parameter"]) for row in RULES if row["seed"] == "signal_parameters"
}


def names(path: Path) -> set[str]:
    """Parameters that a file compares with literal names."""
    sql = _COMMENT.sub(" ", path.read_text())
    found = {name for pair in _BY_NAME.findall(sql) for name in pair if name}
    for listed in _IN_LIST.findall(sql):
        found |= set(re.findall(r"'(\w+)'", listed))
    return found


@pytest.mark.parametrize("path", SQL, ids=lambda path: path.stem)
def test_what_sql_reads_is_declared(path: Path) -> None:
    seeds = {
        seed
        for seed in (*OF_CARDS, "signal_parameters")
        if re.search(rf"ref\('(int_)?{seed}'\)|{seed[:-1]}_periods\(\)", path.read_text())
    }
    known = {name for seed, name in DECLARED if not seeds or seed in seeds}
    assert names(path) <= known
    pairs = _COLUMNS.findall(path.read_text()) if "parameter_columns({" in path.read_text() else []
    assert set(pairs) <= OF_SIGNALS


@pytest.mark.parametrize("seed", [*OF_CARDS, "signal_parameters"])
def test_every_shipped_row_is_declared_and_every_required_one_shipped(seed: str) -> None:
    owner = "signal_id" if seed == "signal_parameters" else "scorecard_id"
    rules = [row for row in RULES if row["seed"] == seed]
    declared = {(row["applies_to"], row["parameter"]) for row in rules}
    given = {(row[owner], row["parameter"]) for row in read(seed)}
    assert {
        (who, name)
        for who, name in given
        if (who, name) not in declared and ("*", name) not in declared
    } == set()
    assert {
        (row["applies_to"], row["parameter"]) for row in rules if row["is_required"] == "true"
    } <= given
