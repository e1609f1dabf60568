"""Do the build and the hand-written script come to the same scores?"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks.script import SLICE_WEEKS
from tools.files import quoted

TOLERANCE = 1e-9
_EXAMPLES = 5
_CARD = ("account_id", "snapshot_week", "scorecard_id", "version")


@dataclass(frozen=True)
class Compared:
    """A mart, the script's view of the same rows, and the columns that must agree."""

    mart: str
    view: str
    keys: tuple[str, ...]
    numbers: tuple[str, ...]
    words: tuple[str, ...] = ()


COMPARED = (
    Compared(
        mart="fct_signal_scores",
        view="signal_scores",
        keys=(*_CARD, "signal_id"),
        numbers=("value", "score", "applied_weight", "contribution"),
        words=("level", "status"),
    ),
    Compared(
        mart="fct_category_scores",
        view="category_scores",
        keys=(*_CARD, "category_id"),
        numbers=("score", "applied_weight", "contribution", "weight_observed"),
    ),
    Compared(
        mart="fct_account_scores",
        view="account_scores",
        keys=_CARD,
        numbers=("score_calculated", "weight_observed"),
    ),
)


def differences(published: Path, result: Path) -> tuple[dict[str, int], list[str]]:
    """Compare what the build published with what the script came to.

    A number may differ by TOLERANCE, one above 1 by that share of itself.

    Args:
        published: the build's file.
        result: the script's file.

    Returns:
        Rows compared per mart, and sentences that say where they differ, with examples.
    """
    n_rows: dict[str, int] = {}
    found: list[str] = []
    with duckdb.connect(str(result), read_only=True) as connection:
        connection.execute(f"attach '{published}' as built (read_only)")
        first, last = connection.execute("select min(week), max(week) from totals").fetchall()[0]
        for compared in COMPARED:
            n_rows[compared.mart] = 0
            # In slices, because a mart of 10,000 accounts does not fit into memory.
            for week in range(first, last + 1, SLICE_WEEKS):
                n_joined, sentences = _differences_of(connection, compared, week)
                n_rows[compared.mart] += n_joined
                found += sentences
    return n_rows, found


def _differences_of(
    connection: duckdb.DuckDBPyConnection, compared: Compared, week: int
) -> tuple[int, list[str]]:
    """Rows of the slice that begins with a week, and how they differ."""
    schema = quoted(os.environ.get("BELLWETHER_SCHEMA") or "bellwether")
    from_day, to_day = (
        f"date '0001-01-01' + {7 * number}" for number in (week, week + SLICE_WEEKS)
    )
    in_slice = f"snapshot_week >= {from_day} and snapshot_week < {to_day}"
    joined = f"""
        from (from {compared.view} where {in_slice}) as mine
        full join (
            from built.{schema}.{compared.mart}
            semi join rules using (scorecard_id, version)
            where {in_slice}
        ) as built using ({", ".join(compared.keys)})
    """
    columns = [*compared.numbers, *compared.words]
    is_far = " or ".join(
        [
            "mine.account_id is null",
            "built.account_id is null",
            *(f"mine.{name} is distinct from built.{name}" for name in compared.words),
            *(f"(mine.{name} is null) <> (built.{name} is null)" for name in compared.numbers),
            *(
                f"abs(mine.{name} - built.{name}) > {TOLERANCE} * greatest(1, abs(built.{name}))"
                for name in compared.numbers
            ),
        ]
    )
    n_joined, n_far = connection.execute(
        f"select count(*), count(*) filter ({is_far}) {joined}"
    ).fetchall()[0]
    if not n_far:
        return n_joined, []
    examples = connection.execute(
        f"select {', '.join(compared.keys)}, "
        + ", ".join(f"mine.{name}, built.{name}" for name in columns)
        + f" {joined} where {is_far} order by all limit {_EXAMPLES}"
    ).fetchall()
    sentences = [f"{compared.mart}: {n_far:,} of {n_joined:,} rows differ, for example"]
    for example in examples:
        key, values = example[: len(compared.keys)], example[len(compared.keys) :]
        pairs = zip(columns, values[::2], values[1::2], strict=True)
        told = "; ".join(f"{name} {mine} / {built}" for name, mine, built in pairs if mine != built)
        sentences.append(f"  {', '.join(map(str, key))}: {told} (script / build)")
    return n_joined, sentences
