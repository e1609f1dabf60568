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


def all_bytes(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_seeds_saved_by_a_spreadsheet_are_read(seeds: Path, tmp_path: Path) -> None:
    """A mark in front, other line ends, trailing blanks, an empty last line: the same rows."""
    plain = tmp_path / "plain"
    shutil.copytree(seeds, plain)
    for path in seeds.glob("*.csv"):
        lines = path.read_text().replace("health,1,", "health ,1,").splitlines()
        path.write_text("\r\n".join(lines) + "\r\n\r\n", encoding="utf-8-sig", newline="")
    for folder in (plain, seeds):
        assert new_version(folder, "health", "2026-06-15", decision="why") == "2"
    for seed in ("scorecard_versions", "scorecard_categories", "scorecard_signals", "bands"):
        assert (seeds / f"{seed}.csv").read_bytes() == (plain / f"{seed}.csv").read_bytes()


@pytest.mark.parametrize(
    ("seed", "change", "words"),
    [
        ("bands", (",", ";"), ["bands.csv has no column scorecard_id", "commas"]),
        ("scorecard_signals", ("0.", "0,"), ["scorecard_signals.csv, row", "decimal comma"]),
        ("scorecard_categories", ("version", "versoin"), ["no column version"]),
        (
            "scorecard_versions",
            ("2020-01-01", "1/1/2020"),
            ["effective_from of health", "1/1/2020"],
        ),
    ],
)
def test_a_seed_that_a_spreadsheet_broke_is_named_and_nothing_written(
    seeds: Path, seed: str, change: tuple[str, str], words: list[str]
) -> None:
    path = seeds / f"{seed}.csv"
    path.write_text(path.read_text().replace(*change))
    before = all_bytes(seeds)
    with pytest.raises(RulesError) as refused:
        new_version(seeds, "health", "2026-06-15")
    assert all(word in str(refused.value) for word in words), refused.value
    assert all_bytes(seeds) == before


def test_letters_of_another_encoding_are_named(seeds: Path) -> None:
    path = seeds / "scorecard_versions.csv"
    path.write_bytes(path.read_bytes() + "health,9,2020-01-01,,draft,Zoë,,\n".encode("latin-1"))
    before = all_bytes(seeds)
    with pytest.raises(RulesError, match="not UTF-8"):
        new_version(seeds, "health", "2026-06-15")
    assert all_bytes(seeds) == before


def test_a_file_that_cannot_be_written_leaves_all_as_they_were(
    seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full at the last file."""
    write_text = Path.write_text

    def full(path: Path, *arguments: object, **options: object) -> int:
        if path.name == ".bands.csv.new":
            raise OSError(28, "No space left on device", str(path))
        return write_text(path, *arguments, **options)  # type: ignore[arg-type]

    before = all_bytes(seeds)
    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(RulesError, match="No space left"):
        new_version(seeds, "health", "2026-06-15")
    assert all_bytes(seeds) == before
