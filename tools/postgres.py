"""A PostgreSQL server of our own for a check: start it, load the raw tables, stop it.

It takes what Debian's `postgresql` brings: initdb and pg_ctl, run as user postgres.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import psycopg2

_TYPES = {
    "VARCHAR": "text",
    "DOUBLE": "double precision",
    "FLOAT": "double precision",
    "TIMESTAMP WITH TIME ZONE": "timestamptz",
    "TIMESTAMP_NS": "timestamp",
    "TINYINT": "smallint",
    "HUGEINT": "numeric",
    "UBIGINT": "numeric",
    "UINTEGER": "bigint",
    "BLOB": "bytea",
    "JSON": "text",
}


def find_binary(name: str) -> str:
    """Path of a PostgreSQL server binary; Debian keeps them outside PATH.

    Raises:
        FileNotFoundError: PostgreSQL is not installed.
    """
    found = shutil.which(name)
    if found:
        return found
    candidates = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    if not candidates:
        raise FileNotFoundError(f"{name} is not installed: apt-get install postgresql")
    return str(candidates[-1])


@contextlib.contextmanager
def server(zone: str = "Asia/Kolkata") -> Iterator[dict[str, str]]:
    """Run a fresh server on a free local port; yields the environment that the profile reads.

    Its zone is not UTC, so that a time read in the server's zone shows itself.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    folder = tempfile.mkdtemp(prefix="bellwether-pg-")
    data = f"{folder}/data"
    as_postgres: list[str] = []
    if os.geteuid() == 0:
        # The server refuses to run as root.
        shutil.chown(folder, "postgres")
        as_postgres = ["runuser", "-u", "postgres", "--"]

    def call(*command: str) -> None:
        subprocess.run([*as_postgres, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")

    call(find_binary("initdb"), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", data)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    options += " -c fsync=off -c work_mem=64MB -c shared_buffers=512MB -c max_wal_size=4GB"
    pg_ctl = find_binary("pg_ctl")
    call(pg_ctl, "-D", data, "-o", options, "-l", f"{folder}/log", "-w", "start")
    try:
        env = {
            "BELLWETHER_TARGET": "postgres",
            "BELLWETHER_PG_HOST": "127.0.0.1",
            "BELLWETHER_PG_PORT": port,
            "BELLWETHER_PG_USER": "postgres",
            "BELLWETHER_PG_DATABASE": "bellwether",
        }
        with contextlib.closing(connect({**env, "BELLWETHER_PG_DATABASE": "postgres"})) as admin:
            admin.autocommit = True
            admin.cursor().execute("create database bellwether")
            admin.cursor().execute(f"alter database bellwether set timezone = '{zone}'")
        yield env
    finally:
        call(pg_ctl, "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def connect(env: dict[str, str]) -> psycopg2.extensions.connection:
    """Open a connection to the server that `server` yielded."""
    return psycopg2.connect(
        host=env["BELLWETHER_PG_HOST"],
        port=env["BELLWETHER_PG_PORT"],
        user=env["BELLWETHER_PG_USER"],
        dbname=env["BELLWETHER_PG_DATABASE"],
    )


def load_raw(raw: Path, env: dict[str, str], has_zones: bool = False) -> int:
    """Copy every table of a raw DuckDB file, schema by schema, into PostgreSQL with COPY.

    Args:
        raw: the DuckDB file.
        env: what `server` yielded.
        has_zones: times of every other table become timestamptz, as Fivetran lands them.

    Returns:
        The number of tables loaded.
    """
    with (
        duckdb.connect(str(raw), read_only=True) as source,
        contextlib.closing(connect(env)) as target,
        tempfile.TemporaryDirectory() as folder,
    ):
        tables = source.execute(
            "select schema_name, table_name from duckdb_tables() where not internal order by all"
        ).fetchall()
        cursor = target.cursor()
        source.execute("set TimeZone = 'UTC'")
        cursor.execute("set timezone = 'UTC'")
        for place, (schema, table) in enumerate(tables):
            types = _TYPES | ({"TIMESTAMP": "timestamptz"} if has_zones and place % 2 == 0 else {})
            columns = source.execute(
                "select column_name, data_type from duckdb_columns() "
                "where schema_name = ? and table_name = ? order by column_index",
                [schema, table],
            ).fetchall()
            declared = ", ".join(f'"{name}" {types.get(kind, kind)}' for name, kind in columns)
            cursor.execute(f'create schema if not exists "{schema}"')
            cursor.execute(f'create table "{schema}"."{table}" ({declared})')
            file = f"{folder}/rows.csv"
            source.execute(
                f'copy "{schema}"."{table}" to \'{file}\' '
                "(header false, nullstr '\\N', force_quote *)"
            )
            with open(file, encoding="utf-8") as rows:
                cursor.copy_expert(
                    f'copy "{schema}"."{table}" from stdin (format csv, null \'\\N\')', rows
                )
        target.commit()
        cursor.execute("analyze")
        target.commit()
    return len(tables)
