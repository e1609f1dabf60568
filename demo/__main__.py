"""Command line of the demo company: python -m demo --path warehouse/raw.duckdb."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

import duckdb

from demo.generator import DemoError, Parameters, make


def iso_date(text: str) -> dt.date:
    """Return the date that YYYY-MM-DD writes; raise ArgumentTypeError for anything else."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        message = f"{text!r} is no date; write it as YYYY-MM-DD"
        raise argparse.ArgumentTypeError(message) from error


def arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m demo",
        description="Make the raw tables of the demo company in a DuckDB file.",
    )
    parser.add_argument("--path", type=Path, default=Path("warehouse/raw.duckdb"))
    parser.add_argument("--accounts", type=int, default=400, help="customers (400)")
    parser.add_argument("--weeks", type=int, default=78, help="weeks of usage (78)")
    parser.add_argument("--seed", type=int, default=1, help="same number, same rows (1)")
    parser.add_argument(
        "--end",
        type=iso_date,
        default=dt.date(2026, 6, 29),
        help="end of the data, exclusive, a Monday (2026-06-29)",
    )
    parser.add_argument(
        "--stack",
        default="",
        help="sources that stand in for others: hubspot+amplitude+intercom, say, or moving (none)",
    )
    parser.add_argument("--force", action="store_true", help="make it again, replace the file")
    return parser


def main() -> int:
    """Run the command line; return 0, or 1 after a message that says what is wrong."""
    options = arguments().parse_args()
    parameters = Parameters(options.accounts, options.weeks, options.seed, options.end)

    def report(line: str) -> None:
        print(line, flush=True)

    try:
        make(options.path, parameters, options.force, report, options.stack)
    except DemoError as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    except (OSError, duckdb.IOException) as error:
        print(f"demo: cannot write {options.path}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
