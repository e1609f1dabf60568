"""README's table of engines, from what commands did: a check that passed writes its own row.

    with matrix.passes("DuckLake", "build", "data tests", version="1.5.5", size="20 x 24"):
        ...the commands; what is raised in here is no pass...

Nothing is written unless BELLWETHER_WRITE_MATRIX=1 stands in the environment, so that a test leaves
the tree as it was. Rows are kept in tests/engines/matrix.csv, one for an engine and a check: the
last pass. `python -m tools.matrix` writes README's table from the file again.
"""

from __future__ import annotations

import contextlib
import csv
import fcntl
import os
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from tools.dbt import PROJECT

FILE = PROJECT / "tests" / "engines" / "matrix.csv"
PAGE = PROJECT / "README.md"
# In the order of the table's lines.
ENGINES = (
    "DuckDB", "DuckLake", "PostgreSQL", "Snowflake", "BigQuery", "Spark", "Databricks", "Redshift",
)  # fmt: skip
# In the order of its columns: dbt reads the project with the engine's adapter; builds it; a second,
# weekly run; data tests; unit tests; every mart equals DuckDB's.
COMPARED = "equal to DuckDB"
CHECKS = ("parse", "build", "week", "data tests", "unit tests", COMPARED)

_BLOCK = re.compile(r"(?<=<!-- engines -->\n).*?(?=<!-- /engines -->)", re.DOTALL)


class Row(NamedTuple):
    """A check that an engine passed."""

    engine: str
    check: str
    # Of the engine; where it is emulated the emulator's, said so.
    version: str
    # Accounts x weeks of the demo company; empty where no data are needed.
    size: str
    # Of the command; empty where another check of the same command has them.
    seconds: str
    # Day in UTC.
    passed_on: str
    # What the pass does not say, in few words: it stands in the cell.
    note: str


def rows() -> list[Row]:
    """All rows, as the table has them."""
    with FILE.open(newline="") as file:
        found = [Row(**row) for row in csv.DictReader(file)]
    return sorted(found, key=lambda row: (ENGINES.index(row.engine), CHECKS.index(row.check)))


def cell(row: Row) -> str:
    """What the table says of a pass: size, seconds and what it does not say."""
    seconds = f"{row.seconds} s" if row.seconds else ""
    return ", ".join(part for part in (row.size, seconds, row.note) if part) or "yes"


def table() -> str:
    """The table in Markdown; a check that no command has passed is a dash."""
    lines = ["| engine | " + " | ".join(CHECKS) + " |", "|---" * (len(CHECKS) + 1) + "|"]
    for engine in ENGINES:
        passed = {row.check: row for row in rows() if row.engine == engine}
        versions = sorted({row.version for row in passed.values() if row.version})
        name = f"{engine} ({', '.join(versions)})" if versions else engine
        cells = [cell(passed[check]) if check in passed else "-" for check in CHECKS]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def written() -> str:
    """README with the table that the rows give."""
    return _BLOCK.sub(lambda _: table(), PAGE.read_text())


def record(new: list[Row]) -> None:
    """Put rows in the place of those of the same engine and check, and write the table."""
    with FILE.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = {(row.engine, row.check): row for row in [*rows(), *new]}
        with FILE.open("w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(Row._fields)
            writer.writerows(sorted(kept.values()))
        PAGE.write_text(written())


@contextlib.contextmanager
def passes(
    engine: str, *checks: str, version: str = "", size: str = "", note: str = ""
) -> Iterator[None]:
    """Record that an engine passes checks, with the seconds that the block takes.

    Args:
        engine: One of ENGINES.
        checks: Those of CHECKS that the block's commands are. The first one gets the seconds, but a
            comparison, in which DuckDB works too.
        version: Of the engine, such as "15.8" or "emulated by fakesnow 0.12.1".
        size: Of the demo company, such as "12 x 10" (accounts x weeks).
        note: What the pass does not say, such as "seeds and staging".
    """
    assert engine in ENGINES and set(checks) <= set(CHECKS), (engine, checks)
    began = time.monotonic()
    yield
    if os.environ.get("BELLWETHER_WRITE_MATRIX") != "1":
        return
    took, day = f"{time.monotonic() - began:.0f}", datetime.now(UTC).date().isoformat()
    timed = [check for check in checks[:1] if check != COMPARED]
    record(
        [
            Row(engine, check, version, size, took if check in timed else "", day, note)
            for check in checks
        ]
    )


if __name__ == "__main__":
    PAGE.write_text(written())
