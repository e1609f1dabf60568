"""Write reports into `reports/`, each as one HTML file and one PDF that need no network: the weekly
and the monthly one, or the review of one account for a meeting with the customer."""

from __future__ import annotations

import argparse
import difflib
import hashlib
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tools.boards import dct, environment, project
from tools.dbt import resolve
from tools.export import work_in
from tools.files import Refused, Status, run_tool, short
from tools.marts import Marts, marts
from tools.summary import plain_text

_FORMATS = ("html", "pdf")
# So many accounts are named when one is not found.
_NEAREST = 5

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Report:
    """A report: its board in charts/reports, the name of its files, and what it is about."""

    board: str
    name: str
    about: str


def target() -> str:
    """Where the marts are: duckdb or postgres, as for the boards."""
    return os.environ.get("BELLWETHER_TARGET") or "duckdb"


def newest(published: Marts) -> tuple[date, date]:
    """The newest week and the newest month of the marts.

    Raises:
        Refused: nothing is published, or no account is there at any snapshot.
    """
    ((week,),), ((month,),) = published.rows(
        "select max(snapshot_week) from {marts}.account_overview",
        "select max(snapshot_month) from {marts}.health_trends_monthly",
    )
    if week is None or month is None:
        raise Refused("The marts hold no account at any snapshot: is the CRM empty?")
    return week, month


def periodic() -> list[Report]:
    """The weekly and the monthly report of the newest snapshot."""
    week, month = newest(marts())
    return [
        Report("weekly", f"weekly_{week}", f"week of {week:%d %B %Y}"),
        Report("monthly", f"monthly_{month:%Y-%m}", f"{month:%B %Y}"),
    ]


def review(asked: str) -> tuple[Report, str]:
    """The review of an account, and the account's id.

    Args:
        asked: an id, or a name that one account has, in any case.

    Raises:
        Refused: the account is unknown, has left, or has no adoption score.
    """
    wanted = asked.strip()
    if not wanted:
        raise Refused(
            "Which account? Give its id or its name: make review ACCOUNT=...", Status.NOT_AS_ASKED
        )
    published = marts()
    week, _ = newest(published)
    (found,) = published.rows(
        "select account_id, account_name, adoption_score from {marts}.account_overview "
        "order by account_name, account_id"
    )
    chosen = [row for row in found if row[0] == wanted]
    chosen = chosen or [row for row in found if row[1].lower() == wanted.lower()]
    if len(chosen) > 1:
        raise Refused(
            f"{len(chosen)} accounts are called {wanted}: give the id of one, "
            + " or ".join(account_id for account_id, _, _ in chosen),
            Status.NOT_AS_ASKED,
        )
    if not chosen:
        raise Refused(_unknown(published, wanted, found), Status.NOT_AS_ASKED)
    account_id, name, score = chosen[0]
    name = plain_text(name)
    if score is None:
        raise Refused(
            f"{name} ({account_id}) has no adoption score in the week of {week:%d %B %Y}: too "
            "little is known of it, so there is nothing to show. Its coverage stands on the board "
            "Account.",
            Status.NOT_AS_ASKED,
        )
    # Ids of a CRM are letters and digits; any other one must not lead a file elsewhere.
    plain = re.sub(r"[^A-Za-z0-9-]+", "-", account_id).strip("-")[:60]
    if plain != account_id:
        plain = f"{plain}-{hashlib.sha256(account_id.encode()).hexdigest()[:8]}".lstrip("-")
    return Report(
        "review", f"review_{plain}_{week}", f"{name}, week of {week:%d %B %Y}"
    ), account_id


def _unknown(published: Marts, wanted: str, found: Rows) -> str:
    """What is said of an account that is not there."""
    (known,) = published.rows(
        "select account_id, max(account_name), max(snapshot_week) "
        "from {marts}.health_scores group by account_id"
    )
    there = {account_id for account_id, _, _ in found}
    gone = [
        (name, week)
        for account_id, name, week in known
        if account_id not in there and wanted.lower() in (account_id.lower(), name.lower())
    ]
    if gone:
        name, week = gone[0]
        return (
            f"{plain_text(name)} is no customer any more: the last week with it is that of "
            f"{week:%d %B %Y}."
        )
    words = {
        word.lower(): plain_text(f"{name} ({account_id})")
        for account_id, name, _ in found
        for word in (account_id, name)
    }
    holding = [word for word in words if wanted.lower() in word]
    near = difflib.get_close_matches(wanted.lower(), words, _NEAREST)
    nearest = list(dict.fromkeys(words[word] for word in [*holding, *near]))[:_NEAREST]
    return f"No account has the id or the name {wanted}." + (
        f" Nearest: {'; '.join(nearest)}." if nearest else ""
    )


def write(charts: Path, reports: list[Report], folder: Path, *variables: str) -> list[Path]:
    """Write each report as HTML and PDF; it is all of them or none.

    Args:
        charts: the folder that dbt Charts works in.
        reports: what to write.
        folder: where the files go; made when absent, older files of the same names are replaced.
        variables: `name=value` for the boards.

    Raises:
        Refused: dbt Charts fails, or another run writes into the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with work_in(folder) as work:
        for form in _FORMATS:
            boards = [f"charts/reports/{report.board}.yml" for report in reports]
            given = [part for variable in variables for part in ("--var", variable)]
            done = subprocess.run(
                [
                    str(dct()), "render", *boards, "--format", form, "--no-warnings", *given,
                    "-o", f"{work}/{{stem}}.{form}",
                ],
                cwd=charts,
                env=environment(),
                capture_output=True,
                text=True,
                check=False,
            )  # fmt: skip
            if done.returncode != 0:
                raise Refused(f"dbt Charts made no report.\n{done.stdout}{done.stderr}".rstrip())
        written = []
        for report in reports:
            for form in _FORMATS:
                path = folder / f"{report.name}.{form}"
                os.replace(work / f"{report.board}.{form}", path)
                written.append(path)
    return written


def main() -> int:
    """Command line of `make report` and `make review`; the exit status as tools/files.py says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--account", help="id or name: write the review of this account instead")
    parser.add_argument("--folder", default="reports", help="where the files go")
    given = parser.parse_args()
    return run_tool(lambda: run(given.account, resolve(given.folder)))


def run(account: str | None, folder: Path) -> None:
    """Write what was asked for and say where it is.

    Raises:
        Refused: the boards are not set up or do not run on the target; and as the functions above.
    """
    dct()
    charts = project(target(), "boards_of_reports")
    if account is None:
        reports, variables = periodic(), tuple[str, ...]()
    else:
        report, account_id = review(account)
        reports, variables = [report], (f"account=id:{account_id}",)
    written = write(charts, reports, folder, *variables)
    told = "; ".join(report.about for report in reports)
    print(f"Written ({told}): {', '.join(short(path) for path in written)}.")


if __name__ == "__main__":
    sys.exit(main())
