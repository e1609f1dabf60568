"""Tell in a few lines what the published marts say."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import shlex
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

from tools.files import (
    Refused,
    Role,
    marts_of,
    published_path,
    quoted,
    reading,
    run_tool,
    schema_of_marts,
    short,
)

# How many accounts of one move, and how many alerts or weeks, are listed.
_NAMED = 6
_TOLD = 8

_BANDS = """
    select
        band_label,
        count(*) filter (where snapshot_week = newest.week) as now,
        count(*) filter (where snapshot_week = newest.week - 7) as week_ago
    from {marts}.health_scores
    cross join (select max(snapshot_week) as week from {marts}.health_scores) as newest
    where snapshot_week >= newest.week - 7
    group by band_label
    order by min(coalesce(band_rank, 100)), band_label
"""

_MOVES = """
    with weeks as (
        select max(snapshot_week) as now, max(snapshot_week) - 7 as week_ago
        from {marts}.health_scores
    ),

    standing as (
        select account_id, account_name, band_label, band_rank
        from {marts}.health_scores
        where snapshot_week = (select now from weeks)
    ),

    before as (
        select account_id, account_name, band_label, band_rank
        from {marts}.health_scores
        where snapshot_week = (select week_ago from weeks)
    )

    select
        coalesce(before.band_label, 'new') as from_band,
        coalesce(standing.band_label, 'gone') as to_band,
        list(coalesce(standing.account_name, before.account_name) order by 1) as names
    from before
    full join standing on before.account_id = standing.account_id
    where before.band_label is distinct from standing.band_label
    group by all
    order by min(coalesce(standing.band_rank, 100)), min(coalesce(before.band_rank, 100)), 1, 2
"""

_FALLS = """
    select account_name, score_last_week, score, change
    from {marts}.health_scores_current
    where change < 0
    order by change, account_id
    limit 5
"""

_NEW_ALERTS = """
    select severity, coalesce(account_name, source_family), last_reason, due_date,
        case when n_reopened > 0 then opened_week end as first_opened_week
    from {marts}.score_alerts
    where status = 'open' and last_opened_week = (
        select max(snapshot_week) from {marts}.health_scores
    )
    order by
        n_reopened > 0, list_position(['critical', 'high', 'medium', 'low'], severity), due_date, 2,
        alert_rule_id
"""

# The newest run is the one that opened the snapshots that stand there.
_LEDGER = """
    select reason, snapshot_week, count(*)
    from {marts}.score_history
    where published_by_run in (select run_id from {intermediate}.int_open_snapshots)
    group by reason, snapshot_week
    order by reason, snapshot_week desc
"""

_ATTENTION = """
    select account_name, attention_score, attention_reason, reason
    from {marts}.health_watchlist
    where snapshot_week = (select max(snapshot_week) from {marts}.health_scores)
    order by attention_rank
    limit 5
"""


_OTHER_CARDS = """
    select scorecard_id, count(*), count(score)
    from {marts}.fct_account_scores
    where is_in_force
        and scorecard_id not in ('health', 'health_onboarding')
        and snapshot_week = (select max(snapshot_week) from {marts}.fct_account_scores)
    group by scorecard_id
    order by scorecard_id
