"""Scoring models hold no number but 0, 1 and 100: others are seed rows or documented macros."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
MODELS = sorted((PROJECT / "models/intermediate/scoring").glob("*.sql"))
ALLOWED = {"0", "1", "100"}

_COMMENT = re.compile(r"--[^\n]*|\{#.*?#\}|/\*.*?\*/", re.DOTALL)
_TEXT = re.compile(r"'[^']*'")
_GROUPING = re.compile(r"\bgroup by\s+\d+(\s*,\s*\d+)*")
_NUMBER = re.compile(r"(?<![\w.])(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?!\w)", re.IGNORECASE)


def numbers(sql: str) -> list[str]:
    """Numbers in SQL outside comments and `group by 1, 2`; digits inside names do not count.

    Numbers inside text count too: macro arguments are text.
    """
    bare = _GROUPING.sub("group by", _COMMENT.sub(" ", sql))
    # Dates are bounds of time, not business numbers.
    bare = re.sub(r"'\d{4}-\d{2}-\d{2}'", "''", bare)
    in_text = [n for text in _TEXT.findall(bare) for n in _NUMBER.findall(text[1:-1])]
    return _NUMBER.findall(_TEXT.sub("''", bare)) + in_text


def test_models_are_found() -> None:
    """The folder is where the check looks."""
    assert len(MODELS) >= 5


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_scoring_model_holds_no_business_number(path: Path) -> None:
    """Only 0, 1 and 100 stand in a scoring model."""
    found = [number for number in numbers(path.read_text()) if number not in ALLOWED]
    assert not found, (
        f"{path.relative_to(PROJECT)} holds {', '.join(found)}. Move it into a seed of "
        "seeds/scorecards, or, when it belongs to a formula, into a macro of macros/scoring."
    )


def test_the_check_sees_numbers() -> None:
    """Numbers in SQL and in macro arguments are found, those in names and comments are not."""
    sql = """
        -- 75 of them
        select driver_1_id, score * .35 as x, {{ weeks_after('snapshot_week', '13') }}, 1e9
        from models_2 where score >= 75 and day < '9999-12-31' group by 1, 2, 3
    """
    assert sorted(numbers(sql)) == [".35", "13", "1e9", "75"]
