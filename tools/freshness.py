"""Judge by the clock how old the newest load of each raw table is (`dbt source freshness`)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tools.dbt import target_folder
from tools.publish import Work

# What dbt says of a table without rows.
_NEVER = 1


@dataclass(frozen=True)
class Load:
    """The newest load of a raw table (UTC); `at` is None when it is absent, empty or tells none."""

    source: str
    table: str
    at: dt.datetime | None
    is_late: bool


def freshness_lines(work: Work, sources: Iterable[str]) -> list[str]:
    """What to tell of the raw tables' age. Nothing in it stops a week: what a silent source would
    say becomes missing, never zero.

    Args:
        work: the run, whose vars name the schemas.
        sources: the sources that are switched on.
    """
    if work.origin.demo:
        return [
            f"Freshness: the demo company's data end on {work.origin.demo.end:%d %B %Y}; they are "
            "not held against today's clock."
        ]
    results = target_folder() / "sources.json"
    results.unlink(missing_ok=True)
    work.dbt(
        "source", "freshness", "--select", *(f"source:{name}" for name in sources), is_quiet=True
    )
    if not results.exists():
        return ["Freshness: not known, see logs/dbt.log."]
    return describe(loads(results, target_folder() / "manifest.json", set(sources)))


def loads(results: Path, manifest: Path, sources: set[str]) -> list[Load]:
    """The newest load of each table that a source's freshness is declared for.

    Args:
        results: dbt's sources.json; tables that could not be asked are not in it.
        manifest: dbt's manifest.json, which names the tables.
        sources: the sources that are switched on.
    """
    asked = {row["unique_id"]: row for row in json.loads(results.read_text())["results"]}
    declared = json.loads(manifest.read_text())["sources"]
    found = []
    for unique_id, table in sorted(declared.items()):
        if table["source_name"] not in sources or not table["freshness"]:
            continue
        row = asked.get(unique_id, {})
        at = dt.datetime.fromisoformat(row["max_loaded_at"]) if "max_loaded_at" in row else None
        if at and at.year == _NEVER:
            at = None
        is_late = at is not None and row["status"] != "pass"
        found.append(Load(table["source_name"], table["name"], at, is_late))
    return found


def describe(found: list[Load]) -> list[str]:
    """One line on the whole, one for each source that is late or brought nothing."""
    n_late = sum(load.is_late for load in found)
    n_silent = sum(load.at is None for load in found)
    lines = [f"Freshness: {len(found) - n_late - n_silent} of {len(found)} raw tables are fresh."]
    for source in dict.fromkeys(load.source for load in found):
        own = [load for load in found if load.source == source]
        late = [load for load in own if load.is_late]
        silent = [load for load in own if load.at is None]
        told = [f"{load.table} last loaded on {load.at:%d %B %Y}" for load in late if load.at]
        if len(silent) == len(own):
            told.append("nothing landed")
        elif silent:
            told.append(f"without rows or load time: {', '.join(load.table for load in silent)}")
        if told:
            lines.append(f"  {source}: {'; '.join(told)}")
    return lines
