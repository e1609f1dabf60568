"""A draft of a card with other weights, as `make version STATUS=draft` and an editor would make it,
in a copy of the rule seeds."""

from __future__ import annotations

import difflib
import re
import shlex
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from tools.files import Refused, Status
from tools.new_version import COPIED, RulesError, csv_text, new_version, read_rows

# Weights of one level may miss 1 by this much, as assert_scorecard_weights allows.
_TOLERANCE = Decimal("1e-9")
_OFFERED = Decimal("0.0001")
_SEEDS = ("scorecard_versions", *COPIED)
_LEVELS = {"scorecard_categories": "category_id", "scorecard_signals": "signal_id"}

Row = dict[str, str]
Weights = dict[str, Decimal]


@dataclass(frozen=True)
class Change:
    """The weight of a signal, or of a category (then `category` is ''), before and in the draft."""

    name: str
    category: str
    before: Decimal
    after: Decimal


@dataclass(frozen=True)
class Draft:
    """A draft in a copy of the seeds.

    seeds: the folder of the copy.
    version, copied: its number, and that of the version whose rows it copies.
    changes: the weights that differ.
    rows: by seed, the lines that the copy has more than the seeds, as CSV without a header.
    notes: sentences on what the weights do not reach.
    """

    seeds: Path
    version: str
    copied: str
    changes: list[Change]
    rows: dict[str, str]
    notes: list[str]


def parse_weights(text: str) -> Weights:
    """The weights that WEIGHTS holds, by signal or category.

    Raises:
        Refused: it holds none, or something that is no name with a number from 0 up.
    """
    example = "WEIGHTS='usage_trend=0.4 depth_of_use=0.05'"
    weights: Weights = {}
    for part in text.split():
        name, _, number = part.partition("=")
        try:
            weight = Decimal(number)
        except InvalidOperation:
            weight = Decimal("nan")
        if not name or not weight.is_finite():
            comma = re.fullmatch(r"\d*,\d+", number)
            remedy = f"write {name}={number.replace(',', '.')}" if comma else f"write {example}"
            raise _refused(f"WEIGHTS holds {part!r}, which is no name with a number: {remedy}.")
        if weight < 0:
            raise _refused(f"WEIGHTS holds {part!r}: a weight is 0 or more.")
        if name in weights:
            raise _refused(f"WEIGHTS names {name} twice: keep one.")
        weights[name] = weight
    if not weights:
        raise _refused(f"Say which weights are others: {example}.")
    return weights


def make_draft(
    seeds: Path,
    copy: Path,
    card: str,
    copied: str,
    weights: Weights,
    segment: str,
    first_day: str,
    options: str = "",
) -> Draft:
    """Copy the seeds and append a draft of a card with other weights.

    Args:
        seeds: the folder of the rule seeds; it is only read.
        copy: where the copy goes; what stands there is replaced.
        card: a card that has versions.
        copied: the version whose rows the draft copies.
        weights: other weights of signals or categories, as the seeds' column `weight` takes them.
        segment: the segment whose weights are changed, '' for the rows of every segment (`*`).
        first_day: effective_from of the draft, YYYY-MM-DD.
        options: what else stands in a command that is offered instead.

    Raises:
        Refused: a name is not on the card, or weights of a level do not add up; the message says
            which would.
    """
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True)
    for file in seeds.glob("*.csv"):
        shutil.copyfile(file, copy / file.name)
    told = " ".join(f"{name}={weight}" for name, weight in weights.items())
    decision = f"What if: {told}" + (f" in segment {segment}" if segment else "")
    try:
        version = new_version(copy, card, first_day, "draft", decision, copied)
        tables = {seed: read_rows(copy / f"{seed}.csv", ("scorecard_id",)) for seed in _SEEDS}
        cards = read_rows(copy / "scorecards.csv", ("scorecard_id", "rollup"))[1]
        parameters = read_rows(copy / "scorecard_parameters.csv", ("parameter", "value"))[1]
    except RulesError as error:
        raise Refused(f"{error} Run `make check`.") from None
    own = {
        seed: [row for row in rows if (row["scorecard_id"], row["version"]) == (card, version)]
        for seed, (_, rows) in tables.items()
    }
    named = _place(card, weights, own, copy)
    notes = []
    for seed in _LEVELS:
        if not any(place == seed for place in named.values()):
            continue
        segments = {row["segment"] for row in own[seed]}
        if segment and segment not in segments:
            added = [{**row, "segment": segment} for row in own[seed] if row["segment"] == "*"]
            own[seed] += added
            tables[seed][1].extend(added)
        elif not segment and segments > {"*"}:
            notes.append(_kept_sets(_LEVELS[seed], sorted(segments - {"*"})))
    _check_segment(card, named, own, segment or "*")
    changes = _weigh(own, weights, named, segment or "*")
    is_sum = any(row["scorecard_id"] == card and row["rollup"] == "sum" for row in cards)
    are_shares = any(
        row["scorecard_id"] == card
        and row["parameter"] == "weights_are_shares"
        and float(row["value"] or 0) == 1
        for row in parameters
    )
    if is_sum:
        _check_ones(card, changes)
    else:
        _check_sums(card, own, weights, options, are_shares)
    for seed, (header, rows) in tables.items():
        (copy / f"{seed}.csv").write_text(csv_text(header, rows), encoding="utf-8", newline="")
    added_rows = {seed: _lines(tables[seed][0], own[seed]) for seed in _SEEDS}
    return Draft(copy, version, copied, changes, added_rows, notes)


