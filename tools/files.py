"""What the tools share: exit statuses, DuckDB files that cannot be read, runs that are stopped."""

from __future__ import annotations

import contextlib
import enum
import errno
import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import duckdb

from tools.dbt import PROJECT, resolve

_LOCKED = re.compile(r"Could not set lock on file .*?(?:\(PID (\d+)\))", re.DOTALL)
_FULL = re.compile(r"No space left on device|File too large|Disk quota exceeded", re.IGNORECASE)
_DAMAGED = re.compile(
    r"Corrupt database file|Could not read enough bytes|not a valid DuckDB database file"
    r"|Serialization Error|INTERNAL Error|Failed to load metadata pointer"
)
_FULL_NUMBERS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# Names that DuckDB keeps for itself, and those under which the other two files are attached.
_TAKEN_NAMES = ("raw", "work", "main", "temp", "system")
# One id in both files: they come from the same run.
RUN = "bellwether_run"
# Where readers find the marts when nobody says otherwise, and where they did until version 0.1.
_PUBLISHED = "warehouse/scores.duckdb"
_EARLIER = "warehouse/bellwether.duckdb"


class Status(enum.IntEnum):
    """How a run ended, as its exit status tells a scheduler."""

    PUBLISHED = 0
    FAILED = 1
    NOT_AS_ASKED = 2
    BUILD_FIRST = 3
    BUSY = 4
    RAW_UNREADABLE = 5
    PUBLISHED_UNREADABLE = 6
    NO_ROOM = 7


class Refused(Exception):
    """The run does not begin or does not publish; the message says why and what to do."""

    def __init__(self, message: str, status: Status = Status.FAILED) -> None:
        super().__init__(message)
        self.status = status


class Role(enum.Enum):
    """What a DuckDB file is to us: its name in a sentence, its status and the remedy."""

    RAW = (
        "raw",
        Status.RAW_UNREADABLE,
        "Let the loader write it anew, or set BELLWETHER_RAW_PATH to another file.",
    )
    PUBLISHED = (
        "published",
        Status.PUBLISHED_UNREADABLE,
        "Put a backup in its place; without one, delete it and run `make build`, which begins a "
        "new ledger.",
    )
    INNER = (
        "inner",
        Status.PUBLISHED_UNREADABLE,
        "Delete it and run `make build`, which computes everything anew and keeps the ledger.",
    )


def published_path() -> Path:
    """Where readers find the analytics database (BELLWETHER_PATH, else warehouse/).

    A link is followed, as DuckDB follows it: the link stays, what it leads to is replaced.

    Raises:
        Refused: DuckDB or dbt cannot work with a file of that name.
    """
    path = resolve(os.environ.get("BELLWETHER_PATH") or _PUBLISHED).resolve()
    if path.stem.lower() in _TAKEN_NAMES or re.search("['\"]", path.name):
        raise Refused(
            f"BELLWETHER_PATH is {path}: DuckDB names the database after the file, which may not "
            f"be called {', '.join(_TAKEN_NAMES)} nor hold a quote. Give it another name.",
            Status.NOT_AS_ASKED,
        )
    return path


def earlier_path() -> Path | None:
    """The published file as the default named it before; its ledger is taken over once."""
    earlier = resolve(_EARLIER).resolve()
    is_default = not os.environ.get("BELLWETHER_PATH")
    return earlier if is_default and earlier.exists() else None


def inner_path(published: Path) -> Path:
    """The file with staging and intermediate models, beside the published one."""
    return published.with_name(f"{published.name}.work")


def schema_of_marts() -> str:
    """Schema of the marts (BELLWETHER_SCHEMA, else `bellwether`)."""
    return os.environ.get("BELLWETHER_SCHEMA") or "bellwether"


def short(path: Path) -> str:
    """A path as people write it: from the project's folder where it lies within."""
    return str(path.relative_to(PROJECT)) if path.is_relative_to(PROJECT) else str(path)


def quoted(name: str) -> str:
    """A name as SQL writes it, whatever stands in it."""
    return '"' + name.replace('"', '""') + '"'


def literal(path: Path) -> str:
    """A path as SQL writes it."""
    return "'" + str(path).replace("'", "''") + "'"


def marts_of(connection: duckdb.DuckDBPyConnection, schema: str | None = None) -> str:
    """Database and schema of the marts, as SQL writes them.

    Args:
        connection: an open analytics database; DuckDB knows best how it named it.
        schema: default `schema_of_marts`.
    """
    database = connection.execute("select current_database()").fetchall()[0][0]
    return f"{quoted(database)}.{quoted(schema or schema_of_marts())}"


