"""The cards in the documentation are those of the seeds."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tools import cards, rules_hash


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The tool's command line."""
    monkeypatch.setattr(sys, "argv", ["cards", *arguments])
    return cards.main()


def test_the_shipped_page_is_as_the_seeds_say(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "--check") == 0


def test_each_signal_and_band_has_one_block() -> None:
    text = cards.PAGE.read_text()
    for seed, names in (
        ("signals", lambda row: f"signal_{row['signal_id']}"),
        ("bands", lambda row: f"band_{row['scorecard_id']}_{row['band_id']}"),
        ("band_statuses", lambda row: f"band_any_{row['band_id']}"),
    ):
        for row in rules_hash.read_seed(rules_hash.SEEDS, seed):
            assert text.count(f"{{% docs {names(row)} %}}") == 1, names(row)


def test_a_reworded_card_is_noticed_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds, page = tmp_path / "scorecards", tmp_path / "cards.md"
    shutil.copytree(rules_hash.SEEDS, seeds)
    where = ("--seeds", str(seeds), "--page", str(page))
    assert run(monkeypatch, "--check", *where) == 1
    assert run(monkeypatch, *where) == 0
    assert run(monkeypatch, "--check", *where) == 0
    path = seeds / "signals.csv"
    path.write_text(path.read_text().replace("habit that fades", "habit that is lost", 1))
    assert run(monkeypatch, "--check", *where) == 1
    assert run(monkeypatch, *where) == 0
    assert "habit that is lost" in page.read_text()
