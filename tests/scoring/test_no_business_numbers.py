"""Scoring models and marts hold no number but 0, 1 and 100: others are seed rows or macros."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
MODELS = sorted((PROJECT / "models/intermediate/scoring").glob("*.sql"))
MARTS = sorted((PROJECT / "models/marts").rglob("*.sql"))
ALLOWED = {"0", "1", "100"}

_COMMENT = re.compile(r"--[^\n]*|\{#.*?#\}|/\*.*?\*/", re.DOTALL)
_TEXT = re.compile(r"'[^']*'")
_GROUPING = re.compile(r"\bgroup by\s+\d+(\s*,\s*\d+)*")
# What says how a number is shown, which place a row has or names a statistic decides nothing.
_DIGITS = re.compile(r",\s*\d+\s*$")
_PLACE = re.compile(r"\b(?:\w+_)?(?:place|rank) = [23]\b")
_QUANTILE = re.compile(r"quantile_of\('[\w.]+', [\d.]+\)")
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


def without_rounding_digits(sql: str) -> str:
    """SQL with `round_to(x, 2)` as `round_to(x)`, however x nests."""
    first, *others = sql.split("round_to(")
    rest = ""
    for part in reversed(others):
        text, depth, end = part + rest, 1, 0
        while depth:
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            end += 1
        rest = "round_to(" + _DIGITS.sub("", text[: end - 1]) + text[end - 1 :]
    return first + rest


def shown(sql: str) -> str:
    """SQL of a mart without digits of roundings, places and quantiles."""
    return _QUANTILE.sub("", _PLACE.sub("", without_rounding_digits(sql)))


def test_models_are_found() -> None:
    """The folders are where the checks look."""
    assert len(MODELS) >= 5
    assert len(MARTS) >= 10


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_scoring_model_holds_no_business_number(path: Path) -> None:
    """Only 0, 1 and 100 stand in a scoring model."""
    found = [number for number in numbers(path.read_text()) if number not in ALLOWED]
    assert not found, (
        f"{path.relative_to(PROJECT)} holds {', '.join(found)}. Move it into a seed of "
        "seeds/scorecards, or, when it belongs to a formula, into a macro of macros/scoring."
    )


@pytest.mark.parametrize("path", MARTS, ids=lambda path: path.stem)
def test_mart_repeats_no_threshold(path: Path) -> None:
    """A mart publishes what the rules decided: it holds 0, 1, 100 and the digits of roundings."""
    found = [number for number in numbers(shown(path.read_text())) if number not in ALLOWED]
    assert not found, (
        f"{path.relative_to(PROJECT)} holds {', '.join(found)}. Read it from a seed of "
        "seeds/scorecards, or publish what scoring has decided."
    )


def test_the_check_sees_numbers() -> None:
    """Numbers in SQL and in macro arguments are found, those in names and comments are not."""
    sql = """
        -- 75 of them
        select driver_1_id, score * .35 as x, {{ weeks_after('snapshot_week', '13') }}, 1e9
        from models_2 where score >= 75 and day < '9999-12-31' group by 1, 2, 3
    """
    assert sorted(numbers(sql)) == [".35", "13", "1e9", "75"]


def test_roundings_places_and_quantiles_are_no_thresholds() -> None:
    """Only their digits go, not the numbers beside them."""
    sql = """
        max(case when movement_rank = 2 and riser_place = 3 then points end) as points,
        {%- for weeks in [4, 13] %} change_{{ weeks }}, {%- endfor %}
        {{ round_to('scores.score', 2) }} as score,
        {{ round_to('x * ' ~ round_to(clamp('y', 0, 40), 4), 2) }} as y,
        {{ round_to(
            'sum(a) / nullif(sum(b), 0) * 7', 3
        ) }} as z, {{ quantile_of('t.x', 0.25) }} as quartile
    """
    assert sorted(numbers(shown(sql))) == ["0", "0", "13", "4", "40", "7"]