"""

# An account whose every card was withdrawn for a week has none there any more.
_GONE = """
    with newest_revisions as (
        select *
        from {marts}.score_history
        qualify row_number() over (
            partition by account_id, snapshot_week, scorecard_id order by revision desc
        ) = 1
    ),

    account_weeks as (
        select
            account_id,
            snapshot_week,
            bool_or(
                published_by_run in (select run_id from {intermediate}.int_open_snapshots)
            ) as is_of_this_run
        from newest_revisions
        group by account_id, snapshot_week
        having bool_and(reason = 'withdrawn')
    ),

    names as (
        select account_id, max_by(account_name, snapshot_week) as account_name
        from {marts}.health_scores
        group by account_id
    )

    select
        standing.account_id is not null as is_back,
        coalesce(standing.account_name, names.account_name, account_weeks.account_id),
        min(account_weeks.snapshot_week) as first_week,
        count(*)
    from account_weeks
    left join {marts}.health_scores_current as standing
        on account_weeks.account_id = standing.account_id
    left join {intermediate}.int_accounts as accounts
        on account_weeks.account_id = accounts.account_id
    left join names
        on account_weeks.account_id = names.account_id
    where
        (standing.account_id is null and account_weeks.is_of_this_run)
        -- Weeks before an account was created are no hole.
        or (
            standing.account_id is not null
            and coalesce(accounts.created_at < account_weeks.snapshot_week, true)
        )
    group by account_weeks.account_id, 1, 2
    order by first_week, 2
"""

_CARRIED = """
    select
        scorecard_id, source, is_connected, weight_share, weight_share_connected,
        min_weight_observed, least_weight_observed
    from {marts}.scorecard_sources
    order by scorecard_id, weight_share desc, source
"""

# A family that another source brings is told of only where this one was heard before.
_SILENT = """
    with families as (
        select source_family, max(case when is_observed then 1 else 0 end) as is_brought
        from {marts}.data_quality_source_freshness
        group by source_family
    )

    select distinct
        case
            when families.is_brought = 1
                then freshness.source_family || ' of ' || freshness.source
            else freshness.source_family
        end as name,
        freshness.is_source_on
    from {marts}.data_quality_source_freshness as freshness
    inner join families on freshness.source_family = families.source_family
    where
        freshness.stale_days is not null
        and not freshness.is_observed
        and freshness.part_of is null
        and (families.is_brought = 0 or freshness.last_row_at is not null)
    order by name
