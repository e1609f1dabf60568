"""Land the raw tables of a DuckDB file in another engine, as a loader leaves them there.

    python -m tests.engines.land RAW [--into snowflake]

Run by the Python of that engine's own environment, which has its driver, and duckdb for the file.
Where it lands is said by the environment variables that profiles/profiles.yml reads. A further
engine is a line in ENGINES: how it names things, its types, how it reads a text as one of them.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

# Rows that one statement brings.
ROWS = 400
# What loaders land as JSON where the engine has a type for it; in the file it is text.
JSON_COLUMNS = {("stripe", "customer", "metadata")}


class Engine(NamedTuple):
    """How an engine writes what a file holds."""

    connect: Callable[[], Any]
    # A name of a schema, table or column, as loaders have it there.
    name: Callable[[str], str]
    # Types of the file in the engine's own words; the others are called alike.
    types: dict[str, str]
    zoned_time: str
    json: str
    # A column of text as a value of a type.
    read: Callable[[str, str], str]


def _snowflake_connection() -> Any:
    import snowflake.connector

    given = {
        word: os.environ.get(f"BELLWETHER_SNOWFLAKE_{word.upper()}")
        for word in (
            "account", "user", "password", "role", "warehouse", "database", "host", "port",
            "protocol",
        )
    }  # fmt: skip
    key = os.environ.get("BELLWETHER_SNOWFLAKE_PRIVATE_KEY_PATH")
    secret = os.environ.get("BELLWETHER_SNOWFLAKE_PRIVATE_KEY_PASSPHRASE")
    by_key = {"private_key_file": key, "private_key_file_pwd": secret} if key else {}
    return snowflake.connector.connect(
        **{word: value for word, value in (given | by_key).items() if value}
    )


def _snowflake_read(column: str, kind: str) -> str:
    return f"parse_json({column})" if kind == "variant" else f"cast({column} as {kind})"


ENGINES = {
    "snowflake": Engine(
        connect=_snowflake_connection,
        # Quoted, since a table may be called by a word of SQL.
        name=lambda name: f'"{name.upper()}"',
        types={
            "VARCHAR": "text",
            "DOUBLE": "double",
            "TIMESTAMP": "timestamp_ntz",
            "TIMESTAMP_NS": "timestamp_ntz",
            "TIMESTAMP WITH TIME ZONE": "timestamp_tz",
            "HUGEINT": "number(38, 0)",
            "JSON": "variant",
        },
        zoned_time="timestamp_tz",
        json="variant",
        read=_snowflake_read,
    ),
}


def literal(value: str | None) -> str:
    """A text in quotes; a backslash is an escape in a literal there."""
    if value is None:
        return "null"
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def kinds_of(
    engine: Engine, schema: str, table: str, columns: list[tuple[str, str]], has_zones: bool
) -> list[str]:
    """The engine's type of each column of a table."""
    types = engine.types | ({"TIMESTAMP": engine.zoned_time} if has_zones else {})
    return [
        engine.json if (schema, table, name) in JSON_COLUMNS else types.get(kind, kind.lower())
        for name, kind in columns
    ]


def statements(
    source: duckdb.DuckDBPyConnection, engine: Engine, schema: str, table: str, has_zones: bool
) -> Iterator[str]:
    """Make a table anew and fill it."""
    columns = source.execute(
        "select column_name, data_type from duckdb_columns() "
        "where schema_name = ? and table_name = ? order by column_index",
        [schema, table],
    ).fetchall()
    kinds = kinds_of(engine, schema, table, columns, has_zones)
    place = f"{engine.name(schema)}.{engine.name(table)}"
    names = [engine.name(name) for name, _ in columns]
    declared = ", ".join(f"{name} {kind}" for name, kind in zip(names, kinds, strict=True))
    yield f"create or replace table {place} ({declared})"
    texts = [
        f'cast("{name}" as varchar){" || " + repr("+00:00") if kind == engine.zoned_time else ""}'
        for (name, _), kind in zip(columns, kinds, strict=True)
    ]
    found = source.execute(f'select {", ".join(texts)} from "{schema}"."{table}"')
    read = ", ".join(
        engine.read(f"column{number}", kind) for number, kind in enumerate(kinds, start=1)
    )
    while rows := found.fetchmany(ROWS):
        values = ", ".join(f"({', '.join(map(literal, row))})" for row in rows)
        yield f"insert into {place} ({', '.join(names)}) select {read} from values {values}"


def land(raw: Path, engine: Engine) -> int:
    """Copy every table of a raw DuckDB file, schema by schema.

    Times of every other table know their zone, as loaders land them; those of the rest do not.

    Returns:
        The number of tables landed.
    """
    with duckdb.connect(str(raw), read_only=True) as source:
        source.execute("set TimeZone = 'UTC'")
        tables = source.execute(
            "select schema_name, table_name from duckdb_tables() where not internal order by all"
        ).fetchall()
        target = engine.connect()
        cursor = target.cursor()
        for schema in dict(tables):
            cursor.execute(f"create schema if not exists {engine.name(schema)}")
        for place, (schema, table) in enumerate(tables):
            for statement in statements(source, engine, schema, table, place % 2 == 0):
                cursor.execute(statement)
        target.close()
    return len(tables)


def main() -> None:
    """Land a file and say how many tables it had."""
    parser = argparse.ArgumentParser(description="Land a raw DuckDB file in another engine.")
    parser.add_argument("raw", type=Path)
    parser.add_argument("--into", choices=sorted(ENGINES), default="snowflake")
    given = parser.parse_args()
    print(f"{land(given.raw, ENGINES[given.into])} tables landed in {given.into}")


if __name__ == "__main__":
    main()
