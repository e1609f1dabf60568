# ruff: noqa: E501
"""Seeds as people save them: read right, or one line that names file, row and column."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tools import check
from tools.dbt import PROJECT
from tools.seed_files import column_types, problems


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROJECT / "seeds", tmp_path / "seeds"))


def rewrite(seeds: Path, name: str, old: str, new: str) -> None:
    path = next(seeds.rglob(f"{name}.csv"))
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_the_shipped_seeds_can_be_read() -> None:
    assert problems() == []


def test_every_seed_declares_its_columns() -> None:
    files = {path.stem for path in (PROJECT / "seeds").rglob("*.csv")}
    assert column_types(PROJECT / "seeds").keys() == files


@pytest.mark.parametrize("name", ["signals", "bands", "scorecard_versions", "segments"])
def test_a_spreadsheets_mark_and_line_ends_are_taken(seeds: Path, name: str) -> None:
    path = next(seeds.rglob(f"{name}.csv"))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert problems(seeds) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (
            "signal_parameters", "login_frequency,window_weeks,*,4", 'login_frequency,window_weeks,*,"4,5"',
            "signal_parameters.csv, row 2, column value: '4,5' cannot be read. Write 4.5.",
        ),
        (
            "scorecard_categories", ",0.35,", ",0,35,",
            "scorecard_categories.csv, row 2: 7 cells where the header has 6. Is it a decimal comma, or a text "
            "without quotes?",
        ),
        (
            "bands", "health,1,*,score,critical,0,40,Critical,red,1,F,", "health,1,*,score,critical,0,40",
            "bands.csv, row 2: 7 cells where the header has 12. Are commas missing?",
        ),
        (
            "scorecard_versions", "2020-01-01", "1.1.2020",
            "scorecard_versions.csv, row 2, column effective_from: '1.1.2020' cannot be read. Write a day as "
            "YYYY-MM-DD, for example 2026-06-29.",
        ),
        (
            "scorecard_versions", "2020-01-01", "2020-02-30",
            "scorecard_versions.csv, row 2, column effective_from: '2020-02-30' cannot be read. Write a day as "
            "YYYY-MM-DD, for example 2026-06-29.",
        ),
        (
            "rubrics", "upper_bound", "uper_bound",
            "rubrics.csv, row 1: there is no column 'uper_bound'. Is upper_bound meant?",
        ),
        (
            "scorecards", "weighted_mean", "weighted_mean ",
            "scorecards.csv, row 2, column rollup: 'weighted_mean ' has a blank at its edge. Take it away.",
        ),
        (
            "segments", "\nenterprise", "\n,,\nenterprise",
            "segments.csv, row 3: the row is empty. Delete it.",
        ),
        (
            "signals", ",false,", ",no,",
            "signals.csv, row 2, column is_subjective: 'no' cannot be read. Write true or false.",
        ),
        (
            "tenure_bands", "lower_bound", "upper_bound",
            "tenure_bands.csv, row 1: column upper_bound stands there twice. Keep one.",
        ),
    ],
)  # fmt: skip
def test_one_line_names_file_row_and_column(
    seeds: Path, name: str, old: str, new: str, told: str
) -> None:
    rewrite(seeds, name, old, new)
    assert problems(seeds) == [told]


def test_semicolons_are_named(seeds: Path) -> None:
    path = next(seeds.rglob("segments.csv"))
    path.write_text(path.read_text().replace(",", ";"))
    assert problems(seeds) == [
        "segments.csv, row 1: cells are not parted by commas. Save the file as CSV with commas."
    ]


def test_another_encoding_is_named(seeds: Path) -> None:
    path = next(seeds.rglob("segments.csv"))
    path.write_bytes("segment,label,baseline_days\nsmb,Größe,60\n".encode("latin-1"))
    assert problems(seeds) == ["segments.csv, row 2: not UTF-8. Save the file as CSV UTF-8."]


def test_a_file_that_went_or_is_misspelt_is_named(seeds: Path) -> None:
    path = next(seeds.rglob("segments.csv"))
    path.rename(path.with_name("segmnts.csv"))
    assert problems(seeds) == [
        "segments.csv is not there, though its yml file declares it: restore the file.",
        "segmnts.csv is no seed that a yml file declares: is the name misspelt?",
    ]


def test_the_tests_that_check_runs_exist() -> None:
    assert {path.stem for path in (PROJECT / "tests").rglob("*.sql")} >= set(check.TESTS)
