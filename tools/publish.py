"""What `make build` and `make week` share: a work file, what it goes on from, an atomic rename."""

from __future__ import annotations

import contextlib
import datetime as dt
import enum
import fcntl
import hashlib
import json
import os
import re
import shutil
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

import duckdb
import yaml

from tools.dbt import PROJECT, resolve, run_dbt
from tools.files import (
    RUN,
    Refused,
    Role,
    Status,
    earlier_path,
    has_table,
    inner_path,
    literal,
    marts_of,
    no_room,
    published_path,
    quoted,
    read_through,
    reading,
    schema_of_marts,
    short,
    sign_in,
    stored_run,
)
from tools.rules_hash import SEEDS, refusals
from tools.seed_files import problems
from tools.summary import print_summary

ORIGIN = "bellwether_origin"
PARTS = "bellwether_parts"
# A file of which more than this share is empty is written anew.
_MOST_EMPTY = 0.25
# How DuckDB writes files, as profiles/profiles.yml has it.
_STORAGE = "v1.4.0"
# Memory of a run: bytes for each of the raw file, in steps: another limit makes dbt parse anew.
_MEMORY_A_BYTE, _MEMORY_STEP, _MOST_STEPS = 10, 500_000_000, 12
# What no run can compute again.
_KEPT_INSIDE = "crm_account_attributes"
# Vars that choose what a run computes, not what comes out.
RUN_VARS = (
    "as_of_date", "restate_from", "restatement_weeks", "tested_snapshots", "account_weeks_a_slice",
)  # fmt: skip
# Those that reach dbt by its environment: another var makes it parse the whole project again.
RUN_OPTIONS = ("as_of_date", "restate_from", "tested_snapshots")
# The slowest loads come by the month; a day after a longer silence knows nothing new.
_SILENT_DAYS = 31
# Columns that say when a row came or when what it tells happened; due dates and ends lie ahead.
_HAPPENED = (
    "^(_fivetran_synced|timestamp|.*created.*|.*updated.*|recorded_date|observed_at|message_date"
    "|last_visit)$"
)
_CODE = (
    "dbt_project.yml", "models/**/*.sql", "models/**/*.yml", "macros/**/*.sql",
    "snapshots/**/*", "seeds/**/*.yml",
)  # fmt: skip


@dataclass(frozen=True)
class Demo:
    """What a demo company was made from; `first_day` and `end` bound its usage."""

    accounts: int
    weeks: int
    seed: int
    end: dt.date
    generator: str

    @property
    def first_day(self) -> dt.date:
        return self.end - dt.timedelta(weeks=self.weeks)


@dataclass(frozen=True)
class Origin:
    """Where an analytics database comes from: the raw file and, for a demo, its parameters."""

    raw: str
    demo: Demo | None

    def text(self) -> str:
        """The origin as it is stored."""
        demo = self.demo
        rows = [[demo.accounts, demo.weeks, demo.seed, demo.end, demo.generator]] if demo else []
        return json.dumps({"raw": self.raw, "demo": [list(map(str, row)) for row in rows]})

    @classmethod
    def read(cls, text: str) -> Origin:
        """The origin that `text` wrote."""
        stored = json.loads(text)
        if not stored["demo"]:
            return cls(stored["raw"], None)
        accounts, weeks, seed, end, generator = stored["demo"][0]
        demo = Demo(int(accounts), int(weeks), int(seed), dt.date.fromisoformat(end), generator)
        return cls(stored["raw"], demo)


class Kinship(enum.Enum):
    """What two origins have to do with one another."""

    SAME = "the same rows"
    MOVED = "perhaps the same company: a raw file in another place, a demo that was continued"
    OTHER = "another company, and none that anybody keeps"
    OWN_TO_DEMO = "a company's own file that the demo would replace"


def kinship(before: Origin | None, now: Origin) -> Kinship:
    """Whether a database made from `before` (None: not known) may go on with `now`.

    A demo is continued when only its end moved: the same accounts, seed, generator and first day
    (`make demo WEEKS=79 END=2026-07-06` after 78 weeks to 2026-06-29).
    """
    if before is None:
        return Kinship.MOVED
    if before.demo is None:
        if now.demo is not None:
            return Kinship.OWN_TO_DEMO
        return Kinship.SAME if before.raw == now.raw else Kinship.MOVED
    if now.demo is None:
        return Kinship.OTHER
    # The demo in the midst of a move to other tools is the same company.
    unmoved = replace(now.demo, generator=now.demo.generator.removesuffix(" moving"))
    if before.demo in (now.demo, unmoved):
        return Kinship.SAME
    continued = (
        (before.demo.accounts, before.demo.seed, before.demo.generator, before.demo.first_day)
        == (now.demo.accounts, now.demo.seed, now.demo.generator, now.demo.first_day)
        and before.demo.end < now.demo.end
    )  # fmt: skip
    return Kinship.MOVED if continued else Kinship.OTHER


