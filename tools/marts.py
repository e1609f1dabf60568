"""The published marts, to be read from: those of the DuckDB file or, by BELLWETHER_TARGET, those of
the PostgreSQL server."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import duckdb
import psycopg2
import psycopg2.errors

from tools.files import (
    Refused,
    Role,
    Status,
    literal,
    published_path,
    quoted,
    reading,
    schema_of_marts,
    short,
)


class Marts(Protocol):
    """Marts that can be asked, and be read beside a DuckDB database."""

    def rows(self, *queries: str) -> list[list[tuple[Any, ...]]]:
        """Rows of each query, in which `{marts}` stands for the schema.

        Raises:
            Refused: nothing is published, or it cannot be read.
        """
        ...

    def attach(self, connection: duckdb.DuckDBPyConnection, week: dt.date | None) -> None:
        """Attach them to a connection as `published`, with at least the rows of a snapshot, or all
        of them without one."""
        ...


@dataclass(frozen=True)
class FileMarts:
    """Marts of a published DuckDB file."""

    path: Path

    def rows(self, *queries: str) -> list[list[tuple[Any, ...]]]:
        if not self.path.exists():
            raise Refused(
                f"There is no published file at {short(self.path)}. Run `make build` first.",
                Status.BUILD_FIRST,
            )
        with reading(self.path, Role.PUBLISHED) as connection:
            database = connection.execute("select current_database()").fetchall()[0][0]
            marts = f"{quoted(database)}.{quoted(schema_of_marts())}"
            try:
                return [connection.execute(q.format(marts=marts)).fetchall() for q in queries]
            except (duckdb.CatalogException, duckdb.BinderException) as error:
                raise _unpublished(error) from error

    def attach(self, connection: duckdb.DuckDBPyConnection, week: dt.date | None) -> None:
        connection.execute(f"attach {literal(self.path)} as published (read_only)")


@dataclass(frozen=True)
class ServerMarts:
    """Marts of the PostgreSQL server that the profile names; `tables` are those to be attached."""

    tables: Sequence[str]

    def rows(self, *queries: str) -> list[list[tuple[Any, ...]]]:
        marts = quoted(schema_of_marts())
        with contextlib.closing(_connect()) as server, server.cursor() as cursor:
            found = []
            for query in queries:
                try:
                    cursor.execute(query.format(marts=marts))
                    found.append(cursor.fetchall())
                except psycopg2.Error as error:
                    raise _unread(error) from error
        return found

    def attach(self, connection: duckdb.DuckDBPyConnection, week: dt.date | None) -> None:
        schema = quoted(schema_of_marts())
        connection.execute(f"attach ':memory:' as published; create schema published.{schema}")
        with (
            contextlib.closing(_connect()) as server,
            server.cursor() as cursor,
            tempfile.TemporaryDirectory() as folder,
        ):
            for table in self.tables:
                cursor.execute(
                    "select column_name, data_type from information_schema.columns "
                    "where table_schema = %s and table_name = %s order by ordinal_position",
                    [schema_of_marts(), table],
                )
                columns = cursor.fetchall()
                declared = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns)
                has_weeks = any(name == "snapshot_week" for name, _ in columns)
                rows = f"select * from {schema}.{quoted(table)}"
                if has_weeks and week is not None:
                    rows += f" where snapshot_week = date '{week}'"
                file = Path(folder) / "rows.csv"
                try:
                    with open(file, "w", encoding="utf-8") as target:
                        cursor.copy_expert(f"copy ({rows}) to stdout (format csv, header)", target)
                except psycopg2.Error as error:
                    raise _unread(error) from error
                connection.execute(f"create table published.{schema}.{quoted(table)} ({declared})")
                connection.execute(
                    f"insert into published.{schema}.{quoted(table)} by name "
                    f"select * from {csv_rows(file)}"
                )


def csv_rows(file: Path) -> str:
    """SQL of the rows of a CSV file with a header, every cell a text or null."""
    form = "header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"'"
    return f"read_csv({literal(file)}, {form})"


def marts(*tables: str) -> Marts:
    """The marts of the target; `tables` are those that are attached from a server.

    Raises:
        Refused: another target than DuckDB and PostgreSQL.
    """
    target = os.environ.get("BELLWETHER_TARGET") or "duckdb"
    if target == "duckdb":
        return FileMarts(published_path())
    if target == "postgres":
        return ServerMarts(tables)
    raise Refused(f"BELLWETHER_TARGET is {target}: give duckdb or postgres.", Status.NOT_AS_ASKED)


def _connect() -> psycopg2.extensions.connection:
    """Open a read-only connection to the server, by the variables of the profile.

    Raises:
        Refused: it does not answer or lets nobody in.
    """
    given = os.environ
    try:
        connection = psycopg2.connect(
            host=given.get("BELLWETHER_PG_HOST", "127.0.0.1"),
            port=given.get("BELLWETHER_PG_PORT", "5432"),
            user=given.get("BELLWETHER_PG_USER", "postgres"),
            password=given.get("BELLWETHER_PG_PASSWORD", ""),
            dbname=given.get("BELLWETHER_PG_DATABASE", "bellwether"),
        )
    except psycopg2.OperationalError as error:
        raise Refused(f"The PostgreSQL server cannot be read: {error}") from None
    connection.set_session(readonly=True)
    return connection


def _unread(error: psycopg2.Error) -> Refused:
    is_denied = isinstance(error, psycopg2.errors.InsufficientPrivilege)
    if isinstance(error, psycopg2.ProgrammingError) and not is_denied:
        return _unpublished(error)
    return Refused(f"The PostgreSQL server cannot be read: {error}")


def _unpublished(error: Exception) -> Refused:
    told = str(error).splitlines()[0]
    return Refused(
        f"The marts were not built by this version of the project ({told}). Run `make build` "
        "first.",
        Status.BUILD_FIRST,
    )
