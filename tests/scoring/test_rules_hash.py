"""`make rules` locks a version: an edit of a live one is refused and named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tools import rules_hash


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A copy of the seeds, locked."""
    folder = tmp_path / "scorecards"
    shutil.copytree(rules_hash.SEEDS, folder)
    rules_hash.write(folder, force=True)
    return folder


def edit(path: Path, old: str, new: str) -> None:
    """Replace one text that must be there."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_the_shipped_rules_are_as_decided() -> None:
    """No live or retired version of this checkout was edited after it was locked."""
    assert rules_hash.differences(rules_hash.SEEDS) == {}


def test_a_second_run_writes_nothing(seeds: Path) -> None:
    """Writing is repeatable."""
    before = (seeds / "scorecard_versions.csv").read_bytes()
    assert rules_hash.write(seeds) == []
    assert (seeds / "scorecard_versions.csv").read_bytes() == before


def test_an_edited_weight_is_named_and_not_locked_anew(seeds: Path) -> None:
    """A changed weight of a live version names version and seed, and survives `make rules`."""
    edit(
        seeds / "scorecard_categories.csv",
        "health,1,*,product_usage,0.35",
        "health,1,*,product_usage,0.36",
    )
    assert rules_hash.differences(seeds) == {("health", "1"): ["scorecard_categories"]}
    assert ("health", "1") not in rules_hash.write(seeds)
    assert rules_hash.differences(seeds) == {("health", "1"): ["scorecard_categories"]}


def test_an_edited_rubric_and_parameter_are_named(seeds: Path) -> None:
    """Rows that several versions share are part of each of them."""
    edit(seeds / "rubrics.csv", "login_frequency_1,,16,", "login_frequency_1,,15,")
    edit(
        seeds / "signal_parameters.csv",
        "depth_of_use,benchmark,*,20",
        "depth_of_use,benchmark,*,21",
    )
    assert rules_hash.differences(seeds) == {
        ("health", "1"): ["rubrics", "signal_parameters"],
        ("health_onboarding", "1"): ["rubrics", "signal_parameters"],
    }


def test_status_end_and_words_may_change(seeds: Path) -> None:
    """Retiring a version, rewording it and writing a number otherwise is no change of rules."""
    edit(
        seeds / "scorecard_versions.csv",
        "health,1,2020-01-01,,live",
        "health,1,2020-01-01,2026-06-01,retired",
    )
    edit(seeds / "scorecards.csv", "Customer health", "Health of customers")
    edit(seeds / "scorecard_categories.csv", "product_usage,0.35", "product_usage,.350")
    assert rules_hash.differences(seeds) == {}
