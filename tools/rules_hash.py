"""Lock each scorecard version by a hash over every seed row that it uses; with --check, compare."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import hashlib
import json
import sys
from pathlib import Path

SEEDS = Path(__file__).resolve().parent.parent / "seeds" / "scorecards"
LOCKED = ("live", "retired")
SHARED = {"signals", "rubrics"}

# Words that explain a rule without changing a score; status and end of a version may change.
NOT_RULES = {
    "scorecards": {"name", "cadence", "owner"},
    "scorecard_versions": {"effective_to", "status", "decided_by", "decision", "rules_hash"},
    "scorecard_categories": {"sort_order"},
    "signals": {
        "family",
        "unit",
        "definition",
        "why_it_matters",
        "what_moves_it",
        "what_to_do",
    },
}
RANK_METHODS = {"percentile", "quintile", "share_of_max"}

Row = dict[str, str]
Key = tuple[str, str]


def read_seed(folder: Path, name: str) -> list[Row]:
    """Rows of a seed, every cell as stripped text."""
    # Spreadsheets write a mark in front of UTF-8, which dbt ignores too.
    with open(folder / f"{name}.csv", newline="", encoding="utf-8-sig") as file:
        return [
            {column: (cell or "").strip() for column, cell in row.items() if column}
            for row in csv.DictReader(file)
        ]


def canonical(cell: str) -> str:
    """A cell as it is compared: .35, 0.35 and 0.350 are one number, True and true one word."""
    try:
        return repr(float(cell))
    except ValueError:
        return cell.lower() if cell.lower() in ("true", "false") else cell


def rules_of(folder: Path, scorecard_id: str, version: str) -> dict[str, list[Row]]:
    """Every seed row that a version uses, by seed; order and words that explain are left out."""

    def own(name: str, version_too: bool) -> list[Row]:
        return [
            row
            for row in read_seed(folder, name)
            if row["scorecard_id"] == scorecard_id
            and (not version_too or row["version"] == version)
        ]

    cells = own("scorecard_signals", True)
    signals = {row["signal_id"] for row in cells}
    ranked = {row["signal_id"] for row in cells if row["method"] in RANK_METHODS}
    rubrics = {row["rubric_id"] for row in cells if row["method"] == "rubric"}
    # The metrics of value look back over the window of account_product_usage.
    families = {r["family"] for r in read_seed(folder, "signals") if r["signal_id"] in signals}
    borrowed = {"product_usage"} if "value" in families else set()
    used = {
        "scorecards": own("scorecards", False),
        "scorecard_versions": own("scorecard_versions", True),
        "scorecard_categories": own("scorecard_categories", True),
        "scorecard_signals": cells,
        "bands": own("bands", True),
        "rubrics": [r for r in read_seed(folder, "rubrics") if r["rubric_id"] in rubrics],
        "signals": [
            _with_direction(row, row["signal_id"] in ranked)
            for row in read_seed(folder, "signals")
            if row["signal_id"] in signals
        ],
        "signal_parameters": _in_force(
            [
                row
                for row in read_seed(folder, "signal_parameters")
                if row["signal_id"] in signals | borrowed
            ],
            own("scorecard_versions", True),
        ),
    }
    return {
        seed: sorted(
            (
                {
                    column: canonical(cell)
                    for column, cell in row.items()
                    if column not in NOT_RULES.get(seed, set()) and cell != ""
                }
                for row in rows
            ),
            key=lambda row: json.dumps(row, sort_keys=True),
        )
        for seed, rows in used.items()
    }


def _in_force(parameters: list[Row], versions: list[Row]) -> list[Row]:
    """The rows that hold at a snapshot of a version; a later one of their kind ends each."""
    starts: dict[tuple[str, ...], list[str]] = {}
    for row in parameters:
        starts.setdefault(_kind(row), []).append(_monday(row["effective_from"], "0001-01-01"))
    begins = min(_monday(row["effective_from"], "0001-01-01") for row in versions)
    ends = max(_monday(row["effective_to"], "9999-12-31") for row in versions)
    kept = []
    for row in parameters:
        start = _monday(row["effective_from"], "0001-01-01")
        later = [day for day in starts[_kind(row)] if day > start]
        if start < ends and min(later, default="9999-12-31") > begins:
            kept.append(row)
    return kept


def _kind(row: Row) -> tuple[str, ...]:
    return (row["signal_id"], row["parameter"], row["segment"])


def _monday(day: str, when_empty: str) -> str:
    """The first snapshot on or after a day; a text that is no day stays what it is."""
    try:
        date = dt.date.fromisoformat(day)
    except ValueError:
        return day or when_empty
    return (date + dt.timedelta(days=-date.weekday() % 7)).isoformat()


def _with_direction(row: Row, is_ranked: bool) -> Row:
    """A signal, with its direction only where that turns a rank round."""
    turns = is_ranked and row["better_when"] == "lower"
    return row if turns else {**row, "better_when": ""}


def digest(rules: dict[str, list[Row]]) -> str:
    """The hash that is written: twelve digits for each seed, so that a check can name the seed."""
    return "-".join(
        hashlib.sha256(json.dumps([seed, rows], sort_keys=True).encode()).hexdigest()[:12]
        for seed, rows in sorted(rules.items())
    )


def differences(folder: Path) -> dict[Key, list[str]]:
    """Seeds in which a locked version (live or retired, hash filled) differs from its hash."""
    found: dict[Key, list[str]] = {}
    for row in read_seed(folder, "scorecard_versions"):
        if row["status"] not in LOCKED or not row["rules_hash"]:
            continue
        key = (row["scorecard_id"], row["version"])
        rules = rules_of(folder, *key)
        written, now = row["rules_hash"].split("-"), digest(rules).split("-")
        if written != now:
            same_shape = len(written) == len(now)
            found[key] = [
                seed
                for place, seed in enumerate(sorted(rules))
                if not same_shape or written[place] != now[place]
            ]
    return found


def refusals(folder: Path) -> list[str]:
    """One message for each locked version whose rows have changed: what changed and what to do."""
    return [
        f"{scorecard_id} version {version} is locked, but its rows in {', '.join(seeds)} have "
        f"changed. {_remedy(folder, scorecard_id, seeds)}"
        for (scorecard_id, version), seeds in sorted(differences(folder).items())
    ]


def _remedy(folder: Path, scorecard_id: str, seeds: list[str]) -> str:
    if seeds == ["signal_parameters"]:
        days = [row["effective_from"] for row in read_seed(folder, "signal_parameters")]
        day = max(days, default="") or "YYYY-MM-DD"
        return (
            "Windows and cut-offs hold for every card that uses the signal: leave its rows as they "
            "are, add a row with the first day in effective_from, and start a version of this card "
            f"on that day: `make version CARD={scorecard_id} FROM={day}`, then `make rules` "
            "(How do I, change a window)."
        )
    if SHARED & set(seeds):
        return (
            "Rows of it are shared by all versions: take the change back, give the signal or "
            "rubric a new id and use that in a new version (How do I, change a weight; "
            "`make version` copies one)."
        )
    return (
        "Live and retired versions are never edited: take the change back and write it as a new "
        "version (How do I, change a weight; `make version` copies one)."
    )


def write(folder: Path, force: bool = False) -> list[Key]:
    """Fill the hash of every version; a locked one that differs keeps its own unless forced.

    Returns:
        The versions whose hash was written.
    """
    path = folder / "scorecard_versions.csv"
    refused = {} if force else differences(folder)
    with open(path, newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        header = list(reader.fieldnames or [])
        rows = list(reader)
    written: list[Key] = []
    for row in rows:
        key = (row["scorecard_id"].strip(), row["version"].strip())
        if key in refused:
            continue
        found = digest(rules_of(folder, *key))
        if row["rules_hash"] != found:
            row["rules_hash"] = found
            written.append(key)
    if written:
        with open(path, "w", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=header, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return written


def main() -> int:
    """Command line of `make rules`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare; exit 1 on a difference")
    parser.add_argument("--force", action="store_true", help="lock changed live versions anew")
    parser.add_argument("--seeds", type=Path, default=SEEDS, help="folder of the seeds")
    arguments = parser.parse_args()
    if not arguments.check:
        for scorecard_id, version in write(arguments.seeds, arguments.force):
            print(f"{scorecard_id} version {version}: hash written.")
    found = refusals(arguments.seeds)
    for refusal in found:
        print(refusal)
    if not found:
        print("Every locked version is as it was decided.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
