"""Make the raw tables of the demo company with DuckDB.

The rows come from the scripts in ``demo/sql``, run in the order of their names. They read the
parameters as session variables (``getvariable('seed')``), so no text is put into them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

SQL_FOLDER = Path(__file__).parent / "sql"
# Alerts follow from scores, which a generator of raw rows does not know: they are listed.
ALERTS_FOLDER = Path(__file__).parent / "alerts"
SOURCES = ("salesforce", "pendo", "zendesk", "stripe", "qualtrics", "customer_success")
# Who else may bring what: scripts of demo/sql/stacks that make its tables from those of the first.
STAND_INS = {
    "salesforce": {"hubspot": ("hubspot.sql",)},
    "pendo": {
        "amplitude": ("product_events.sql", "amplitude.sql"),
        "mixpanel": ("product_events.sql", "mixpanel.sql"),
    },
    "zendesk": {"intercom": ("intercom.sql",)},
}
# The stack of a company that moves: both sources are there, the second from a day on.
MOVING = "moving"
MOVE = {"salesforce": "hubspot", "pendo": "amplitude"}
WEEKS_SINCE_MOVE = 12
# Salesforce's ids of accounts, contacts, users and opportunities, of 15 or 18 characters.
CRM_ID = "00[1356]Bw0[0-9A-Za-z]{9}([A-Z0-5]{3})?"
# Low-volume facts (meetings, mails, tickets) start this many weeks before the window.
LEAD_WEEKS = 13
# Visitor-weeks made at once; about 500 MB of memory.
VISITOR_WEEKS_A_CHUNK = 1_500_000
MAX_ACCOUNTS = 100_000
MAX_WEEKS = 520
Report = Callable[[str], None]


class DemoError(Exception):
    """The demo company cannot be made as asked; the message says why and what to do."""


@dataclass(frozen=True)
class Parameters:
    """What decides every row of the demo company.

    accounts: customers that ever signed [count], 1 to 100,000.
    weeks: length of the usage window [weeks], 1 to 520.
    seed: number that all randomness is drawn from, 0 or more.
    end: end of the data, exclusive; a Monday.
    """

    accounts: int
    weeks: int
    seed: int
    end: dt.date

    def check(self) -> None:
        """Raise DemoError for values that make no company."""
        if not 1 <= self.accounts <= MAX_ACCOUNTS:
            raise DemoError(f"accounts is {self.accounts}; it must be 1 to {MAX_ACCOUNTS:,}.")
        if not 1 <= self.weeks <= MAX_WEEKS:
            raise DemoError(f"weeks is {self.weeks}; it must be 1 to {MAX_WEEKS}.")
        if self.seed < 0:
            raise DemoError(f"seed is {self.seed}; it must be 0 or more.")
        if self.end.weekday() != 0:
            monday = self.end - dt.timedelta(days=self.end.weekday())
            raise DemoError(
                f"end is {self.end} (a {self.end:%A}); it must be a Monday, for example {monday}."
            )


def is_moving(stack: str) -> bool:
    """Whether a stack is that of the company in the midst of a move."""
    return stack.strip() == MOVING


def stand_ins(stack: str) -> dict[str, str]:
    """Return which source stands in for which, of a stack written as `hubspot+amplitude+intercom`;
    of `moving` which the company moves to.

    Raise DemoError for a source that stands in for none, or for two in one place.
    """
    if is_moving(stack):
        return MOVE
    places = {name: place for place, names in STAND_INS.items() for name in (place, *names)}
    asked = [name.strip() for name in stack.split("+") if name.strip()]
    if unknown := [name for name in asked if name not in places]:
        known = ", ".join(places)
        raise DemoError(f"stack names {', '.join(unknown)}; it is made of {known}, with + between.")
    if len({places[name] for name in asked}) < len(asked):
        raise DemoError(f"stack is {stack}; of one place it names two, as salesforce+hubspot does.")
    return {places[name]: name for name in asked if name != places[name]}


def existing_parameters(path: Path) -> tuple[Parameters, str] | None:
    """Return the parameters and generator version of a demo file; None when it is not one."""
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            row = connection.execute(
                "select accounts, weeks, seed, end_date, generator_version from _demo.parameters"
            ).fetchone()
    except duckdb.Error:
        return None
    if row is None:
        return None
    return Parameters(accounts=row[0], weeks=row[1], seed=row[2], end=row[3]), row[4]


def generator_version() -> str:
    """Return what tells one generator from another: a hash of scripts, lists and this file."""
    files = [*sorted(SQL_FOLDER.rglob("*.sql")), *sorted(ALERTS_FOLDER.glob("*.csv"))]
    texts = [file.read_bytes() for file in files]
    return hashlib.sha256(b"".join([*texts, Path(__file__).read_bytes()])).hexdigest()[:12]


def made_by(stack: str) -> str:
    """Return what the file says of who made it: the generator's version, and a stack of its own."""
    others = MOVING if is_moving(stack) else "+".join(sorted(stand_ins(stack).values()))
    return f"{generator_version()} {others}".strip()