@contextlib.contextmanager
def reading(path: Path, role: Role) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a DuckDB file read-only.

    Raises:
        Refused: another process writes it, or it is damaged, truncated, empty or not to be read.
    """
    name, status, remedy = role.value
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            yield connection
    except duckdb.Error as error:
        text = str(error)
        if locked := _LOCKED.search(text):
            raise Refused(
                f"The {name} file {short(path)} is open for writing in another process (PID "
                f"{locked[1]}): wait until it has ended, then run again.",
                Status.BUSY,
            ) from error
        if not (isinstance(error, duckdb.IOException) or _DAMAGED.search(text)):
            raise
        raise Refused(
            f"The {name} file {short(path)} cannot be read: {_why(path, text)}. {remedy}", status
        ) from error


def has_table(connection: duckdb.DuckDBPyConnection, table: str, schema: str = "main") -> bool:
    """Whether an open database has a table."""
    found = connection.execute(
        "select count(*) from information_schema.tables where table_schema = ? and table_name = ?",
        [schema, table],
    ).fetchone()
    return bool(found and found[0])


def stored_run(database: Path, role: Role) -> str | None:
    """The id of the run that wrote a published or an inner file, None when it tells none."""
    with reading(database, role) as connection:
        if not has_table(connection, RUN):
            return None
        found = connection.execute(f"select run_id from main.{RUN}").fetchone()
    return found[0] if found else None


def _why(path: Path, text: str) -> str:
    """What keeps a file from being read, in few words."""
    if path.is_dir():
        return "it is a folder"
    if path.is_file() and path.stat().st_size == 0:
        return "it is empty"
    if "ermission denied" in text:
        return "permission is denied"
    if "not a valid DuckDB" in text:
        return "it is no DuckDB database"
    if "Could not read enough bytes" in text:
        return "it is cut off"
    if "Corrupt" in text:
        return "it is damaged"
    return text.splitlines()[0]


def read_through(path: Path, role: Role) -> None:
    """Read every block of a DuckDB file.

    Raises:
        Refused: as `reading` does.
    """
    with reading(path, role) as connection:
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() where not internal"
        ).fetchall()
        for schema, table in tables:
            name = f"{quoted(schema)}.{quoted(table)}"
            connection.execute(f"select bit_xor(hash(row)) from {name} as row").fetchall()


def no_room(folder: Path) -> Refused:
    """What is said when a disk is full."""
    return Refused(
        f"There is no room left to write on the disk of {short(folder)}: free some (a build needs "
        "about twice the size of its result), then run again.",
        Status.NO_ROOM,
    )


def sign_in(text: str) -> Status | None:
    """What a line of somebody else's says of the disk: NO_ROOM, BUSY, or FAILED for damage."""
    if _FULL.search(text):
        return Status.NO_ROOM
    if _LOCKED.search(text):
        return Status.BUSY
    return Status.FAILED if _DAMAGED.search(text) else None


def _refused_by(error: OSError | duckdb.Error, folder: Path) -> Refused | None:
    """An error of the disk in words; None when it is a fault of ours."""
    if sign_in(str(error)) is Status.NO_ROOM or (
        isinstance(error, OSError) and error.errno in _FULL_NUMBERS
    ):
        return no_room(folder)
    if isinstance(error, OSError) and error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        where = error.filename or folder
        return Refused(f"It is not allowed to write {where}: {error.strerror}.", Status.NO_ROOM)
    return None


class _Stopped(BaseException):
    """A signal asked the run to end; what it made half is cleaned on the way out."""


def _stop(number: int, _: FrameType | None) -> None:
    # A second signal does not interrupt the cleaning.
    for again in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(again, signal.SIG_IGN)
    raise _Stopped(number)


def run_tool(tool: Callable[[], None]) -> int:
    """Run a tool to its end or to one sentence.

    Returns:
        The exit status: see Status, and 128 + the signal's number for a run that was stopped.
    """
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, _stop)
    try:
        tool()
    except _Stopped as stopped:
        number = stopped.args[0]
        print(f"\nStopped by {signal.Signals(number).name}: readers see the last whole result.")
        return 128 + number
    except Refused as refused:
        print(refused)
        return refused.status
    except (OSError, duckdb.Error) as error:
        told = _refused_by(error, published_path().parent)
        if told is None:
            raise
        kept = published_path().exists()
        print(told, "Readers see the last whole result." if kept else "Nothing is published.")
        return told.status
    return Status.PUBLISHED
