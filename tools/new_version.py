"""Copy a scorecard's newest version under the next number, to be edited: live ones never are."""

from __future__ import annotations

import argparse
import csv
import datetime
import io
import os
import sys
from pathlib import Path

from tools.rules_hash import SEEDS

COPIED = ("scorecard_categories", "scorecard_signals", "bands")
# What is read here of each seed.
_KEY = ("scorecard_id", "version")
_DATED = (*_KEY, "effective_from", "effective_to", "status", "decided_by", "decision")
STATUSES = ("live", "draft", "shadow")


class RulesError(Exception):
    """The version cannot be made; the message says why and what to do."""


def new_version(
    folder: Path,
    scorecard_id: str,
    effective_from: str,
    status: str = "live",
    decision: str = "",
    copied: str = "",
) -> str:
    """Append a version with the rows of an earlier one; a live one ends its predecessor.

    Args:
        folder: the folder of the rule seeds; its CSV files are rewritten in place.
        scorecard_id: a card of scorecards.csv that has a version.
        effective_from: first day of the new version, YYYY-MM-DD.
        status: live, draft or shadow; only live reaches the live marts.
        decision: what was decided and why.
        copied: the version whose rows are copied, '' for the newest.

    Returns:
        The number of the new version.

    Raises:
        RulesError: the card, day or status will not do, or a file cannot be read as rows; nothing
            is written.
    """
    path = folder / "scorecard_versions.csv"
    header, versions = read_rows(path, _DATED)
    own = [row for row in versions if row["scorecard_id"] == scorecard_id]
    if not own:
        known = ", ".join(sorted({row["scorecard_id"] for row in versions}))
        raise RulesError(f"There is no scorecard {scorecard_id!r}. Name one of: {known}.")
    if status not in STATUSES:
        raise RulesError(f"STATUS is {status!r}. Give one of: {', '.join(STATUSES)}.")
    first_day = _day(effective_from)
    if first_day is None:
        raise RulesError(
            f"FROM is {effective_from!r}. Give the first day of the version as YYYY-MM-DD."
        )
    if copied not in ("", *(row["version"] for row in own)):
        raise RulesError(f"{path.name} has no version {copied} of {scorecard_id}.")
    source = next((row for row in own if row["version"] == copied), own[-1])
    in_force = [row for row in own if row["status"] == "live" and not row["effective_to"]]
    if status == "live":
        for row in in_force:
            begun = _day(row["effective_from"])
            if begun is None:
                raise RulesError(
                    f"{path.name}: effective_from of {scorecard_id} version {row['version']} is "
                    f"{row['effective_from']!r}. Write it as YYYY-MM-DD (spreadsheets turn days "
                    "round when they save)."
                )
            if begun >= first_day:
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
            "decided_by": source["decided_by"],
            "decision": decision,
        }
    )
    written = {path: csv_text(header, versions)}
    for seed in COPIED:
        seed_path = folder / f"{seed}.csv"
        seed_header, rows = read_rows(seed_path, _KEY)
        copies = [
            {**row, "version": version}
            for row in rows
            if (row["scorecard_id"], row["version"]) == (scorecard_id, source["version"])
        ]
        written[seed_path] = csv_text(seed_header, rows + copies)
    _write(written)
    return version


def _day(text: str) -> datetime.date | None:
    """A day as YYYY-MM-DD, None for anything else."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def read_rows(path: Path, needed: tuple[str, ...]) -> tuple[list[str], list[dict[str, str]]]:
    """Header and rows of a seed, as spreadsheets save it too: a mark in front, other line ends,
    blanks around a cell.

    Raises:
        RulesError: it is no CSV with the columns that are needed.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise RulesError(
            f"{path.name} is not UTF-8 (byte {error.start}). Save it as CSV UTF-8."
        ) from None
    except OSError as error:
        raise RulesError(f"{path} cannot be read: {error.strerror}.") from None
    lines = [line for line in csv.reader(io.StringIO(text, newline="")) if any(line)]
    header = [cell.strip() for cell in lines[0]] if lines else []
    missing = [column for column in needed if column not in header]
    if missing:
        raise RulesError(
            f"{path.name} has no column {', '.join(missing)}; its first line reads "
            f"{','.join(header)[:80]!r}. Save it as CSV with commas between its columns."
        )
    for number, line in enumerate(lines[1:], 2):
        if len(line) != len(header):
            raise RulesError(
                f"{path.name}, row {number}: {len(line)} cells where the header has {len(header)}. "
                "Is there a decimal comma, or a comma in a text without quotes?"
            )
    cells = ([cell.strip() for cell in line] for line in lines[1:])
    return header, [dict(zip(header, line, strict=True)) for line in cells]


def csv_text(header: list[str], rows: list[dict[str, str]]) -> str:
    """Rows as the CSV that is kept: UTF-8 without a mark, lines ended by a line feed."""
    file = io.StringIO()
    writer = csv.DictWriter(file, fieldnames=header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def _write(texts: dict[Path, str]) -> None:
    """Write all files or, when the disk is full or a file is held, none."""
    ready = {path: path.with_name(f".{path.name}.new") for path in texts}
    try:
        for path, new in ready.items():
            new.write_text(texts[path], encoding="utf-8", newline="")
        for path, new in ready.items():
            os.replace(new, path)
    except OSError as error:
        raise RulesError(f"{error.filename} cannot be written: {error.strerror}.") from error
    finally:
        for new in ready.values():
            new.unlink(missing_ok=True)


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