def raw_path() -> Path:
    """The DuckDB file with the raw schemas (BELLWETHER_RAW_PATH, else the demo company's).

    Raises:
        Refused: it is not there.
    """
    raw = resolve(os.environ.get("BELLWETHER_RAW_PATH") or "warehouse/raw.duckdb")
    if not raw.exists():
        raise Refused(
            f"There is no raw database at {raw}. Set BELLWETHER_RAW_PATH to the DuckDB file that "
            "holds your loader's schemas, or unset it to use the demo company (`make demo`).",
            Status.NOT_AS_ASKED,
        )
    return raw


def memory_limit(raw: Path) -> str:
    """What DuckDB may use of memory to build from a raw file, in its own words, from 1 GB to 6 GB.

    More would be filled with what was read and is not needed again. BELLWETHER_MEMORY_LIMIT of the
    environment comes first.
    """
    steps = -(-raw.stat().st_size * _MEMORY_A_BYTE // _MEMORY_STEP)
    steps = min(max(steps, 2), _MOST_STEPS)
    return os.environ.get("BELLWETHER_MEMORY_LIMIT") or f"{steps * _MEMORY_STEP // 1_000_000}MB"


def origin_of(raw: Path) -> Origin:
    """What tells one raw database from another: its place and, for a demo, its parameters."""
    with reading(raw, Role.RAW) as connection:
        if not has_table(connection, "parameters", "_demo"):
            return Origin(str(raw), None)
        found = connection.execute(
            "select accounts, weeks, seed, end_date, generator_version from _demo.parameters"
        ).fetchone()
    return Origin(str(raw), Demo(*found) if found else None)


def parts_of(raw: Path, extra_vars: dict[str, object]) -> dict[str, str]:
    """What a run is made from, so that the next one knows what changed since.

    Returns:
        By name, a checksum of `code` (SQL and YAML), of each `seed:<name>` and of the columns of
        each raw table, `raw:<schema>.<table>`; and `settings`, the vars given, as JSON.
    """
    settings = {name: value for name, value in extra_vars.items() if name not in RUN_VARS}
    settings["schema"] = os.environ.get("BELLWETHER_SCHEMA", "bellwether")
    code = hashlib.sha256()
    for pattern in _CODE:
        for file in sorted(PROJECT.glob(pattern)):
            code.update(file.relative_to(PROJECT).as_posix().encode() + file.read_bytes())
    parts = {
        "code": code.hexdigest(),
        "settings": json.dumps(settings, sort_keys=True, default=str),
    }
    for file in sorted((PROJECT / "seeds").glob("**/*.csv")):
        parts[f"seed:{file.stem}"] = hashlib.sha256(file.read_bytes()).hexdigest()
    with reading(raw, Role.RAW) as connection:
        tables = connection.execute(
            "select table_schema, table_name, "
            "md5(string_agg(column_name || ' ' || data_type, ',' order by column_name)) "
            "from information_schema.columns where table_schema <> '_demo' group by 1, 2"
        ).fetchall()
    return parts | {f"raw:{schema}.{table}": columns for schema, table, columns in tables}


def stored_origin(database: Path) -> Origin | None:
    """The origin written into an analytics database, or None."""
    with reading(database, Role.PUBLISHED) as connection:
        if not has_table(connection, ORIGIN):
            return None
        found = connection.execute(f"select origin from main.{ORIGIN}").fetchone()
    return Origin.read(found[0]) if found else None


def stored_parts(database: Path) -> dict[str, str]:
    """The parts written into an analytics database (see `parts_of`), none when nobody wrote any."""
    with reading(database, Role.PUBLISHED) as connection:
        if not has_table(connection, PARTS):
            return {}
        return dict(connection.execute(f"select part, checksum from main.{PARTS}").fetchall())


@dataclass
class Work:
    """A run of dbt on copies of two files, which may take their places.

    published: what readers open; need not exist.
    source: what the run goes on from: the published file, or one of an earlier version.
    path: the copy of it, with the marts; it exists when the run goes on from something.
    is_whole: whether the inner file of the same run is there too, so that not all is computed anew.
    raw, origin, parts: what the run is made from.
    before: what the published file was made from, empty when not known.
    dbt_vars: the vars given to dbt.
    kinship: how the published file's company relates to this one, None without a published file.
    lock: descriptor of the file whose lock keeps other runs out.
    sign: what dbt said of the disk, None when nothing.
    """

    published: Path
    source: Path
    path: Path
    is_whole: bool
    raw: Path
    origin: Origin
    parts: dict[str, str]
    before: dict[str, str]
    dbt_vars: dict[str, object]
    kinship: Kinship | None
    lock: int
    sign: Status | None = field(default=None, init=False)

    def dbt(self, *arguments: str, is_quiet: bool = False) -> int:
        """Run dbt on the work file; returns its exit status (see `run_dbt`)."""
        given = {name: value for name, value in self.dbt_vars.items() if name not in RUN_OPTIONS}
        options = {
            f"BELLWETHER_{name.upper()}": str(self.dbt_vars.get(name) or "") for name in RUN_OPTIONS
        }
        return run_dbt(
            [*arguments, "--vars", json.dumps(given, default=str)],
            env={
                **options,
                "BELLWETHER_TARGET": "duckdb",
                "BELLWETHER_PATH": str(self.path),
                "BELLWETHER_INNER_PATH": str(inner_path(self.path)),
                "BELLWETHER_RAW_PATH": str(self.raw),
                "BELLWETHER_MEMORY_LIMIT": memory_limit(self.raw),
            },
            is_quiet=is_quiet,
            held_files=[self.lock],
            is_last=self._hear,
        )

    def _hear(self, line: str) -> bool:
        """Keep what a line of dbt's says of the disk; whether it said anything."""
        sign = sign_in(line)
        self.sign = self.sign or sign
        return sign is not None

    def build(self, *arguments: str) -> None:
        """Build and test with dbt.

        Raises:
            Refused: a node failed; the message says what readers still see.
        """
        if self.dbt("build", "--exclude-resource-type", "unit_test", *arguments) == 0:
            return
        self._refuse_for_sign()
        message = "\nThe build failed; see the message above, details in logs/dbt.log. "
        if self.before and self.before["code"] != self.parts["code"]:
            message += (
                "The project has changed since the last build: if schemas are out of sync, run "
                "`make build FULL=1`. "
            )
        raise Refused(message + _kept(self.published))

    def _refuse_for_sign(self) -> None:
        """Raise Refused when dbt failed for the disk, and not for a model or a test."""
        kept = _kept(self.published)
        if self.sign is Status.NO_ROOM:
            raise Refused(f"{no_room(self.published.parent)} {kept}", Status.NO_ROOM)
        if self.sign is Status.BUSY:
            raise Refused(
                f"The raw file {short(self.raw)} was opened for writing by another process while "
                f"this run read it: wait until that has ended, then run again. {kept}",
                Status.BUSY,
            )
        if self.sign is Status.FAILED:
            read_through(self.raw, Role.RAW)
            if self.kinship is not None:
                read_through(self.source, Role.PUBLISHED)
            if self.is_whole:
                read_through(inner_path(self.source), Role.INNER)

    def publish(self) -> None:
        """Put the marts in place of the published file, in one step, and the inner file beside it.

        Raises:
            Refused: the result cannot be what anybody wants to read.
        """
        self._check_accounts()
        self._check_scores()
        run_id = uuid.uuid4().hex
        with duckdb.connect(str(self.path)) as connection:
            connection.execute(f"create or replace table main.{ORIGIN} (origin varchar)")
            connection.execute(f"insert into main.{ORIGIN} values (?)", [self.origin.text()])
            connection.execute(
                f"create or replace table main.{PARTS} (part varchar, checksum varchar)"
            )
            connection.executemany(
                f"insert into main.{PARTS} values (?, ?)", list(self.parts.items())
            )
        inner, work = inner_path(self.published), inner_path(self.path)
        for file in (self.path, work):
            with duckdb.connect(str(file)) as connection:
                connection.execute(f"create or replace table main.{RUN} (run_id varchar)")
                connection.execute(f"insert into main.{RUN} values (?)", [run_id])
                connection.execute("checkpoint")
            _tighten(file)
        _keep_access(self.published, self.path)
        _keep_access(inner, work)
        os.replace(work, _waiting(inner, run_id))
        # What DuckDB logged belongs to the file that goes.
        _log_of(self.published).unlink(missing_ok=True)
        os.replace(self.path, self.published)
        # A run that is killed before this line is finished by the next one.
        finish(self.published)

    def _check_accounts(self) -> None:
        if self.kinship is None:
            return
        before, after = accounts_in(self.source), accounts_in(self.path)
        remedy = (
            "The published file is unchanged. If this is right, delete it and run `make build`: "
            f"{short(self.source)}"
        )
        if before and not after:
            raise Refused(
                "\nEvery test passed, but no account is alive any more: did the CRM load nothing?\n"
                f"{remedy}"
            )
        if self.kinship is Kinship.OTHER or not before or before & after:
            return
        if not before & _succeeded_in(self.path):
            raise Refused(
                f"\nEvery test passed, but none of the {len(before)} accounts of the published file"
                f" is alive in {short(self.raw)}: is it another company's?\n{remedy}"
            )

    def _check_scores(self) -> None:
        """Say that nobody has a score; raise Refused where somebody had one before."""
        if accounts_in(self.path, "score is not null"):
            return
        said = (
            "\nEvery test passed, but NOBODY HAS A SCORE in the newest week: too little is known "
            "of every account. `data_quality_rejected_rows` counts the raw rows that could not be "
            "read, `data_quality_source_freshness` says what each source gave last."
        )
        before = self.source if self.kinship not in (None, Kinship.OTHER) else None
        if before and accounts_in(before, "score is not null"):
            raise Refused(
                f"{said}\nThe published file has scores and is unchanged. If this is right, delete "
                f"it and run `make build`: {short(before)}"
            )
        print(said)


def _succeeded_in(database: Path) -> set[str]:
    """Ids that the ledger of an analytics database closed because they mean other accounts now."""
    with reading(database, Role.PUBLISHED) as connection:
        rows = connection.execute(
            f"select distinct account_id from {marts_of(connection)}.score_history"
            " where reason = 'succeeded'"
        )
        return {row[0] for row in rows.fetchall()}


def tell(published: Path, has_changes: bool) -> None:
    """Print the summary of what was published; whoever holds the file keeps only that back."""
    try:
        print_summary(published, has_changes=has_changes)
    except Refused as refused:
        print(f"\nPublished. There is no summary, though: {refused}")


def accounts_in(database: Path, condition: str = "true") -> set[str]:
    """Ids of the accounts that are alive at the newest week of an analytics database.

    Args:
        database: the file.
        condition: SQL that the account's row of health_scores_current must meet.
    """
    with reading(database, Role.PUBLISHED) as connection:
        marts = marts_of(connection)
        try:
            rows = connection.execute(
                f"select account_id from {marts}.health_scores_current where {condition}"
            )
        except duckdb.CatalogException:
            return set()
        return {row[0] for row in rows.fetchall()}


def _keep_access(before: Path, after: Path) -> None:
    """Let the same people read a file as read the one that it replaces."""
    if not before.exists():
        return
    was = before.stat()
    # Only root may give a file away; who is in the group may keep the group.
    for owner in (was.st_uid, -1):
        with contextlib.suppress(PermissionError):
            os.chown(after, owner, was.st_gid)
            break
    shutil.copymode(before, after)


def _waiting(inner: Path, run_id: str) -> Path:
    """Where the inner file of a run waits until the published file of that run stands."""
    return inner.with_name(f"{inner.name}-{run_id}")


def finish(published: Path) -> None:
    """Put the inner file of the published run in its place; what other runs left waiting goes."""
    inner = inner_path(published)
    waiting = [
        file for file in published.parent.iterdir() if file.name.startswith(f"{inner.name}-")
    ]
    if not waiting:
        return
    run_id = stored_run(published, Role.PUBLISHED) if published.exists() else None
    for file in waiting:
        if run_id and file == _waiting(inner, run_id):
            _log_of(inner).unlink(missing_ok=True)
            os.replace(file, inner)
        else:
            file.unlink()


def _tighten(database: Path) -> None:
    """Write a file anew when much of it is empty: DuckDB never gives back what tables held."""
    with duckdb.connect() as connection:
        connection.execute(f"attach {literal(database)} as loose (read_only)")
        sizes = connection.execute(
            "select free_blocks, total_blocks from pragma_database_size() "
            "where database_name = 'loose'"
        ).fetchone()
        if not sizes or sizes[0] <= _MOST_EMPTY * sizes[1]:
            return
        tight = database.with_name(f"{database.name}-tight")
        connection.execute("set preserve_insertion_order = true")
        connection.execute(f"attach {literal(tight)} as tight (storage_version '{_STORAGE}')")
        connection.execute("copy from database loose to tight")
    os.replace(tight, database)


def _log_of(database: Path) -> Path:
    """Where DuckDB keeps what it did not write into a database file yet."""
    return database.with_name(f"{database.name}.wal")


@contextlib.contextmanager
def work_on(as_of: str, extra_vars: dict[str, object], is_forced: bool = False) -> Iterator[Work]:
    """Lock the published file and prepare a work file beside it.

    Args:
        as_of: last day that the run may know (YYYY-MM-DD), '' for today (a demo: for its end).
        extra_vars: dbt vars that override dbt_project.yml.
        is_forced: take a day past today or past the data.

    Raises:
        Refused: no raw database, a file that cannot be read, locked rules that were edited, a day
            that nobody meant, another run at work, or the demo would replace a company's file.
    """
    published, raw = published_path(), raw_path()
    _check_rules(published)
    published.parent.mkdir(parents=True, exist_ok=True)
    with open(published.parent / f".{published.name}.lock", "w") as lock:
        _take(lock, published)
        finish(published)
        folder = published.parent / f".{published.stem}-work"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        try:
            # The work file keeps the published file's name: DuckDB names the database after it.
            path = folder / published.name
            yield _prepare(published, path, raw, as_of, extra_vars, is_forced, lock.fileno())
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _take(lock: IO[str], published: Path) -> None:
    """Take the lock, or raise Refused; dbt of a run that was killed holds it for a moment yet."""
    for is_last in (False, False, False, False, True):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if is_last:
                raise Refused(
                    f"Another build of {published} is running. Wait for it to end, then run again.",
                    Status.BUSY,
                ) from None
            time.sleep(0.5)
        else:
            return


def _prepare(
    published: Path,
    path: Path,
    raw: Path,
    as_of: str,
    extra_vars: dict[str, object],
    is_forced: bool,
    lock: int,
) -> Work:
    """Decide what the work file goes on from (see `work_on`)."""
    origin = origin_of(raw)
    source = published if published.exists() else earlier_path() or published
    found = kinship(stored_origin(source), origin) if source.exists() else None
    if found is Kinship.OWN_TO_DEMO:
        raise Refused(
            f"{short(source)} holds the scores of a company's own data, and the raw database is "
            "the demo company: nothing is replaced. Set BELLWETHER_RAW_PATH to the company's raw "
            "file, or BELLWETHER_PATH to build the demo elsewhere.",
            Status.NOT_AS_ASKED,
        )
    is_whole = False
    if found not in (None, Kinship.OTHER):
        run_id, inner = stored_run(source, Role.PUBLISHED), inner_path(source)
        if run_id and inner.exists():
            is_whole = stored_run(inner, Role.INNER) == run_id
        for file, copy in ((source, path), (inner, inner_path(path))):
            if file == source or is_whole:
                _copy(file, copy)
        if run_id is None:
            _take_over(path)
    before = stored_parts(path) if path.exists() else {}
    dbt_vars = dict(extra_vars)
    if origin.demo:
        # Its CRM and billing reach years further back than its product; those weeks say little.
        dbt_vars.setdefault("history_start", str(origin.demo.first_day))
        as_of = as_of or str(origin.demo.end)
    if as_of:
        dbt_vars.setdefault("as_of_date", as_of)
    # Without a day the run is as of today, which nobody mistyped.
    if dbt_vars.get("as_of_date") and not is_forced:
        _check_day(last_day(dbt_vars), origin, raw)
    parts = parts_of(raw, extra_vars)
    return Work(
        published, source, path, is_whole, raw, origin, parts, before, dbt_vars, found, lock
    )


def _copy(database: Path, target: Path) -> None:
    """Copy a DuckDB file with what DuckDB did not write into it yet."""
    shutil.copyfile(database, target)
    if _log_of(database).exists():
        shutil.copyfile(_log_of(database), _log_of(target))


def _take_over(path: Path) -> None:
    """Take out of a file of an earlier version, in which every model lay, what lies elsewhere now;
    the ledger and what snapshots captured stay."""
    marts = schema_of_marts()
    with duckdb.connect(str(path)) as connection:
        # Views that read a file which is not attached can only go with their schema.
        connection.execute(f"drop schema if exists {quoted(f'{marts}_staging')} cascade")
        inner = f"{marts}_intermediate"
        found = connection.execute(
            "select table_name, table_type from information_schema.tables "
            "where table_schema = ? and table_name <> ?",
            [inner, _KEPT_INSIDE],
        ).fetchall()
        for name, kind in found:
            what = "view" if kind == "VIEW" else "table"
            connection.execute(f"drop {what} {marts_of(connection, inner)}.{quoted(name)}")


def last_day(dbt_vars: dict[str, object]) -> dt.date:
    """The last day that a run may know: var as_of_date, else today.

    Raises:
        Refused: the var is no day.
    """
    given = dbt_vars.get("as_of_date")
    return parse_day("as_of_date", str(given)) if given else dt.datetime.now(dt.UTC).date()


def _check_day(day: dt.date, origin: Origin, raw: Path) -> None:
    """Raise Refused for a day past today or past the data: its rows would stay in the ledger."""
    remedy = "nothing is built. Correct the day; FORCE=1 takes it as it is."
    if origin.demo:
        if day > origin.demo.end:
            raise Refused(
                f"{day} is past the demo company's end, {origin.demo.end}: {remedy}",
                Status.NOT_AS_ASKED,
            )
        return
    # Where a scheduler lives it may be tomorrow already.
    today = max(dt.datetime.now(dt.UTC).date(), dt.date.today())
    if day > today:
        raise Refused(f"{day} is past today, {today}: {remedy}", Status.NOT_AS_ASKED)
    newest = newest_row(raw, today)
    if newest and (day - newest).days > _SILENT_DAYS:
        raise Refused(
            f"{day} is past the data: the newest row of {short(raw)} is of {newest}, more than "
            f"{_SILENT_DAYS} days before. So {remedy}",
            Status.NOT_AS_ASKED,
        )


def newest_row(raw: Path, until: dt.date) -> dt.date | None:
    """The last day, up to another, on which a row of any raw table was loaded or happened."""
    with reading(raw, Role.RAW) as connection:
        columns = connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns() "
            "where not internal and regexp_matches(lower(column_name), ?) "
            "and (data_type in ('VARCHAR', 'DATE') or data_type like 'TIMESTAMP%')",
            [_HAPPENED],
        ).fetchall()
        connection.execute("set TimeZone = 'UTC'")
        days = []
        for schema, table, column in columns:
            day = f"try_cast(try_cast({quoted(column)} as timestamp) as date)"
            days += connection.execute(
                f"select max({day}) from {quoted(schema)}.{quoted(table)} where {day} <= ?",
                [until],
            ).fetchall()
    return max((day for (day,) in days if day), default=None)