def statements(name: str) -> str:
    """Return the text of one script of demo/sql."""
    return (SQL_FOLDER / name).read_text(encoding="utf-8")


def count_rows(connection: duckdb.DuckDBPyConnection, source: str) -> tuple[int, int]:
    """Return the number of tables and of rows of one source's schema."""
    tables = [
        name
        for (name,) in connection.execute(
            "select table_name from duckdb_tables() where schema_name = ? and not temporary",
            [source],
        ).fetchall()
    ]
    total = 0
    for table in tables:
        found = connection.execute(f'select count(*) from "{source}"."{table}"').fetchone()
        total += found[0] if found else 0
    return len(tables), total


def replace_crm_ids(connection: duckdb.DuckDBPyConnection, only: str | None = None) -> None:
    """Write the new CRM's ids wherever another source has one of the old, alone or in a text.

    only: the one source in which this happens; none for all but the CRMs themselves.
    """
    columns = connection.execute(
        "select schema_name, table_name, column_name from duckdb_columns() where not internal"
        " and data_type = 'VARCHAR' and database_name = 'raw'"
        " and schema_name = coalesce(?, schema_name)"
        " and schema_name not in ('salesforce', 'hubspot') order by all",
        [only],
    ).fetchall()
    for schema, table, column in columns:
        connection.execute(
            f"""
            update raw."{schema}"."{table}" as t
            set "{column}" = replace(
                t."{column}", regexp_extract(t."{column}", '{CRM_ID}'), crm_number.number::varchar
            )
            from crm_number
            where crm_number.key15 = left(regexp_extract(t."{column}", '{CRM_ID}'), 15)
            """
        )


def fill(
    connection: duckdb.DuckDBPyConnection, parameters: Parameters, report: Report, stack: str
) -> None:
    """Create every schema and table in an empty database, and report each source in one line."""
    end = dt.datetime.combine(parameters.end, dt.time())
    start = end - dt.timedelta(weeks=parameters.weeks)
    variables = {
        "seed": parameters.seed,
        "accounts": parameters.accounts,
        "weeks": parameters.weeks,
        "lead_weeks": LEAD_WEEKS,
        "window_start": start,
        "window_end": end,
        "last_load": end + dt.timedelta(hours=6),
        # History mode of the CRM was switched on half a year before the window.
        "crm_start": start - dt.timedelta(weeks=26),
        "history_start": start - dt.timedelta(days=3 * 365 + 20),
        "moved_at": end - dt.timedelta(weeks=WEEKS_SINCE_MOVE),
    }
    for name, value in variables.items():
        kind = "timestamp" if isinstance(value, dt.datetime) else "bigint"
        connection.execute(f"set variable {name} = cast(? as {kind})", [value])
    for schema in (*SOURCES, "_demo"):
        connection.execute(f"create schema {schema}")

    def step(source: str, *names: str) -> None:
        began = time.perf_counter()
        for name in names:
            if name == "51_pendo_events.sql":
                fill_events(connection, parameters)
            else:
                connection.execute(statements(name))
        tables, rows = count_rows(connection, source)
        seconds = time.perf_counter() - began
        report(f"  {source:<17} {tables:>2} tables {rows:>12,} rows  {seconds:5.1f} s")

    connection.execute(statements("00_macros.sql"))
    connection.execute(statements("10_company.sql"))
    connection.execute(statements("20_condition.sql"))
    step("stripe", "30_stripe.sql", "31_stripe_test_mode.sql")
    step("salesforce", "40_salesforce.sql", "41_salesforce_series.sql")
    step("pendo", "50_pendo.sql", "51_pendo_events.sql", "52_pendo_dirt.sql")
    step("zendesk", "60_zendesk.sql")
    step("qualtrics", "70_qualtrics.sql")
    tell_alerts(connection, parameters)
    step("customer_success", "80_customer_success.sql", "81_alert_responses.sql")
    connection.execute(statements("90_demo.sql"))
    for place, name in stand_ins(stack).items():
        step(name, *[f"stacks/{script}" for script in STAND_INS[place][name]])
        if is_moving(stack):
            continue
        if place == "salesforce":
            replace_crm_ids(connection)
        connection.execute(f"drop schema {place} cascade")
        report(f"  {place:<17} left out: {name} stands in for it")
    if is_moving(stack):
        connection.execute(statements("stacks/moving.sql"))
        replace_crm_ids(connection, only="amplitude")
        connection.execute("drop schema salesforce cascade")
        report(f"  moved to {' and '.join(MOVE.values())} on {variables['moved_at']:%Y-%m-%d}")
    connection.execute(
        "insert into _demo.parameters values (?, ?, ?, ?, ?)",
        [
            parameters.accounts,
            parameters.weeks,
            parameters.seed,
            parameters.end,
            made_by(stack),
        ],
    )


