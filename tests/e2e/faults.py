"""Raw rows that carry one unreadable value each, for every typed column that staging declares.

Every faulty row is a copy of a good one that leads to no account, so that scores must not move.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tools.dbt import PROJECT

_EXPRESSION = re.compile(r"var\('\w+'\)(?:\.\w+ or ('\w+')|)")
_CALL = re.compile(r"\{\{ stage_source\((.*?)\n    \) \}\}", re.DOTALL)

_NO_TIME = (
    "2026-02-30", "2025-02-29 10:00:00", "0000-01-01 00:00:00", "2026-13-01", "2026-06-01 25:00:00",
    "infinity", "-infinity", "2026-06-01T10:00:00+16:00", "2026-06-01 10:00:00 America/New_York",
    "294247-01-01", "1e999", "1780000000", "now", "NaN", "2026-06-01'",
)  # fmt: skip
_IMPOSSIBLE_TIME = ("0001-01-01 00:00:00", "1970-01-01T00:00:00Z")
# An end of validity may lie there.
_FAR_AHEAD = ("2200-01-01", "9999-12-31 23:59:59")
_NO_NUMBER = (
    "1e999", "1e-400", "1e300", "9223372036854775808", "99999999999999999999999999", "9" * 400,
    "NaN", "Infinity", "-inf", "12 seats", "1,5", "0x10", "--1", "\u0661\u0662", "2026-06-01", "'",
)  # fmt: skip
IN_TEXT = {
    "timestamp": (*_NO_TIME, *_IMPOSSIBLE_TIME),
    "date": (*_NO_TIME, *_IMPOSSIBLE_TIME),
    "double precision": _NO_NUMBER,
    "bigint": (*_NO_NUMBER, "3.5"),
    "integer": (*_NO_NUMBER, "3.5", "3000000000"),
    "boolean": ("maybe", "2", "NaN", "'"),
}
# What a column of the type itself can hold, by the type in which it landed.
_TIMES = ("infinity", "-infinity", "0001-01-01", "1970-01-01", "290000-01-01")
AS_LANDED = {
    "TIMESTAMP": _TIMES,
    "TIMESTAMP WITH TIME ZONE": _TIMES,
    "DATE": _TIMES,
    "DOUBLE": ("nan", "inf", "-inf", "1e300", "-1e14"),
    "BIGINT": ("9223372036854775807", "-9223372036854775808"),
    "INTEGER": ("2147483647",),
}
BLANK = ("", " \t ")
_ROLLED_UP = ('pendo."event"', 'pendo."page_event"', 'pendo."feature_event"')
_NOT_READ = ('salesforce."task"', 'qualtrics."survey"', 'qualtrics."distribution_contact"')
# Rows that lead nowhere: keys of a copied row that are emptied or point at nobody.
_EMPTIED = (
    "email", "agent_email", "metadata", "recipient_email", "from_address", "to_address",
    "parent_id", "requester_id", "who_id", "organization_id", "master_record_id", "contact_email",
)  # fmt: skip
_NOBODY = (
    "account_id", "related_to_id", "customer_id", "subscription_id", "invoice_id", "response_id",
    "event_id", "poll_id", "feature_id", "page_id", "ticket_id",
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A typed column that staging reads: where it lands, and what a bad value does to its row."""

    schema: str
    table: str
    name: str
    alias: str
    type: str
    is_open_ended: bool
    is_lenient: bool
    unique_key: str | None

    @property
    def relation(self) -> str:
        return f'{self.schema}."{self.table}"'


def declared(raw: Path) -> list[Column]:
    """Columns with a type other than text in the calls of stage_source, as far as they landed."""
    with duckdb.connect(str(raw), read_only=True) as connection:
        found = connection.execute(
            "select schema_name || '.' || table_name || '.' || column_name from duckdb_columns()"
        ).fetchall()
    landed = {name for (name,) in found}
    sources = {name.split(".")[0] for name in landed}
    columns = []
    for file in sorted((PROJECT / "models/staging").glob("*/*.sql")):
        if file.parent.name not in sources:
            continue
        sql = file.read_text()
        call = _CALL.search(sql)
        # What reads no cell has none to spoil.
        if "stage_source(" not in sql and ("source(" not in sql or "is_demo_company(" in sql):
            continue
        assert call, file
        text = _EXPRESSION.sub(lambda var: var.group(1) or "'none'", call.group(1))
        text = re.sub(r"\btrue\b", "True", text)
        arguments = ast.parse(f"f({text})", mode="eval").body
        assert isinstance(arguments, ast.Call)
        schema, table = (ast.literal_eval(argument) for argument in arguments.args)
        named = {word.arg: ast.literal_eval(word.value) for word in arguments.keywords}
        key = next(iter(named.get("unique_key", [])), None)
        every = [
            *named["columns"],
            {
                "name": "_fivetran_synced",
                "as": "loaded_at",
                "type": "timestamp",
                "lenient": True,
            },
        ]
        for column in every:
            names = [column["name"]] if isinstance(column["name"], str) else column["name"]
            name = next((n for n in names if f"{schema}.{table}.{n}" in landed), None)
            if name and column.get("type", "text") != "text":
                columns.append(
                    Column(
                        schema, table, name, column.get("as", names[0]), column["type"],
                        bool(column.get("is_open_ended")), bool(column.get("lenient")), key,
                    )
                )  # fmt: skip
    return columns


