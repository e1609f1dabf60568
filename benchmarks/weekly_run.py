"""Does a weekly run get dearer as history grows? One newest week on a long and on a short history.

For each length a demo company is made and built up to one week before its end; then the weekly
refresh of the newest week runs, the same command as `make week`, from the same file each time.
The best of its runs counts. Exit status 1 when the ratio is above the limit.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tools.dbt import PROJECT

END = dt.date(2026, 6, 29)
LIMIT = 1.3


@dataclass(frozen=True)
class Measured:
    """The best weekly run on one length of history.

    weeks: length of the history [weeks].
    seconds: the whole command, from the start of Python to the summary [s].
    node_seconds: what dbt spent on models and tests, added up [s].
    nodes: models, snapshots, seeds and tests run.
    megabytes: size of the published file [MB].
    """

    weeks: int
    seconds: float
    node_seconds: float
    nodes: int
    megabytes: float


def measure(folder: Path, accounts: int, weeks: int, runs: int) -> Measured:
    """Make, build and refresh a demo company of `accounts` and `weeks`, `runs` times.

    Raises:
        subprocess.CalledProcessError: a command failed; its output is printed.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    raw, published, built = (folder / name for name in ("raw.duckdb", "bellwether.duckdb", "built"))
    env = {
        **os.environ,
        "BELLWETHER_RAW_PATH": str(raw),
        "BELLWETHER_PATH": str(published),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
    }
    size = ("--accounts", str(accounts), "--weeks", str(weeks), "--end", str(END))
    _run(["demo", "--path", str(raw), *size], env)
    _run(["tools.build", "--as-of", str(END - dt.timedelta(weeks=1))], env)
    shutil.copyfile(published, built)
    found: list[Measured] = []
    for _ in range(runs):
        shutil.copyfile(built, published)
        began = time.perf_counter()
        _run(["tools.week", "--as-of", str(END)], env)
        seconds = time.perf_counter() - began
        results = json.loads((folder / "target" / "run_results.json").read_text())["results"]
        nodes = [row for row in results if not row["unique_id"].startswith("operation.")]
        spent = sum(row["execution_time"] for row in nodes)
        size_mb = published.stat().st_size / 1e6
        found.append(Measured(weeks, seconds, spent, len(nodes), size_mb))
        print(f"  {weeks} weeks: {seconds:.1f} s, {len(nodes)} nodes", flush=True)
    return min(found, key=lambda run: run.seconds)


def _run(arguments: list[str], env: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=PROJECT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        print(done.stdout, done.stderr, sep="\n")
        done.check_returncode()


def main() -> int:
    """Command line: python -m benchmarks.weekly_run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=200)
    parser.add_argument("--short", type=int, default=26, help="weeks of the short history")
    parser.add_argument("--long", type=int, default=104, help="weeks of the long history")
    parser.add_argument("--runs", type=int, default=3, help="weekly runs on each; the best counts")
    parser.add_argument("--folder", type=Path, default=PROJECT / "target" / "benchmark")
    options = parser.parse_args()
    short, long = (
        measure(options.folder / f"weeks_{weeks}", options.accounts, weeks, options.runs)
        for weeks in (options.short, options.long)
    )
    print(f"\nWeekly run of {options.accounts} accounts, best of {options.runs}:\n")
    print(f"  {'history':>10}{'whole run':>12}{'dbt nodes':>12}{'nodes':>8}{'file':>10}")
    for run in (short, long):
        print(
            f"  {run.weeks:>4} weeks{run.seconds:>10.1f} s{run.node_seconds:>10.1f} s"
            f"{run.nodes:>8}{run.megabytes:>7.0f} MB"
        )
    ratio = long.seconds / short.seconds
    print(
        f"\nRatio {ratio:.2f} (nodes alone {long.node_seconds / short.node_seconds:.2f}); ", end=""
    )
    print(f"at most {LIMIT} is wanted.")
    return 1 if ratio > LIMIT else 0


if __name__ == "__main__":
    sys.exit(main())