def alerts_file(parameters: Parameters) -> Path:
    """Return where the alerts that a company was told are listed; `demo.alerts` writes it."""
    name = f"{parameters.accounts}_{parameters.weeks}_{parameters.seed}_{parameters.end}.csv"
    return ALERTS_FOLDER / name


def tell_alerts(connection: duckdb.DuckDBPyConnection, parameters: Parameters) -> None:
    """Make the temporary table of the alerts that the team was told; empty without a list."""
    connection.execute(
        "create temp table told_alert (account_id varchar, rule varchar, opened_week timestamp)"
    )
    listed = alerts_file(parameters)
    if listed.exists():
        connection.execute("insert into told_alert select * from read_csv(?)", [str(listed)])


def fill_events(connection: duckdb.DuckDBPyConnection, parameters: Parameters) -> None:
    """Make the event tables of Pendo in chunks of weeks that fit in memory."""
    (visitors,) = connection.execute("select count(*) from visitor").fetchone() or (0,)
    weeks_a_chunk = max(1, VISITOR_WEEKS_A_CHUNK // max(visitors, 1))
    script = statements("51_pendo_events.sql")
    for first in range(0, parameters.weeks, weeks_a_chunk):
        last = min(first + weeks_a_chunk, parameters.weeks) - 1
        connection.execute(f"set variable first_week = {first}")
        connection.execute(f"set variable last_week = {last}")
        connection.execute(script)


def make(path: Path, parameters: Parameters, force: bool, report: Report, stack: str = "") -> bool:
    """Write the demo company to `path`, by an atomic rename; return False when it was there.

    `stack` names sources that stand in for others, as `hubspot+amplitude+intercom`, or is `moving`.

    Raise DemoError when the parameters make no company, or when `path` holds something else than
    a demo company (nothing is then overwritten unless `force`).
    """
    parameters.check()
    stand_ins(stack)
    if path.exists() and not force:
        found = existing_parameters(path)
        if found == (parameters, made_by(stack)):
            report(f"The demo company is already in {path} (same parameters): nothing to do.")
            return False
        if found is None:
            raise DemoError(
                f"{path} exists and is not a demo company. It is left as it is: choose another"
                " --path, or pass --force to replace it."
            )
    path.parent.mkdir(parents=True, exist_ok=True)
    work = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    spill = work.with_name(work.name + ".spill")
    report(
        f"Making the demo company: {parameters.accounts:,} accounts, {parameters.weeks} weeks to"
        f" {parameters.end}, seed {parameters.seed}"
    )
    began = time.perf_counter()
    try:
        with duckdb.connect(
            config={
                "memory_limit": "6GB",
                "temp_directory": str(spill),
                "preserve_insertion_order": "false",
            },
        ) as connection:
            # No log of writes: a file that breaks off is thrown away whole.
            place = str(work).replace("'", "''")
            connection.execute(f"attach '{place}' as raw (recovery_mode no_wal_writes)")
            connection.execute("use raw")
            fill(connection, parameters, report, stack)
            connection.execute("checkpoint raw")
        os.replace(work, path)
    finally:
        for leftover in (work, work.with_name(work.name + ".wal")):
            leftover.unlink(missing_ok=True)
        shutil.rmtree(spill, ignore_errors=True)
    seconds = time.perf_counter() - began
    report(f"Done in {seconds:.0f} s: {path} ({path.stat().st_size / 1e6:,.0f} MB)")
    if others := stand_ins(stack):
        names = [others.get(source, source) for source in SOURCES]
        if is_moving(stack):
            names.insert(names.index("amplitude"), "pendo")
            report(f"Write the seeds of the move: python -m demo.move --path={path}")
        sources = ", ".join(names)
        made = (
            f"STACK={stack} ACCOUNTS={parameters.accounts} WEEKS={parameters.weeks}"
            f" SEED={parameters.seed} END={parameters.end}"
        )
        report(f"Build it with: make build {made} VARS='{{bellwether_sources: [{sources}]}}'")
    return True