def put_faults(raw: Path, as_text: bool) -> dict[str, int]:
    """Add faulty rows to a raw file, with every typed column landed as text or as it is.

    Half of the times land with a zone, in text with an offset.

    Returns:
        For each raw table that got some, how many rows carry a value that must be counted.
    """
    columns = declared(raw)
    expected: dict[str, int] = {}
    with duckdb.connect(str(raw)) as connection:
        connection.execute("set TimeZone = 'America/New_York'")
        for place, column in enumerate(columns):
            _land(connection, column, as_text, has_zone=place % 2 == 0)
        number = 0
        for column in columns:
            kinds = dict(
                connection.execute(
                    "select column_name, data_type from duckdb_columns()"
                    " where schema_name = ? and table_name = ?",
                    [column.schema, column.table],
                ).fetchall()
            )
            kind = kinds[column.name]
            values = list(IN_TEXT[column.type] if as_text else AS_LANDED.get(kind, ()))
            if column.type in ("timestamp", "date") and not column.is_open_ended:
                values.extend(_FAR_AHEAD)
            # A copied account is deleted, so that it is none; without the mark it would be one.
            has_blank = as_text and (column.table, column.alias) != ("account", "is_deleted")
            for value in [*values, *(BLANK if has_blank else ())]:
                number += 1
                is_copied = _copy(connection, column, kinds, value, number)
                if is_copied and value not in BLANK and not _is_told_otherwise(column):
                    table = f"{column.schema}.{column.table}"
                    expected[table] = expected.get(table, 0) + 1
    return expected


def _is_told_otherwise(column: Column) -> bool:
    """Whether the value leaves no trace of its own in the counts of rejected rows.

    Weeks of use are rolled up, and an event without a load time is an event; a row of a table that
    no model reads is counted as just that unless staging rejects it.
    """
    if column.relation in _ROLLED_UP:
        return column.alias == "loaded_at"
    return column.is_lenient and column.relation in _NOT_READ


def _land(
    connection: duckdb.DuckDBPyConnection, column: Column, as_text: bool, has_zone: bool
) -> None:
    """Change the type in which a column landed; what its times mean stays."""
    kind = connection.execute(
        "select data_type from duckdb_columns() where schema_name = ? and table_name = ?"
        " and column_name = ?",
        [column.schema, column.table, column.name],
    ).fetchone()
    is_time = bool(kind and kind[0] == "TIMESTAMP")
    name, type_, value = f'"{column.name}"', "varchar", f'cast("{column.name}" as varchar)'
    if not as_text:
        if not (is_time and has_zone):
            return
        type_, value = "timestamptz", f"timezone('UTC', {name})"
    elif is_time and has_zone:
        shifted = f"strftime({name} + interval 9 hour, '%Y-%m-%dT%H:%M:%S.%f')"
        is_last = f"{name} >= timestamp '9999-01-01'"
        value = f"case when {is_last} then {value} else {shifted} || '+09:00' end"
    connection.execute(f"alter table {column.relation} alter {name} type {type_} using {value}")


def _copy(
    connection: duckdb.DuckDBPyConnection,
    column: Column,
    kinds: dict[str, str],
    value: str,
    number: int,
) -> bool:
    """Add a copy of a row with one bad value that leads to no account; False without a row."""
    own = {"is_deleted": "true"} if column.table == "account" else {"is_core_event": "false"}
    nobody = {name: str(-number) for name in _NOBODY}
    nowhere = {name: "null" for name in _EMPTIED} | nobody | own
    if column.unique_key:
        nowhere[column.unique_key] = str(-number)
    if "_fivetran_id" in kinds:
        nowhere["_fivetran_id"] = f"'fault {number}'"
    replaced = {
        name: f"cast({literal} as {kinds[name]})"
        for name, literal in nowhere.items()
        if name in kinds and name != column.name
    }
    quoted = value.replace("'", "''")
    replaced[column.name] = f"cast('{quoted}' as {kinds[column.name]})"
    changes = ", ".join(f'{sql} as "{name}"' for name, sql in replaced.items())
    before = connection.execute(f"select count(*) from {column.relation}").fetchone()
    connection.execute(
        f"insert into {column.relation} by name select * replace ({changes})"
        f" from (select * from {column.relation} limit 1)"
    )
    return bool(before and before[0])


def put_limits(raw: Path) -> None:
    """Set numbers of some rows that lead to accounts to the ends of what is believed."""
    columns = declared(raw)
    with duckdb.connect(str(raw)) as connection:
        for place, column in enumerate(columns):
            limit = "1100" if column.type == "integer" else "10000000000000"
            if column.type in ("bigint", "integer", "double precision"):
                smallest = "0.000000000001" if column.type == "double precision" else "1"
                connection.execute(
                    f'update {column.relation} set "{column.name}" = case'
                    f" when rowid % 2 = {place % 2} then {limit} else {smallest} end"
                    " where rowid < 40"
                )
