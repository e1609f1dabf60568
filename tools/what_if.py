"""Show who would stand where if a card's weights were others, and the seed rows of that draft.

Nothing is written: totals and bands come from the published cells, by the engine's own models.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import math
import shlex
import sys
import tempfile
import textwrap
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tools.draft import Draft, make_draft, parse_weights
from tools.files import Refused, Status, quoted, run_tool, schema_of_marts
from tools.marts import Marts, marts
from tools.publish import parse_day
from tools.rescore import READ, Asked, rescored
from tools.rules_hash import SEEDS
from tools.seed_files import problems
from tools.summary import entry, plain_text

# How many signals of a move are named, and the points from which two decimals show one.
_NAMED = 3
_LEAST = 0.005

_STANDING = """
    select scorecard_id, snapshot_week, max(version)
    from {marts}.fct_account_scores
    where is_in_force
    group by 1, 2
"""
_SEGMENTS = "select distinct segment from {marts}.fct_account_scores order by 1"

# Each account as the version in force and the draft have it, in the order of the change.
_ACCOUNTS = """
    select
        today.account_id,
        coalesce(health.account_name, today.account_id) as name,
        health.owner_name as owner,
        health.recurring_revenue,
        health.currency,
        health.renewal_date,
        today.score as score_today,
        draft.score as score_draft,
        today.band as band_today,
        draft.band as band_draft,
        today.band_label as label_today,
        draft.band_label as label_draft,
        today.band_rank as rank_today,
        draft.band_rank as rank_draft,
        draft.is_overridden
    from bellwether_intermediate.int_banded_scores as today
    inner join bellwether_intermediate.int_banded_scores as draft
        on
            today.account_id = draft.account_id
            and draft.scorecard_id = today.scorecard_id
            and draft.version = ?
    left join published.{schema}.health_scores as health
        on
            today.account_id = health.account_id
            and today.snapshot_week = health.snapshot_week
    where today.is_in_force
    order by draft.score - today.score nulls last, name, today.account_id
"""

_POINTS = """
    select
        today.account_id,
        today.signal_id,
        coalesce(draft.contribution, 0) - coalesce(today.contribution, 0) as points
    from bellwether_intermediate.int_signal_scores as today
    inner join bellwether_intermediate.int_signal_scores as draft
        on
            today.account_id = draft.account_id
            and today.signal_id = draft.signal_id
            and draft.scorecard_id = today.scorecard_id
            and draft.version = ?
    where today.is_in_force
    order by abs(points) desc, today.signal_id
