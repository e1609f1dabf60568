"""The normalising macros in a model of somebody's own: ties, nulls, single rows, all-equal groups.

`MODEL` and `check` also serve tests/engines, so that PostgreSQL answers the same questions.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import Company

# Values of each population; whole ones stand in a column of integers too.
POPULATIONS: dict[str, list[float | None]] = {
    "seven": [70, 10, 50, 30, 20, 60, 40],
    "ties": [20, 10, 40, 20],
    "nulls": [None, 7, None, 5],
    "single": [42],
    "equal": [4, 4, 4],
    "only_nulls": [None, None],
    "below_zero": [-3, -1, -2],
    "ties_but_for_noise": [0.1 + 0.2, 0.3, 0.4],
}
POINTS = {
    "seven": [5, 1, 4, 2, 2, 4, 3],
    "ties": [3, 1, 5, 3],
    "nulls": [None, 4, None, 2],
    "single": [3],
    "equal": [3, 3, 3],
    "only_nulls": [None, None],
    "below_zero": [1, 5, 3],
    "ties_but_for_noise": [2, 2, 5],
}
PERCENTILES = {
    "seven": [100 * n / 14 for n in (13, 1, 9, 5, 3, 11, 7)],
    "ties": [50, 12.5, 87.5, 50],
    "nulls": [None, 75, None, 25],
    "single": [50],
    "equal": [50, 50, 50],
    "only_nulls": [None, None],
    "below_zero": [100 / 6, 500 / 6, 50],
    "ties_but_for_noise": [100 / 3, 100 / 3, 500 / 6],
}
SHARES_OF_TEN = {
    "seven": [10, 10 / 7, 50 / 7, 30 / 7, 20 / 7, 60 / 7, 40 / 7],
    "ties": [5, 2.5, 10, 5],
    "nulls": [None, 10, None, 50 / 7],
    "single": [10],
    "equal": [10, 10, 10],
    "only_nulls": [None, None],
    "below_zero": [0, 0, 0],
    "ties_but_for_noise": [7.5, 7.5, 10],
}
# Value and level read by a shipped rubric, and the score it gives; rubrics are never edited.
READINGS: list[tuple[str, float | None, str | None, float | None]] = [
    ("email_responsiveness_1", 0, None, 100),
    ("email_responsiveness_1", 24, None, 100),
    ("email_responsiveness_1", 24.0000000001, None, 100),
    ("email_responsiveness_1", 24.1, None, 70),
    ("email_responsiveness_1", 168, None, 40),
    ("email_responsiveness_1", 169, None, 10),
    ("email_responsiveness_1", -1, None, None),
    ("email_responsiveness_1", None, None, None),
    # The lowest range is the end point alone; the next begins just above it.
    ("training_participation_1", 0, None, 20),
    ("training_participation_1", 0.5, None, 60),
    ("training_participation_1", 1, None, 100),
    ("open_issue_age_1", 6.6, None, 80),
    ("open_issue_age_1", 7, None, 60),
    ("open_issue_age_1", 40, "None_Open ", 100),
    ("open_issue_age_1", None, "none_open", 100),
    ("open_issue_age_1", 40, "None open", 100),
    ("open_issue_age_1", 7, "martian", None),
    ("no_such_rubric", 7, None, None),
]


def literal(value: float | str | None, kind: str = "double precision") -> str:
    """SQL literal of a value, typed, so that a column of nulls has a type."""
    if value is None:
        return f"cast(null as {kind})"
    return f"'{value}'" if isinstance(value, str) else f"cast({value!r} as {kind})"


def rows_of_populations() -> str:
    """One `select` for each value, joined by `union all`."""
    selects = []
    for population, values in POPULATIONS.items():
        for place, value in enumerate(values):
            whole = value if value is not None and value == int(value) else None
            selects.append(
                f"select '{population}' as population, {place} as place,"
                f" {literal(value)} as score, {literal(whole, 'integer')} as whole"
            )
    return "\nunion all\n".join(selects)


def rows_of_readings() -> str:
    """One `select` for each reading; the column `score` bears the name of a column of the seed."""
    return "\nunion all\n".join(
        f"select 'reading' as population, {place} as place, {literal(value)} as score,"
        f" {literal(level, 'text')} as level,"
        f" '{rubric}' as rubric_id"
        for place, (rubric, value, level, _) in enumerate(READINGS)
    )


def readings_by_rubric() -> str:
    """A `case` that calls the macro once for each rubric, by value and level."""
    rubrics = dict.fromkeys(rubric for rubric, *_ in READINGS)
    return "\n".join(
        f"when '{rubric}' then {{{{ rubric_score('score', '{rubric}', 'level') }}}}"
        for rubric in rubrics
    )


MODEL = f"""
with numbers as (
{rows_of_populations()}
),

