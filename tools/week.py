"""The weekly refresh, as a scheduler calls it: what a new week changes is built, tested, published.

Exit status: 0 published; 1 a model or test failed, or the result cannot be right; 2 an option is
wrong, or the day is past today or past the data; 3 run `make build` first; 4 another run is at
work, or somebody else writes the raw or the published file; 5 the raw file cannot be read; 6 the
published file cannot be read; 7 the disk is full or may not be written; 128 + n stopped by signal
n. Unless it is 0, the published file is as it was. `make build` ends with the same.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import time
from collections.abc import Sequence

import duckdb
import yaml

from tools.dbt import PROJECT, target_folder
from tools.files import (
    Refused,
    Role,
    Status,
    inner_path,
    marts_of,
    published_path,
    reading,
    run_tool,
    short,
)
from tools.freshness import freshness_lines
from tools.publish import (
    Kinship,
    Work,
    changed_parts,
    last_day,
    parse_day,
    parse_vars,
    tell,
    work_on,
)
from tools.rules_hash import SEEDS, read_seed

# Everything above staging but what is tagged otherwise; selectors.yml says it for servers.
_ABOVE_STAGING = ("path:models/intermediate", "path:models/marts", "path:snapshots", "path:tests")


def selection(
    seeds: Sequence[str] = (),
    sources: Sequence[str] = (),
    has_rules: bool = False,
    sources_off: Sequence[str] = (),
) -> list[str]:
    """Arguments with which `dbt build` builds and tests what a new week changes.

    Args:
        seeds: seeds to load again, with everything that follows from them.
        sources: sources whose staging views are made again.
        has_rules: with what only says what the rules are.
        sources_off: sources that the company does not use, whose branches stay empty.
    """
    staging = [f"assert_{source}_staging" for source in known_sources() if source not in sources]
    select = [*_ABOVE_STAGING, *(f"{seed}+" for seed in seeds)]
    select += [f"path:models/staging/{source}" for source in sources]
    # A pattern each: dbt looks through the whole project for every name that it is given.
    exclude = ["tag:on_build", *staging, *(f"*__{source}" for source in sources_off)]
    # On DuckDB views follow their tables.
    exclude += [] if sources else ["config.materialized:view"]
    exclude += [] if has_rules else ["tag:rules"]
    # Tests are named by their folders: left to itself, dbt would drop those that read a view.
    return ["--indirect-selection", "empty", "--select", *select, "--exclude", *exclude]


def known_sources() -> list[str]:
    """The folders of models/staging."""
    folders = (PROJECT / "models" / "staging").iterdir()
    return sorted(folder.name for folder in folders if folder.is_dir())


def week(
    as_of: str, restate_from: str, extra_vars: dict[str, object], is_forced: bool = False
) -> None:
    """Run the weekly refresh.

    Args:
        as_of: last day that the run may know (YYYY-MM-DD), '' for today (a demo: for its end).
        restate_from: snapshots from this day on are computed again (YYYY-MM-DD), '' for none.
        extra_vars: dbt vars that override dbt_project.yml.
        is_forced: take a day past today or past the data.

    Raises:
        Refused: nothing was published; the status says why (see this module's text).
    """
    started = time.monotonic()
    if restate_from:
        extra_vars = {**extra_vars, "restate_from": str(parse_day("RESTATE_FROM", restate_from))}
    if as_of:
        extra_vars = {"as_of_date": str(parse_day("AS_OF", as_of)), **extra_vars}
    if not published_path().exists():
        raise Refused(
            f"Nothing is published at {short(published_path())} yet: run `make build` first.",
            Status.BUILD_FIRST,
        )
    with work_on(as_of, extra_vars, is_forced) as work:
        _check_same_company(work)
        _check_whole(work)
        _check_as_of(work)
        print(f"Weekly refresh of {short(work.published)} from {short(work.raw)}.", flush=True)
        what_changed = _what_changed(work)
        print(*freshness_lines(work, _sources_on(work)), sep="\n", flush=True)
        work.build(*what_changed)
        work.publish()
        n_nodes = _nodes_run()
    seconds = time.monotonic() - started
    tell(work.published, has_changes=True)
    print(f"\nPublished: {n_nodes} nodes, {seconds:.0f} s in all.")


def _check_same_company(work: Work) -> None:
    if work.kinship is not Kinship.SAME:
        raise Refused(
            f"{short(work.published)} was made from another raw database than {short(work.raw)} "
            "(or it is not known from which): run `make build` first. The published file is "
            "unchanged.",
            Status.BUILD_FIRST,
        )


def _check_whole(work: Work) -> None:
    if not work.is_whole:
        raise Refused(
            f"{short(inner_path(work.published))}, from which a week goes on, is missing or of "
            "another run: run `make build` first. The published file is unchanged.",
            Status.BUILD_FIRST,
        )


def _check_as_of(work: Work) -> None:
    """Refuse a day before what is published, whose weeks would be taken away, and a restatement
    that begins after the day."""
    newest, as_of = _newest_week(work), last_day(work.dbt_vars)
    restate_from = work.dbt_vars.get("restate_from")
    if restate_from and parse_day("restate_from", str(restate_from)) > as_of:
        raise Refused(
            f"RESTATE_FROM ({restate_from}) is after the last day that this run knows ({as_of}): "
            "no week would be computed again. The published file is unchanged.",
            Status.NOT_AS_ASKED,
        )
    if newest and newest > as_of:
        raise Refused(
            f"The week of {newest} is published, after the day asked for ({as_of}): its scores "
            f"would be taken away. If that is wanted: `make build AS_OF={as_of}`.",
            Status.NOT_AS_ASKED,
        )


def _what_changed(work: Work) -> list[str]:
    """What this week has to build: a selection, or nothing to choose when all must be built."""
    if any(changed_parts(work, part) for part in ("code", "settings")):
        print(
            "The project or its vars have changed since the last run: this time everything is "
            "built. Closed weeks stay as they are."
        )
        return []
    seeds = [seed for seed in changed_parts(work, "seed:") if f"seed:{seed}" in work.parts]
    if seeds:
        print(f"Changed since the last run, so loaded again: {', '.join(seeds)}.")
    tables = changed_parts(work, "raw:")
    schemas = {table.split(".")[0] for table in tables}
    sources = [source for source, schema in _schemas(work).items() if schema in schemas]
    if sources:
        print(f"Raw tables or columns came or went, so staged again: {', '.join(sources)}.")
    # Which tables there are decides what is connected.
    has_rules = bool(seeds or sources) or _version_turns(
        _newest_week(work), last_day(work.dbt_vars)
    )
    if not has_rules:
        # Without a change of rules nothing else is scored again.
        work.dbt_vars.setdefault("tested_snapshots", "open")
    used = _sources_on(work)
    off = [source for source in known_sources() if source not in used]
    return selection(seeds, sources, has_rules, off)


def _version_turns(after: dt.date | None, until: dt.date) -> bool:
    """Whether a version starts or ends, or a window is new, after one day and until another."""
    days = [
        dt.date.fromisoformat(row[column])
        for seed in ("scorecard_versions", "signal_parameters")
        for row in read_seed(SEEDS, seed)
        for column in ("effective_from", "effective_to")
        if row.get(column)
    ]
    return after is None or any(after < day <= until for day in days)


def _newest_week(work: Work) -> dt.date | None:
    """The newest published snapshot, None when there is none."""
    with reading(work.path, Role.PUBLISHED) as connection:
        try:
            found = connection.execute(
                f"select max(snapshot_week) from {marts_of(connection)}.health_scores"
            ).fetchone()
        except duckdb.CatalogException:
            return None
    return found[0] if found else None


def _sources_on(work: Work) -> list[str]:
    """What var bellwether_sources holds, as given or as the project has it."""
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())
    return work.dbt_vars.get("bellwether_sources") or project["vars"]["bellwether_sources"]


def _schemas(work: Work) -> dict[str, str]:
    """The raw schema of each source, by its name."""
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())
    given = {**project["vars"], **work.dbt_vars}
    return {source: str(given[f"{source}_schema"]) for source in known_sources()}


def _nodes_run() -> int:
    """Models, snapshots, seeds and tests that the last dbt build ran."""
    results = json.loads((target_folder() / "run_results.json").read_text())["results"]
    return sum(not result["unique_id"].startswith("operation.") for result in results)


def main() -> int:
    """Command line of `make week`; the exit status is told by this module's text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--as-of", default="", help="last day the run may know, YYYY-MM-DD")
    parser.add_argument("--restate-from", default="", help="compute again from this day on")
    parser.add_argument("--vars", default="", help="dbt vars as YAML")
    parser.add_argument("--force", action="store_true", help="take a day past today or the data")
    given = parser.parse_args()
    return run_tool(
        lambda: week(given.as_of, given.restate_from, parse_vars(given.vars), given.force)
    )


if __name__ == "__main__":
    sys.exit(main())
