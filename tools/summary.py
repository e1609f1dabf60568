"""Tell in a few lines what the published marts say."""

from __future__ import annotations

import os
import sys
import textwrap
from pathlib import Path

import duckdb

from tools.dbt import PROJECT, resolve

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

_ATTENTION = """
    select account_name, sentence
    from {marts}.health_scores_current
    where score is not null and lifecycle = 'established'
    order by band_rank, score, account_id
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

_SILENT = """
    select source_family
    from {marts}.data_quality_source_freshness
    where stale_days is not null and not is_observed and part_of is null
    order by source_family
"""


def print_summary(database: Path, schema: str | None = None) -> None:
    """Print accounts scored, bands now and a week ago, and the accounts that need attention.

    Args:
        database: the published DuckDB file; opened read-only and closed again.
        schema: schema of the marts; default BELLWETHER_SCHEMA, else `bellwether`.
    """
    marts = f"{database.stem}.{schema or os.environ.get('BELLWETHER_SCHEMA', 'bellwether')}"
    with duckdb.connect(str(database), read_only=True) as connection:
        newest = connection.execute(
            f"select max(snapshot_week), count(*), count(score) from {marts}.health_scores_current"
        ).fetchone()
        bands = connection.execute(_BANDS.format(marts=marts)).fetchall()
        attention = connection.execute(_ATTENTION.format(marts=marts)).fetchall()
        other_cards = connection.execute(_OTHER_CARDS.format(marts=marts)).fetchall()
        silent = connection.execute(_SILENT.format(marts=marts)).fetchall()
    if newest is None or newest[0] is None:
        print("\nThe build passed, but no account is alive at any snapshot: is the CRM empty?")
        return
    week, accounts, scored = newest
    noun = "account" if accounts == 1 else "accounts"
    print(f"\nHealth of {accounts} {noun} in the week of {week:%d %B %Y}; {scored} with a score.\n")
    print(f"  {'band':<20}{'now':>6}{'a week ago':>12}")
    for label, now, week_ago in bands:
        print(f"  {label:<20}{now:>6}{week_ago:>12}")
    if attention:
        print("\nAccounts that need attention most:\n")
    for name, sentence in attention:
        text = f"{name}: {sentence}"
        print(textwrap.fill(text, 98, initial_indent="  ", subsequent_indent="    "))
    for card, n_accounts, n_scored in other_cards:
        print(f"\nScorecard {card}: {n_scored} of {n_accounts} accounts with a score.")
    if silent:
        names = ", ".join(row[0] for row in silent)
        text = f"Without fresh data, so their signals are missing: {names}."
        print("\n" + textwrap.fill(text, 98))
    shown = database.relative_to(PROJECT) if database.is_relative_to(PROJECT) else database
    print(f"\nThe marts are in {shown}, schema {marts}. What to run next:")
    print(
        f"  .venv/bin/python -c \"import duckdb; duckdb.connect('{shown}', read_only=True)"
        f".sql('from {marts}.health_scores_current').show()\""
    )
    print("  make test     to see every rule of the project checked")
    print("  make docs     for one page that explains every model and column")


def published_path() -> Path:
    """Where readers find the analytics database (BELLWETHER_PATH, else warehouse/)."""
    return resolve(os.environ.get("BELLWETHER_PATH") or "warehouse/bellwether.duckdb")


def main() -> int:
    """Command line of `make summary`."""
    database = published_path()
    if not database.exists():
        print(f"There is no published file at {database}. Run `make build` first.")
        return 1
    print_summary(database)
    return 0


if __name__ == "__main__":
    sys.exit(main())