"""


def print_summary(database: Path, schema: str | None = None, has_changes: bool = False) -> None:
    """Print accounts scored, bands now and a week ago, and the accounts that need attention.

    Args:
        database: the published DuckDB file; opened read-only and closed again.
        schema: schema of the marts; default BELLWETHER_SCHEMA, else `bellwether`.
        has_changes: tell too what the last run changed (see `changes`).
    """
    schema = schema or schema_of_marts()
    with reading(database, Role.PUBLISHED) as connection:
        marts = marts_of(connection, schema)
        newest = connection.execute(
            f"select max(snapshot_week), count(*), count(score) from {marts}.health_scores_current"
        ).fetchone()
        bands = connection.execute(_BANDS.format(marts=marts)).fetchall()
        attention = connection.execute(_ATTENTION.format(marts=marts)).fetchall()
        other_cards = connection.execute(_OTHER_CARDS.format(marts=marts)).fetchall()
        carried = connection.execute(_CARRIED.format(marts=marts)).fetchall()
        silent = connection.execute(_SILENT.format(marts=marts)).fetchall()
        names = {"marts": marts, "intermediate": marts_of(connection, f"{schema}_intermediate")}
        changed = changes(connection, names) if has_changes else []
        gone = gone_lines(connection, names)
    if newest is None or newest[0] is None:
        print("\nThe build passed, but no account is alive at any snapshot: is the CRM empty?")
        return
    week, accounts, scored = newest
    noun = "account" if accounts == 1 else "accounts"
    print(f"\nHealth of {accounts} {noun} in the week of {week:%d %B %Y}; {scored} with a score.\n")
    print(f"  {'band':<20}{'now':>6}{'a week ago':>12}")
    for label, now, week_ago in bands:
        print(f"  {label:<20}{now:>6}{week_ago:>12}")
    for line in (*changed, *gone):
        print(line)
    if attention:
        print("\nAccounts that need attention most, with their points of 100:\n")
    else:
        print("\nAccounts that need attention most: none is at risk or critical.")
    for name, points, place_reason, sentence in attention:
        print(entry(f"{name}: {points:.0f} points ({place_reason}). {sentence}"))
    for card, n_accounts, n_scored in other_cards:
        print(f"\nScorecard {card}: {n_scored} of {n_accounts} accounts with a score.")
    for line in carried_lines(carried):
        print(line)
    for why, is_on in (("Without fresh data", True), ("Of sources switched off", False)):
        names = ", ".join(family for family, is_source_on in silent if is_source_on == is_on)
        if names:
            print("\n" + textwrap.fill(f"{why}, so their signals are missing: {names}.", 98))
    shown, plain = short(database), marts.replace('"', "")
    is_plain = re.fullmatch(r"[\w./-]+", shown) and re.fullmatch(r"\w+\.\w+", plain)
    # DuckDB names the database after the file.
    is_clear = marts.lower() != f"{quoted(schema)}.{quoted(schema)}".lower()
    schema_shown = (schema if is_clear else plain) if is_plain else marts
    code = (
        f"import duckdb; duckdb.connect('{shown}', read_only=True)"
        f".sql('from {schema_shown}.health_scores_current').show()"
    )
    print(f"\nThe marts are in {shown}, schema {schema_shown}. What to run next:")
    if not is_clear:
        print("  Readers must name tables by three parts, as the file is called like its schema.")
    argument = f'"{code}"' if is_plain else shlex.quote(code)
    print(f"  .venv/bin/python -c {argument}")
    print("  make boards   to see the accounts in a browser; make report for a page to send round")
    print("  make test     to see every rule of the project checked")
    print("  make docs     for one page that explains every model and column")


def changes(connection: duckdb.DuckDBPyConnection, names: dict[str, str]) -> list[str]:
    """Lines on what the last run brought: moves between bands since the week before, the largest
    falls, the alerts of the week, and what was added to the ledger.

    Args:
        connection: an analytics database with at least one snapshot.
        names: database and schema of `marts` and `intermediate` models, as SQL writes them.
    """

    def rows(sql: str) -> list[tuple[Any, ...]]:
        return connection.execute(sql.format(**names)).fetchall()

    lines = ["\nMoved between bands since the week before:\n"]
    moves = rows(_MOVES)
    for from_band, to_band, accounts in moves:
        more = f" and {len(accounts) - _NAMED} more" if len(accounts) > _NAMED else ""
        told = ", ".join(accounts[:_NAMED]) + more
        lines.append(entry(f"{from_band} -> {to_band}, {len(accounts)}: {told}"))
    if not moves:
        lines.append("  nobody")
    if falls := rows(_FALLS):
        lines.append("\nLargest falls in a week:\n")
    for name, before, now, change in falls:
        lines.append(f"  {change:>6.1f}  {plain_text(name)}: {before:.1f} to {now:.1f}")
    alerts = rows(_NEW_ALERTS)
    lines.append(f"\nAlerts opened this week: {len(alerts) or 'none'}\n".rstrip())
    for severity, subject, reason, due, first in alerts[:_TOLD]:
        when = f"opened again after {first:%d %B %Y}" if first else f"due {due:%d %B %Y}"
        lines.append(entry(f"{severity}, {when}: {subject}: {reason}"))
    if len(alerts) > _TOLD:
        lines.append(f"  and {len(alerts) - _TOLD} more, see {names['marts']}.score_alerts")
    lines.append("\n" + textwrap.fill(ledger_text(rows(_LEDGER)), 98))
    return lines


def gone_lines(connection: duckdb.DuckDBPyConnection, names: dict[str, str]) -> list[str]:
    """Lines on accounts whose published weeks the last run withdrew, and on those that are back
    but lack weeks that were withdrawn meanwhile; arguments as for `changes`.
    """
    found = connection.execute(_GONE.format(**names)).fetchall()
    gone = [row for row in found if not row[0]]
    back = [row for row in found if row[0]]
    lines = []
    if gone:
        lines.append(
            "Withdrawn, because they are customers no more (ended, merged, deleted or missing from "
            f"a load): {_weeks(gone)}. If a load missed them, load them again; the run after that "
            "names what is left to heal."
        )
    if back:
        first = min(week for _, _, week, _ in back)
        lines.append(
            f"Back, but without weeks that were withdrawn when they were missing: {_weeks(back)}."
            f" To compute these again: make week RESTATE_FROM={first}"
        )
    return ["\n" + _paragraph(line) for line in lines]


def _weeks(accounts: list[tuple[bool, str, dt.date, int]]) -> str:
    """Accounts with the first of their weeks, and how many."""
    told = [
        f"{name} (from the week of {week:%d %B %Y}: {n} {'week' if n == 1 else 'weeks'})"
        for _, name, week, n in accounts[:_TOLD]
    ]
    more = len(accounts) - len(told)
    return ", ".join(told) + (f" and {more} more" if more else "")


def carried_lines(
    rows: Iterable[tuple[str, str, bool, float, float, float | None, float | None]],
) -> list[str]:
    """What each source carries of each card, a line a card.

    Args:
        rows: scorecard, source, whether it is connected, share of the card's weight (0 to 1),
            share that the connected sources carry together, the share of that which must be
            observed, and the share of all below which there is no score; by scorecard, the
            largest share first.
    """
    lines = ["\nWeight that each source carries, by card (a family fed by two counts for both):\n"]
    for card, sources in itertools.groupby(rows, key=lambda row: row[0]):
        own = list(sources)
        shares = ", ".join(f"{source} {share:.0%}" for _, source, _, share, *_ in own)
        connected, needed, least = own[0][4], own[0][5] or 0.0, own[0][6] or 0.0
        text = f"{card}: {shares}; connected {connected:.0%} of the {needed:.0%} needed"
        if connected < least:
            missing = [(source, share) for _, source, is_on, share, *_ in own if not is_on]
            enough = [source for source, share in missing if connected + share >= least]
            text += f", and less than {least:.0%} gives no score where all of it applies"
            if missing:
                text += f": connect {(enough or [source for source, _ in missing])[0]}"
        elif connected < needed:
            text += f", so {needed:.0%} of what is connected is enough, and is flagged"
        lines.append(entry(text + "."))
    return lines


def ledger_text(added: list[tuple[str, dt.date, int]]) -> str:
    """What the last run appended to the ledger, in a sentence or more.

    Args:
        added: reason, snapshot and number of rows appended for them.
    """
    words = {
        "first": "published for the first time",
        "restated": "restated",
        "full_refresh": "changed by computing everything anew",
        "withdrawn": "withdrawn",
        "succession": "taken over from a former id of the account",
    }
    if not added:
        return "Ledger: nothing to add, every score is as it was published."
    told = []
    for reason, text in words.items():
        weeks = [(week, n) for found, week, n in added if found == reason]
        if not weeks:
            continue
        total = sum(n for _, n in weeks)
        listed = ", ".join(f"week of {week:%d %B %Y}: {n}" for week, n in weeks[:_TOLD])
        if len(weeks) > _TOLD:
            listed += f", and {len(weeks) - _TOLD} earlier weeks"
        told.append(f"{total} {'score' if total == 1 else 'scores'} {text} ({listed})")
    return f"Ledger: {'; '.join(told)}."


def plain_text(text: str) -> str:
    """Text for a terminal, which control characters in a name would steer."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text)


def entry(text: str) -> str:
    return textwrap.fill(plain_text(text), 98, initial_indent="  ", subsequent_indent="    ")


def _paragraph(text: str) -> str:
    # A day in a command stays on one line.
    return textwrap.fill(plain_text(text), 98, break_on_hyphens=False)


def summary() -> None:
    """Show the summary of the published file again.

    Raises:
        Refused: there is none, or it cannot be read.
    """
    database = published_path()
    if not database.exists():
        raise Refused(f"There is no published file at {database}. Run `make build` first.")
    print_summary(database, has_changes=True)


if __name__ == "__main__":
    sys.exit(run_tool(summary))
