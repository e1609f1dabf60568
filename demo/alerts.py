"""List the alerts that the demo company's team was told, so that `demo` lets it answer them.

Alerts follow from scores, and scores from raw rows: a company is made, built, and its alerts are
listed. Made and built again it has answers, and what they keep quiet is no alert any more: the
list is right up to the first week that changed, and right as a whole when none did.

    python -m demo.alerts --path warehouse/raw.duckdb --published warehouse/scores.duckdb
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import duckdb

from demo.generator import alerts_file, existing_parameters


def list_alerts(raw: Path, published: Path) -> str:
    """Write the list of a demo company's alerts of accounts; return a line that tells of it.

    raw: the file that `python -m demo` made.
    published: the file that was built from it.

    Raise ValueError when `raw` is no demo company.
    """
    found = existing_parameters(raw)
    if found is None:
        raise ValueError(f"{raw} is no demo company: make it with `python -m demo --path {raw}`.")
    target = alerts_file(found[0])
    target.parent.mkdir(exist_ok=True)
    with duckdb.connect(str(published), read_only=True) as connection:
        rows = connection.execute(
            "select account_id, alert_rule_id as rule, opened_week from bellwether.score_alerts"
            " where account_id is not null"
        ).fetchall()
    told = {f"{account},{rule},{week}" for account, rule, week in rows}
    before = set(target.read_text(encoding="utf-8").split()[1:]) if target.exists() else set()
    lines = sorted(told, key=lambda line: (line.rsplit(",", 1)[1], line))
    target.write_text("\n".join(["account_id,rule,opened_week", *lines]) + "\n", encoding="utf-8")
    changed = min((line.rsplit(",", 1)[1] for line in told ^ before), default=None)
    state = f"the first that changed opened on {changed}" if changed else "as they were"
    return f"{len(told)} alerts are listed in {target}, {state}."


def main() -> int:
    """Run the command line; return 0, or 1 after a message that says what is wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m demo.alerts", description="List the alerts of a built demo company."
    )
    parser.add_argument("--path", type=Path, default=Path("warehouse/raw.duckdb"))
    parser.add_argument("--published", type=Path, default=Path("warehouse/scores.duckdb"))
    options = parser.parse_args()
    try:
        print(list_alerts(options.path, options.published))
    except (ValueError, duckdb.Error, OSError) as error:
        print(f"demo.alerts: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