"""


@dataclass(frozen=True)
class Account:
    """An account under the weights in force and under those of the draft.

    Scores and bands are null where a build would leave them null; recurring_revenue is a year's.
    """

    account_id: str
    name: str
    owner: str | None
    recurring_revenue: float | None
    currency: str | None
    renewal_date: dt.date | None
    score_today: float | None
    score_draft: float | None
    band_today: str | None
    band_draft: str | None
    label_today: str | None
    label_draft: str | None
    rank_today: int | None
    rank_draft: int | None
    is_overridden: bool


@dataclass(frozen=True)
class Answer:
    """What other weights would do at one snapshot.

    points: by account, each signal with what it adds to the score more than today, the largest
        first.
    """

    card: str
    week: dt.date
    draft: Draft
    accounts: list[Account]
    points: dict[str, list[tuple[str, float]]]


def what_if(
    published: Marts,
    card: str,
    weights: str,
    segment: str = "",
    week: str = "",
    seeds: Path = SEEDS,
) -> Answer:
    """Score a card of the published marts by other weights.

    Args:
        published: the published marts; only read.
        card: scorecard_id.
        weights: `signal=number` or `category=number`, parted by blanks; the others stay.
        segment: change the weights of this segment alone.
        week: a snapshot, YYYY-MM-DD, '' for the newest.
        seeds: the folder of the rule seeds; only read.

    Raises:
        Refused: nothing is published, or the options do not say what can be answered.
    """
    given = parse_weights(weights)
    if found := problems(seeds.parent):
        raise Refused("\n".join([*found, "Run `make check` when it is mended."]))
    day, version = _standing(published, card, segment, week)
    with tempfile.TemporaryDirectory() as folder:
        monday = str(day + dt.timedelta(weeks=1))
        options = "".join(
            f" {name}={shlex.quote(value)}"
            for name, value in (("SEGMENT", segment), ("WEEK", week))
            if value
        )
        draft = make_draft(seeds, Path(folder), card, version, given, segment, monday, options)
        with rescored(published, draft.seeds, day, [Asked(card, draft.version, version)]) as scores:
            schema = quoted(schema_of_marts())
            accounts = [
                Account(*row)
                for row in scores.execute(
                    _ACCOUNTS.format(schema=schema), [draft.version]
                ).fetchall()
            ]
            moved = scores.execute(_POINTS, [draft.version]).fetchall()
    points: dict[str, list[tuple[str, float]]] = {}
    for account, signal, difference in moved:
        points.setdefault(account, []).append((signal, difference))
    return Answer(card, day, draft, accounts, points)


def _standing(published: Marts, card: str, segment: str, week: str) -> tuple[dt.date, str]:
    """The snapshot asked for and the version in force then (see Refused of `what_if`)."""
    standing, segments = published.rows(_STANDING, _SEGMENTS)
    names = ", ".join(sorted({name for name, _, _ in standing})) or "none"
    if not card:
        raise Refused(f"Name the card: CARD=health. Published are {names}.", Status.NOT_AS_ASKED)
    versions = {day: version for name, day, version in standing if name == card}
    if not versions:
        raise Refused(
            f"No scores of a card {card!r} are published. Name one of: {names}.",
            Status.NOT_AS_ASKED,
        )
    known = [name for (name,) in segments]
    if segment and segment not in known:
        raise Refused(
            f"No account is of segment {segment!r}. Name one of: {', '.join(known)}.",
            Status.NOT_AS_ASKED,
        )
    day = parse_day("WEEK", week) if week else max(versions)
    if day not in versions:
        raise Refused(
            f"WEEK={day} is no snapshot of card {card}: give a Monday from {min(versions)} to "
            f"{max(versions)}.",
            Status.NOT_AS_ASKED,
        )
    return day, versions[day]


def tell(answer: Answer) -> None:
    """Print an answer: every account, bands, who changes band and why, the rows of the draft."""
    draft, accounts = answer.draft, answer.accounts
    print(
        f"\nCard {answer.card}, version {draft.copied}, {len(accounts)} accounts of the week of "
        f"{answer.week:%d %B %Y}, if these weights were others:\n"
    )
    for change in draft.changes:
        of = f" in {change.category}" if change.category else ""
        print(f"  {change.name}{of}: {change.after} instead of {change.before}")
    if not draft.changes:
        print("  none: they are those of today")
    for note in draft.notes:
        print("\n" + textwrap.fill(note, 98))
    width = max([len("account"), *(len(plain_text(account.name)) for account in accounts)])
    print(f"\n  {'account':<{width}}  {'today':>7}  {'what if':>7}  {'change':>7}  band")
    for account in accounts:
        print(_line(account, width))
    _tell_bands(accounts)
    _tell_moves(answer)
    _tell_rows(draft)


def _line(account: Account, width: int) -> str:
    today, draft = account.score_today, account.score_draft
    change = "" if today is None or draft is None else f"{draft - today:+.2f}"
    band = account.label_draft or ""
    if account.band_today != account.band_draft:
        band = f"{account.label_today or 'none'} -> {account.label_draft or 'none'}"
    by_hand = "  (set by hand)" if account.is_overridden else ""
    totals = f"{_score(today):>7}  {_score(draft):>7}  {change:>7}"
    return f"  {plain_text(account.name):<{width}}  {totals}  {band}{by_hand}"


def _score(score: float | None) -> str:
    """A score to two decimals, rounded down: 74.999 is not the 75 at which a band may begin."""
    return "none" if score is None else f"{math.floor(round(score * 100, 6)) / 100:.2f}"


def _tell_bands(accounts: list[Account]) -> None:
    today = Counter((a.rank_today or 0, a.label_today or "none") for a in accounts)
    draft = Counter((a.rank_draft or 0, a.label_draft or "none") for a in accounts)
    print(f"\n  {'band':<20}{'today':>6}{'what if':>9}")
    for band in sorted({*today, *draft}):
        print(f"  {band[1]:<20}{today[band]:>6}{draft[band]:>9}")


def _tell_moves(answer: Answer) -> None:
    movers = [account for account in answer.accounts if account.band_today != account.band_draft]
    print(f"\nWho changes band: {len(movers) or 'nobody'}")

    def move(account: Account) -> tuple[int, int, str, str]:
        return (
            account.rank_draft or 0,
            account.rank_today or 0,
            account.label_today or "none",
            account.label_draft or "none",
        )

    for (_, _, before, after), group in itertools.groupby(sorted(movers, key=move), key=move):
        own = list(group)
        money = [a.recurring_revenue for a in own if a.recurring_revenue is not None]
        worth = f", {sum(money):,.0f} {own[0].currency or ''} a year".replace("  ", " ")
        print(f"\n  {before} -> {after}: {len(own)}{worth if money else ''}")
        for account in own:
            print(textwrap.indent(entry(_mover(account, answer)), "  "))


def _mover(account: Account, answer: Answer) -> str:
    """Who changes band, whose account it is, its money, its totals, and what made it."""
    about = [f"owner {account.owner or 'nobody'}"]
    if account.recurring_revenue is not None:
        about.append(f"{account.recurring_revenue:,.0f} {account.currency or ''} a year".strip())
    if account.renewal_date:
        about.append(f"renews {account.renewal_date}")
    totals = f"{_score(account.score_today)} to {_score(account.score_draft)}"
    return f"{account.name} ({', '.join(about)}): {totals}; {_made_by(account, answer)}"


def _made_by(account: Account, answer: Answer) -> str:
    today, draft = account.score_today, account.score_draft
    if draft is None:
        return "too little of the weight is observed, or a signal that must not be missing is"
    if today == draft:
        return "its own total stays, others pass it"
    moved = [
        (signal, points)
        for signal, points in answer.points.get(account.account_id, [])
        if abs(points) >= _LEAST
    ]
    told = [f"{signal} {points:+.2f}" for signal, points in moved[:_NAMED]]
    rest = sum(points for _, points in moved[_NAMED:])
    return ", ".join([*told, *([f"others {rest:+.2f}"] if abs(rest) >= _LEAST else [])])


def _tell_rows(draft: Draft) -> None:
    print(
        f"\nThe draft as seed rows, version {draft.version}. Paste them at the end of these files, "
        "then `make rules` and\n`make build`: it is scored beside the version in force and changes "
        "nothing (scorecard_version_comparison)."
    )
    for seed, rows in draft.rows.items():
        print(f"\nseeds/scorecards/{seed}.csv\n{rows}", end="")


def main() -> int:
    """Command line of `make what-if`; the exit status as tools/files.py tells it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--card", default="", help="scorecard_id")
    parser.add_argument("--weights", default="", help="signal=number ..., parted by blanks")
    parser.add_argument("--segment", default="", help="change the weights of this segment alone")
    parser.add_argument("--week", default="", help="a snapshot, YYYY-MM-DD; default the newest")
    given = parser.parse_args()
    return run_tool(
        lambda: tell(what_if(marts(*READ), given.card, given.weights, given.segment, given.week))
    )


if __name__ == "__main__":
    sys.exit(main())