readings as (
{rows_of_readings()}
),

final as (
    select
        population,
        place,
        {{{{ quintile_of('score', 'population') }}}} as points,
        {{{{ percentile_of('score', 'population') }}}} as percentile,
        {{{{ share_of_max_of('score', 'population', 10) }}}} as share,
        {{{{ quintile_of('score') }}}} as points_of_all,
        {{{{ percentile_of('whole', "population, place", 1) }}}} as alone,
        {{{{ linear_score('score', 20, 60) }}}} as linear,
        {{{{ linear_score('whole', 60, 20, 10) }}}} as inverted,
        {{{{ linear_score('score', 20, 20) }}}} as without_width,
        {{{{ share_of_max_of('whole', 'population') }}}} as share_of_whole,
        {{{{ quintile_of('-score', 'population', better_when='lower') }}}} as points_of_less,
        {{{{ percentile_of('-score', 'population', better_when='lower') }}}} as percentile_of_less,
        {{{{ share_of_max_of('score', 'population', 10, 'lower') }}}} as share_left,
        cast(null as double precision) as rubric,
        cast(null as double precision) as rubric_without_level
    from numbers

    union all

    select
        population,
        place,
        null, null, null, null, null, null, null, null, null, null, null, null,
        case rubric_id {readings_by_rubric()} end as rubric,
        {{{{ rubric_score('score', 'open_issue_age_1') }}}} as rubric_without_level
    from readings
)

select * from final
"""


ROWS = "select to_json(own_scores) from {marts}.own_scores"


def near(value: float | None) -> Any:
    """A number to compare within 1e-9; null stays null."""
    return None if value is None else pytest.approx(float(value), abs=1e-9)


def points_of_all() -> dict[tuple[str, int], float | None]:
    """Quintile points of each value among those of all populations, by counting."""
    everything = [round(v, 9) for values in POPULATIONS.values() for v in values if v is not None]
    points: dict[tuple[str, int], float | None] = {}
    for population, values in POPULATIONS.items():
        for place, value in enumerate(values):
            points[population, place] = None
            if value is not None:
                below = sum(other < round(value, 9) for other in everything)
                equal = sum(other == round(value, 9) for other in everything)
                rank = 2 * below + equal
                points[population, place] = min(5, 1 + 5 * rank // (2 * len(everything)))
    return points


def check(found: list[dict[str, Any]]) -> None:
    """Compare the rows of `MODEL`, as dictionaries, with what was worked out by hand."""
    rows = {(row["population"], row["place"]): row for row in found}
    assert len(found) == len(rows) == sum(map(len, POPULATIONS.values())) + len(READINGS)
    of_all = points_of_all()
    for population, values in POPULATIONS.items():
        for place, value in enumerate(values):
            row, at = rows[population, place], f"{population} {place}: {value}"
            whole = value if value is not None and value == int(value) else None
            assert row["points"] == near(POINTS[population][place]), at
            assert row["percentile"] == near(PERCENTILES[population][place]), at
            assert row["share"] == near(SHARES_OF_TEN[population][place]), at
            # The negative of a value, of which less is better, ranks as the value does.
            assert row["points_of_less"] == near(POINTS[population][place]), at
            assert row["percentile_of_less"] == near(PERCENTILES[population][place]), at
            share = SHARES_OF_TEN[population][place]
            assert row["share_left"] == near(None if share is None else 10 - share), at
            assert row["points_of_all"] == near(of_all[population, place]), at
            assert row["alone"] == near(None if whole is None else 0.5), at
            linear = None if value is None else 100 * min(1, max(0, (value - 20) / 40))
            assert row["linear"] == near(linear), at
            inverted = None if whole is None else 10 * min(1, max(0, (60 - whole) / 40))
            assert row["inverted"] == near(inverted), at
            assert row["without_width"] is None, at
            share = SHARES_OF_TEN[population][place]
            if population != "ties_but_for_noise":
                assert row["share_of_whole"] == near(None if share is None else 10 * share), at
    for place, (rubric, value, level, score) in enumerate(READINGS):
        row, at = rows["reading", place], f"{rubric} {value} {level}"
        assert row["rubric"] == near(score), at
        if rubric == "open_issue_age_1" and value is not None:
            assert row["rubric_without_level"] == near({6.6: 80, 7: 60, 40: 10}[value]), at


def test_macros_in_a_model_of_ones_own(own_project: Company) -> None:
    folder = own_project.project / "models" / "own"
    folder.mkdir()
    (folder / "own_scores.sql").write_text(MODEL)
    own_project.load("create schema salesforce")
    run = own_project.dbt(
        "build", "--select", "+own_scores", "--exclude-resource-type", "test", "unit_test"
    )
    assert run.status == 0, run.output[-4000:]
    check([json.loads(row) for (row,) in own_project.rows(ROWS)])
