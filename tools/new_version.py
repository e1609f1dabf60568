"""Copy a scorecard's newest version under the next number, to be edited: live ones never are."""

from __future__ import annotations

import argparse
import csv
import datetime
import sys
from pathlib import Path

from tools.rules_hash import SEEDS

COPIED = ("scorecard_categories", "scorecard_signals", "bands")
STATUSES = ("live", "draft", "shadow")


class RulesError(Exception):
    """The version cannot be made; the message says why and what to do."""


def new_version(
    folder: Path, scorecard_id: str, effective_from: str, status: str = "live", decision: str = ""
) -> str:
    """Append a version with the rows of the newest one; a live one ends its predecessor.

    Args:
        folder: the folder of the rule seeds; its CSV files are rewritten in place.
        scorecard_id: a card of scorecards.csv that has a version.
        effective_from: first day of the new version, YYYY-MM-DD.
        status: live, draft or shadow; only live reaches the live marts.
        decision: what was decided and why.

    Returns:
        The number of the new version.

    Raises:
        RulesError: the card, day or status will not do; nothing is written.
    """
    header, versions = _read(folder / "scorecard_versions.csv")
    own = [row for row in versions if row["scorecard_id"] == scorecard_id]
    if not own:
        known = ", ".join(sorted({row["scorecard_id"] for row in versions}))
        raise RulesError(f"There is no scorecard {scorecard_id!r}. Name one of: {known}.")
    if status not in STATUSES:
        raise RulesError(f"STATUS is {status!r}. Give one of: {', '.join(STATUSES)}.")
    try:
        first_day = datetime.date.fromisoformat(effective_from)
    except ValueError:
        raise RulesError(
            f"FROM is {effective_from!r}. Give the first day of the version as YYYY-MM-DD."
        ) from None
    newest = own[-1]
    in_force = [row for row in own if row["status"] == "live" and not row["effective_to"]]
    if status == "live":
        for row in in_force:
            if row["effective_from"] >= first_day.isoformat():
                raise RulesError(
                    f"Version {row['version']} of {scorecard_id} starts on "
                    f"{row['effective_from']}; the new one must start after it."
                )
            row["effective_to"] = first_day.isoformat()
    numbers = [int(row["version"]) for row in own if row["version"].isdigit()]
    version = str(max(numbers, default=0) + 1)
    versions.append(
        {
            **dict.fromkeys(header, ""),
            "scorecard_id": scorecard_id,
            "version": version,
            "effective_from": first_day.isoformat(),
            "status": status,
            "decided_by": newest["decided_by"],
            "decision": decision,
        }
    )
    for seed in COPIED:
        seed_header, rows = _read(folder / f"{seed}.csv")
        copies = [
            {**row, "version": version}
            for row in rows
            if (row["scorecard_id"], row["version"]) == (scorecard_id, newest["version"])
        ]
        _write(folder / f"{seed}.csv", seed_header, rows + copies)
    _write(folder / "scorecard_versions.csv", header, versions)
    return version


def _read(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with open(path, newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
        return list(reader.fieldnames or []), rows


def _write(path: Path, header: list[str], rows: list[dict[str, str]]) -> None:
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> int:
    """Command line of `make version`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--card", required=True, help="scorecard_id")
    parser.add_argument("--from", dest="effective_from", required=True, help="YYYY-MM-DD")
    parser.add_argument("--status", default="live", help="live, draft or shadow")
    parser.add_argument("--decision", default="", help="what was decided and why")
    parser.add_argument("--seeds", type=Path, default=SEEDS, help="folder of the rule seeds")
    arguments = parser.parse_args()
    try:
        version = new_version(
            arguments.seeds,
            arguments.card,
            arguments.effective_from,
            arguments.status,
            arguments.decision,
        )
    except RulesError as error:
        print(error)
        return 1
    print(
        f"Version {version} of {arguments.card} holds the rows of the one before. Edit them in "
        "seeds/scorecards, then `make rules` locks it and `make build` scores with it."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
