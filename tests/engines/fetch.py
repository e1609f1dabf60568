"""Write what an engine's marts hold into a file of JSON, for a comparison in another environment.

    python -m tests.engines.fetch FILE [--of snowflake] [--questions FILE]

One object: name of a table to its columns, in lower case, and its rows; days and times are text.
With a list of statements as questions it is, in their order, the first value of each answer; null
where there is no row.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any

from tests.engines.land import ENGINES


def plain(value: Any) -> Any:
    """A value as JSON holds it; numbers as float, so that an integer is its equal."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return float(value)


def fetch(cursor: Any, schema: str) -> dict[str, dict[str, Any]]:
    """Every table of a schema, by name."""
    cursor.execute(
        "select table_name from information_schema.tables"
        f" where upper(table_schema) = upper('{schema}')"
    )
    found = {}
    for (table,) in cursor.fetchall():
        cursor.execute(f"select * from {schema}.{table}")
        found[table.lower()] = {
            "columns": [column[0].lower() for column in cursor.description],
            "rows": [[plain(value) for value in row] for row in cursor.fetchall()],
        }
    return found


def answers(cursor: Any, questions: list[str]) -> list[Any]:
    """The first value that each statement gives."""
    found = []
    for question in questions:
        cursor.execute(question)
        row = cursor.fetchone()
        found.append(plain(row[0]) if row else None)
    return found


def main() -> None:
    """Fetch the marts, or what questions ask, and say how much it is."""
    parser = argparse.ArgumentParser(description="Write an engine's marts into a file of JSON.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--of", choices=sorted(ENGINES), default="snowflake")
    parser.add_argument("--questions", type=Path)
    given = parser.parse_args()
    connection = ENGINES[given.of].connect()
    cursor = connection.cursor()
    found = (
        answers(cursor, json.loads(given.questions.read_text()))
        if given.questions
        else fetch(cursor, os.environ.get("BELLWETHER_SCHEMA", "bellwether"))
    )
    given.file.write_text(json.dumps(found))
    connection.close()
    print(f"{len(found)} {'answers' if given.questions else 'tables'} fetched from {given.of}")


if __name__ == "__main__":
    main()
