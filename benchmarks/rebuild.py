"""What does a full build cost beside a script that a fast analyst would write by hand?

A demo company is made (or reused), scored by benchmarks/script.py and built as users build it
(tools.build). Both must come to the same cells, categories and totals: exit status 1 otherwise.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from pathlib import Path

import duckdb

from benchmarks.compare import TOLERANCE, differences
from benchmarks.measure import (
    FOLDER,
    Measured,
    environment,
    gigabytes,
    machine,
    make_demo,
    measure,
    module,
    seconds_of_nodes,
    write_result,
)
from benchmarks.script import MEMORY_LIMIT
from tools.files import inner_path

GOAL = "at most 2.0 is wanted at 10,000 x 104"
SHOWN = 25


def run_script(raw: Path, folder: Path) -> tuple[Measured, Path]:
    """Score a demo company by hand, for the weeks that `make build` scores of a demo."""
    result = folder / "script.duckdb"
    with duckdb.connect(str(raw), read_only=True) as connection:
        end, weeks = connection.execute("select end_date, weeks from _demo.parameters").fetchall()[
            0
        ]
    limit = os.environ.get("BELLWETHER_MEMORY_LIMIT") or MEMORY_LIMIT
    files = ["--raw", str(raw), "--result", str(result), "--memory-limit", limit]
    days = ["--as-of", str(end), "--history-start", str(end - dt.timedelta(weeks=weeks))]
    return measure(module("benchmarks.script", *files, *days), watched=folder), result


def run_build(raw: Path, folder: Path) -> tuple[Measured, Path]:
    """Build a raw file as users do, from nothing; what it took, and the published file."""
    published = folder / "published.duckdb"
    for file in (published, inner_path(published)):
        file.unlink(missing_ok=True)
    env = environment(folder, raw, published)
    return measure(module("tools.build"), env, watched=folder), published


def _tell_seconds(what: str, seconds: dict[str, float]) -> None:
    """Print the dearest of many."""
    total = sum(seconds.values())
    print(f"\nSeconds per {what}, {SHOWN} of {len(seconds)} ({total:.0f} s together):\n")
    for name, spent in sorted(seconds.items(), key=lambda item: -item[1])[:SHOWN]:
        print(f"  {spent:8.1f}  {name}")


def _seconds_of_statements(output: str) -> dict[str, float]:
    seconds: dict[str, float] = {}
    for _, head, spent in json.loads(output):
        seconds[head] = seconds.get(head, 0) + spent
    return seconds


def _tell(figures: dict[str, list[str]]) -> None:
    """Print script and build side by side."""
    print(f"\n  {'':<14}{'script':>12}{'build':>12}")
    for name, pair in figures.items():
        print(f"  {name:<14}" + "".join(f"{figure:>12}" for figure in pair))


def main() -> int:
    """Command line: python -m benchmarks.rebuild."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=1000)
    parser.add_argument("--weeks", type=int, default=104)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--script-only", action="store_true", help="leave the build out")
    parser.add_argument("--write-results", action="store_true", help="write them into README.md")
    given = parser.parse_args()
    size = f"{given.accounts:,} x {given.weeks}"
    folder = given.folder.resolve() / f"rebuild_{given.accounts}x{given.weeks}_{given.seed}"
    raw = folder / "raw.duckdb"
    print(f"The demo company of {size} in {folder} ...", flush=True)
    make_demo(raw, given.accounts, given.weeks, given.seed)
    print("The hand-written script ...", flush=True)
    script, result = run_script(raw, folder)
    _tell_seconds("statement of the script", _seconds_of_statements(script.output))
    runs, files = [script], [result]
    found: list[str] = []
    if not given.script_only:
        print("\nThe build ...", flush=True)
        build, published = run_build(raw, folder)
        runs.append(build)
        files.append(published)
        _tell_seconds("dbt node", seconds_of_nodes(folder / "target"))
        n_rows, found = differences(published, result)
        print()
        for mart, n_compared in n_rows.items():
            print(f"{mart}: {n_compared:,} rows compared")
        for sentence in found:
            print(sentence)
        if not found:
            print(f"The build and the script agree to {TOLERANCE}.")
    figures = {
        "wall": [f"{run.wall:.0f} s" for run in runs],
        "CPU": [f"{run.cpu:.0f} s" for run in runs],
        "peak memory": [gigabytes(run.peak_memory) for run in runs],
        "spilled": [gigabytes(run.spilled) for run in runs],
        "file": [gigabytes(file.stat().st_size) for file in files],
    }
    _tell(figures)
    print(f"\nRaw file: {gigabytes(raw.stat().st_size)}. {machine(runs)}.")
    ratio = "script alone"
    if len(runs) > 1:
        ratio = f"{runs[1].wall / runs[0].wall:.2f} (CPU {runs[1].cpu / runs[0].cpu:.2f})"
        print(f"Build to script: {ratio}; {GOAL}.")
    if given.write_results and not found:
        cells = [" / ".join(pair) for pair in figures.values()]
        write_result("rebuild", size, [*cells, gigabytes(raw.stat().st_size), ratio, machine(runs)])
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
