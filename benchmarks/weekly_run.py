"""Does a weekly run get dearer as history grows? One newest week on a long and on a short history.

For each length a demo company is made and built up to one week before its end; then the weekly
refresh of the newest week runs, the same command as `make week`, from the same file each time.
The best of its runs counts. Exit status 1 when a limit is passed: the week on the long history in
ratio to the one on the short history and, from 10,000 accounts on, to the full build before it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import (
    END,
    FOLDER,
    Measured,
    environment,
    machine,
    make_demo,
    measure,
    module,
    seconds_of_nodes,
    write_result,
)
from tools.files import inner_path

LIMIT = 1.2
# What a week may cost of a full build, and from how many accounts on that is asked.
BUILD_LIMIT = 1 / 20
BUILD_LIMIT_FROM = 10_000


@dataclass(frozen=True)
class Week:
    """The best weekly run on one length of history.

    weeks: length of the history [weeks].
    run: the whole command, from the start of Python to the summary.
    build: the full build before it, up to one week before the end.
    node_seconds: what dbt spent on models and tests, added up [s].
    nodes: models, snapshots, seeds and tests run.
    megabytes: size of the published file [MB].
    """

    weeks: int
    run: Measured
    build: Measured
    node_seconds: float
    nodes: int
    megabytes: float


def measure_week(folder: Path, accounts: int, weeks: int, runs: int) -> Week:
    """Make, build and refresh a demo company of `accounts` and `weeks`, `runs` times.

    Raises:
        subprocess.CalledProcessError: a command failed; its output is printed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    raw, published, built = (folder / name for name in ("raw.duckdb", "published.duckdb", "built"))
    for file in (published, inner_path(published)):
        file.unlink(missing_ok=True)
    env = environment(folder, raw, published)
    make_demo(raw, accounts, weeks)
    before = str(END - dt.timedelta(weeks=1))
    build = measure(module("tools.build", "--as-of", before), env, watched=folder)
    print(f"  {weeks} weeks: full build {build.wall:.1f} s", flush=True)
    for file, kept in ((published, built), (inner_path(published), inner_path(built))):
        shutil.copyfile(file, kept)
    found: list[Week] = []
    for _ in range(runs):
        for kept, file in ((built, published), (inner_path(built), inner_path(published))):
            shutil.copyfile(kept, file)
        run = measure(module("tools.week", "--as-of", str(END)), env, watched=folder)
        seconds = seconds_of_nodes(folder / "target")
        size = published.stat().st_size / 1e6
        found.append(Week(weeks, run, build, sum(seconds.values()), len(seconds), size))
        print(f"  {weeks} weeks: {run.wall:.1f} s, {len(seconds)} nodes", flush=True)
    return min(found, key=lambda week: week.run.wall)


def main() -> int:
    """Command line: python -m benchmarks.weekly_run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=200)
    parser.add_argument("--short", type=int, default=26, help="weeks of the short history")
    parser.add_argument("--long", type=int, default=104, help="weeks of the long history")
    parser.add_argument("--runs", type=int, default=3, help="weekly runs on each; the best counts")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--write-results", action="store_true", help="write them into README.md")
    given = parser.parse_args()
    short, long = (
        measure_week(
            given.folder.resolve() / f"week_{given.accounts}x{weeks}",
            given.accounts,
            weeks,
            given.runs,
        )
        for weeks in (given.short, given.long)
    )
    print(f"\nWeekly run of {given.accounts} accounts, best of {given.runs}:\n")
    print(f"  {'history':>10}{'whole run':>12}{'CPU':>10}{'dbt nodes':>12}{'nodes':>8}{'file':>10}")
    for week in (short, long):
        print(
            f"  {week.weeks:>4} weeks{week.run.wall:>10.1f} s{week.run.cpu:>8.1f} s"
            f"{week.node_seconds:>10.1f} s{week.nodes:>8}{week.megabytes:>7.0f} MB"
        )
    ratio = long.run.wall / short.run.wall
    cpu_ratio, node_ratio = long.run.cpu / short.run.cpu, long.node_seconds / short.node_seconds
    share = long.run.wall / long.build.wall
    where = machine([short.run, long.run, long.build])
    print(f"\nRatio {ratio:.2f} (CPU {cpu_ratio:.2f}, nodes alone {node_ratio:.2f}); ", end="")
    print(f"at most {LIMIT} is wanted.")
    print(f"The week on {long.weeks} weeks takes {share:.1%} of the full build before it ", end="")
    print(f"({long.build.wall:.1f} s); at most {BUILD_LIMIT:.0%} is wanted at {BUILD_LIMIT_FROM:,}")
    print(f"accounts. {where}.")
    if given.write_results:
        write_result(
            "weekly_run",
            f"{given.accounts:,}",
            [
                f"{short.run.wall:.1f} s",
                f"{long.run.wall:.1f} s",
                f"{ratio:.2f} (CPU {cpu_ratio:.2f})",
                f"{long.build.wall:.0f} s",
                f"{share:.1%}",
                where,
            ],
        )
    is_dear = share > BUILD_LIMIT and given.accounts >= BUILD_LIMIT_FROM
    return 1 if ratio > LIMIT or is_dear else 0


if __name__ == "__main__":
    sys.exit(main())