def _refused(message: str) -> Refused:
    return Refused(message, Status.NOT_AS_ASKED)


def _kept_sets(column: str, segments: list[str]) -> str:
    level = "categories" if column == "category_id" else "signals"
    return (
        f"{' and '.join(segments)} weigh {level} in their own way and keep to it; "
        f"SEGMENT={segments[0]} changes that."
    )


def _place(card: str, weights: Weights, own: dict[str, list[Row]], seeds: Path) -> dict[str, str]:
    """The seed in which each name of the weights stands; a signal comes before a category.

    Raises:
        Refused: a name is in neither.
    """
    signals = {row["signal_id"] for row in own["scorecard_signals"]}
    categories = {row["category_id"] for row in own["scorecard_categories"]}
    known = signals | categories
    for name in weights:
        if name in known:
            continue
        listed = {row["signal_id"] for row in read_rows(seeds / "signals.csv", ("signal_id",))[1]}
        if name in listed:
            raise _refused(
                f"{name} is a signal, but not one of card {card}: how the card would score it is "
                "not decided, so no cell tells. Add it to a draft and build (How do I, add a "
                "signal)."
            )
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
        meant = f"Is {' or '.join(near)} meant? " if near else ""
        raise _refused(
            f"Card {card} has no signal or category {name!r}. {meant}Its signals are "
            f"{', '.join(sorted(signals))}; its categories {', '.join(sorted(categories))}."
        )
    return {
        name: "scorecard_signals" if name in signals else "scorecard_categories" for name in weights
    }


def _check_segment(
    card: str, named: dict[str, str], own: dict[str, list[Row]], segment: str
) -> None:
    """Raise Refused when a name is weighed in other segments alone."""
    for name, seed in named.items():
        held = {row[_LEVELS[seed]] for row in own[seed] if row["segment"] == segment}
        if name not in held:
            raise _refused(
                f"{name} is not weighed in segment {segment} of card {card}: that has "
                f"{', '.join(sorted(held))}."
            )


def _weigh(
    own: dict[str, list[Row]], weights: Weights, named: dict[str, str], segment: str
) -> list[Change]:
    """Write the weights into the rows of a segment; what differs, in the order of the seeds."""
    changes = []
    for seed, column in _LEVELS.items():
        for row in own[seed]:
            if row["segment"] != segment or named.get(row[column]) != seed:
                continue
            before, after = Decimal(row["weight"]), weights[row[column]]
            if before != after:
                row["weight"] = format(after, "f")
                category = row["category_id"] if column == "signal_id" else ""
                changes.append(Change(row[column], category, before, after))
    return changes


def _check_ones(card: str, changes: Iterable[Change]) -> None:
    for change in changes:
        why = "each of its signals weighs 1" if change.category else "its categories only group"
        raise _refused(
            f"Card {card} adds its signals up (rollup sum): {why}, so {change.name}="
            f"{change.after} cannot be a version of it."
        )


def _check_sums(
    card: str, own: dict[str, list[Row]], given: Weights, options: str, are_shares: bool
) -> None:
    """Weights of a level sum to 1, those typed as shares to more than 0.

    Raises:
        Refused: they do not; the message holds weights that do.
    """
    levels: dict[tuple[str, str, str], Weights] = {}
    for seed, column in _LEVELS.items():
        for row in own[seed]:
            category = row["category_id"] if column == "signal_id" else ""
            level = levels.setdefault((column, row["segment"], category), {})
            level[row[column]] = Decimal(row["weight"])
    said, offered = [], dict(given)
    for (_, of_segment, category), level in levels.items():
        total = sum(level.values())
        what = f"signals of category {category}" if category else "categories"
        where = "" if of_segment == "*" else f" in segment {of_segment}"
        if total == 0:
            raise _refused(f"The weights of the {what}{where} are all 0: one has to weigh.")
        if are_shares or abs(total - 1) <= _TOLERANCE:
            continue
        said.append(f"the weights of the {what}{where} sum to {_plain(total)}")
        offered |= _fitted(level, given)
    if not said:
        return
    told = "; ".join(said)
    command = f"make what-if CARD={shlex.quote(card)} WEIGHTS={shlex.quote(_typed(offered))}"
    raise _refused(
        f"{told[0].upper()}{told[1:]}. They must sum to 1, as these do:\n\n    {command}{options}\n"
    )


def _fitted(level: Weights, given: Weights) -> Weights:
    """Weights of a level that sum to 1: those given stay where the others can make room, else all
    are divided by their sum."""
    held = {name: weight for name, weight in level.items() if name in given}
    free = {name: weight for name, weight in level.items() if name not in given}
    room = 1 - sum(held.values())
    if sum(free.values()) == 0 or room < 0:
        held, free, room = {}, level, Decimal(1)
    scale = room / sum(free.values())
    fitted = {name: (weight * scale).quantize(_OFFERED) for name, weight in free.items()}
    # What rounding leaves goes to the heaviest.
    heaviest = max(fitted, key=lambda name: fitted[name])
    fitted[heaviest] += room - sum(fitted.values())
    return held | fitted


def _plain(number: Decimal) -> str:
    """A number without the zeros after its last digit."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _typed(weights: Weights) -> str:
    return " ".join(f"{name}={_plain(weight)}" for name, weight in weights.items())


def _lines(header: list[str], rows: list[Row]) -> str:
    """Rows as CSV without a header."""
    return csv_text(header, rows).split("\n", 1)[1]
