"""`make version` copies a version's rows under the next number and dates both."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tools import rules_hash
from tools.new_version import RulesError, new_version


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A copy of the shipped seeds."""
    folder = tmp_path / "scorecards"
    shutil.copytree(rules_hash.SEEDS, folder)
    return folder


def rows(folder: Path, seed: str, version: str) -> list[dict[str, str]]:
    """Rows of card `health` of one version, without their version."""
    return [
        {column: cell for column, cell in row.items() if column != "version"}
        for row in rules_hash.read_seed(folder, seed)
        if (row["scorecard_id"], row["version"]) == ("health", version)
    ]


def test_a_new_live_version_takes_over_on_its_first_day(seeds: Path) -> None:
    """Every rule is copied, the one before ends, its lock holds."""
    assert new_version(seeds, "health", "2026-06-15", decision="why") == "2"
    for seed in ("scorecard_categories", "scorecard_signals", "bands"):
        assert rows(seeds, seed, "2") == rows(seeds, seed, "1") != []
    first, second = rows(seeds, "scorecard_versions", "1") + rows(seeds, "scorecard_versions", "2")
    assert (first["effective_to"], first["status"]) == ("2026-06-15", "live")
    assert second["effective_from"] == "2026-06-15"
    assert (second["effective_to"], second["status"]) == ("", "live")
    assert (second["decision"], second["rules_hash"]) == ("why", "")
    assert rules_hash.differences(seeds) == {}
    assert new_version(seeds, "health", "2026-06-22") == "3"
    assert rows(seeds, "scorecard_versions", "2")[0]["effective_to"] == "2026-06-22"


def test_a_draft_ends_nothing(seeds: Path) -> None:
    assert new_version(seeds, "health", "2026-06-15", status="draft") == "2"
    assert rows(seeds, "scorecard_versions", "1")[0]["effective_to"] == ""


@pytest.mark.parametrize(
    ("card", "day", "status", "words"),
    [
        ("helth", "2026-06-15", "live", ["helth", "health_onboarding"]),
        ("health", "15.6.2026", "live", ["15.6.2026", "YYYY-MM-DD"]),
        ("health", "2026-06-15", "alive", ["alive", "shadow"]),
        ("health", "2020-01-01", "live", ["2020-01-01", "after"]),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(
    seeds: Path, card: str, day: str, status: str, words: list[str]
) -> None:
    before = {path.name: path.read_bytes() for path in seeds.glob("*.csv")}
    with pytest.raises(RulesError) as refused:
        new_version(seeds, card, day, status)
    assert all(word in str(refused.value) for word in words)
    assert {path.name: path.read_bytes() for path in seeds.glob("*.csv")} == before