def _check_rules(published: Path) -> None:
    """Raise Refused when a seed cannot be read, or a locked version of a card was edited."""
    refused = problems() or refusals(SEEDS)
    if refused:
        raise Refused("\n".join([*refused, f"Nothing was built. {_kept(published)}"]))


def _kept(published: Path) -> str:
    return "The published file is unchanged." if published.exists() else "Nothing is published."


def parse_day(option: str, text: str) -> dt.date:
    """The day that an option holds.

    Raises:
        Refused: it is none.
    """
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            raise ValueError(text)
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refused(
            f"{option} is {text!r}: give a day as YYYY-MM-DD, for example 2026-06-29.",
            Status.NOT_AS_ASKED,
        ) from None


def parse_vars(text: str) -> dict[str, object]:
    """The mapping that VARS holds, as YAML.

    Raises:
        Refused: it is no YAML, or no mapping.
    """
    try:
        found = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        raise Refused(
            f"VARS is not YAML: {error}. Example: VARS='{{bellwether_sources: [salesforce]}}'.",
            Status.NOT_AS_ASKED,
        ) from error
    if not isinstance(found, dict):
        raise Refused(
            f"VARS is {text!r}: give a mapping, e.g. VARS='{{as_of_date: 2026-06-29}}'.",
            Status.NOT_AS_ASKED,
        )
    return found


def changed_parts(work: Work, prefix: str) -> list[str]:
    """Names after `prefix` of the parts that were added, changed or taken away since last time."""
    names: Sequence[str] = sorted({*work.before, *work.parts})
    return [
        name.removeprefix(prefix)
        for name in names
        if name.startswith(prefix) and work.before.get(name) != work.parts.get(name)
    ]
