"""Build in a work file and publish it by an atomic rename, only when every test passed."""

from __future__ import annotations

import argparse
import sys

from tools.files import inner_path, run_tool, short
from tools.publish import Kinship, parse_day, parse_vars, tell, work_on

_ANEW = {
    Kinship.MOVED: (
        "The raw database is another than last time: everything is computed anew. The ledger of "
        "what was published is kept."
    ),
    Kinship.OTHER: (
        "The published file was made from another company: everything is computed anew, in an "
        "empty file."
    ),
}
_HALF = (
    "{source} stands without the file that runs go on from ({inner}): everything is computed anew. "
    "The ledger of what was published is kept."
)


def build(
    as_of: str, extra_vars: dict[str, object], full_refresh: bool, is_forced: bool = False
) -> None:
    """Build everything and publish it.

    Args:
        as_of: last day that the run may know (YYYY-MM-DD), '' for today (a demo: for its end).
        extra_vars: dbt vars that override dbt_project.yml.
        full_refresh: compute incremental models from scratch.
        is_forced: take a day past today or past the data.

    Raises:
        Refused: nothing was published; the old file still stands.
    """
    if as_of:
        parse_day("AS_OF", as_of)
    with work_on(as_of, extra_vars, is_forced) as work:
        is_half = work.kinship is Kinship.SAME and not work.is_whole
        if work.kinship in _ANEW:
            print(_ANEW[work.kinship])
        elif is_half:
            print(_HALF.format(source=short(work.source), inner=short(inner_path(work.source))))
        print(f"Building from {short(work.raw)} ...", flush=True)
        is_full = full_refresh or work.kinship is Kinship.MOVED or is_half
        work.build(*(["--full-refresh"] if is_full else []))
        work.publish()
    tell(work.published, has_changes=False)
    if work.source != work.published and work.kinship is not Kinship.OTHER:
        print(
            f"\n{short(work.published)} takes the place of {short(work.source)}, which nothing "
            "reads any more. What was published and captured so far is kept."
        )


def main() -> int:
    """Command line of `make build`; the exit status as tools/week.py tells it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--as-of", default="", help="last day the run may know, YYYY-MM-DD")
    parser.add_argument("--vars", default="", help="dbt vars as YAML")
    parser.add_argument("--full-refresh", action="store_true")
    parser.add_argument("--force", action="store_true", help="take a day past today or the data")
    given = parser.parse_args()
    return run_tool(
        lambda: build(given.as_of, parse_vars(given.vars), given.full_refresh, given.force)
    )


if __name__ == "__main__":
    sys.exit(main())
