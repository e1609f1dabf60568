"""Run fakesnow's server with its known gaps filled, so that they do not hide what the project does.

    .venv-snowflake/bin/python -m tests.engines.fake_snowflake PORT [--as-it-comes]
    .venv-snowflake/bin/python -m tests.engines.fake_snowflake --show

The second asks a server that runs for what shows each gap, and prints the answers.

GAPS is the one list of them: what Snowflake does by its documents, what fakesnow 0.12.1 does in its
place, and the mend. Nothing here changes what the project sends. Stop it by an interrupt.
"""

from __future__ import annotations

import argparse
import json
import re
import signal
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

import fakesnow
import fakesnow.arrow
import pyarrow
import pyarrow.compute
import snowflake.connector.errors
from fakesnow.conn import FakeSnowflakeConnection
from fakesnow.cursor import FakeSnowflakeCursor
from sqlglot import exp

from tests.engines.fetch import plain
from tests.engines.land import ENGINES


class Gap(NamedTuple):
    """What the fake lacks: a statement that shows it, and what mends a node of the parsed SQL."""

    name: str
    # What fails on the fake as it comes, or gives another answer than Snowflake, `is_given`.
    shown_by: str
    is_given: Any
    # Left out where not a node of it is mended: see `fill_gaps`, `mended` and `_times_with_nulls`.
    mend: Callable[[exp.Expression], exp.Expression | None] = lambda node: None


def _name(node: exp.Expression) -> str:
    """Name of a function that the parser does not know, in upper case."""
    return str(node.this).upper() if isinstance(node, exp.Anonymous) else ""


def _hexadecimal(node: exp.Expression) -> exp.Expression | None:
    if not isinstance(node, exp.ToNumber) or not node.args.get("format"):
        return None
    digits = exp.DPipe(this=exp.Literal.string("0x"), expression=node.this.copy())
    return exp.cast(digits, "bigint")


def _time_or_null(node: exp.Expression) -> exp.Expression | None:
    if isinstance(node, exp.TryCast) and node.to.this == exp.DataType.Type.TIMESTAMPNTZ:
        # By this name the fake does not take it for a cast that may fail.
        node.set("to", exp.DataType(this=exp.DataType.Type.DATETIME))
        return node
    kinds = {"TRY_TO_TIMESTAMP_NTZ": "DATETIME", "TRY_TO_TIMESTAMP_TZ": "TIMESTAMPTZ"}
    if _name(node) not in kinds:
        return None
    kind = exp.DataType(this=exp.DataType.Type[kinds[_name(node)]])
    return exp.TryCast(this=node.expressions[0].copy(), to=kind)


def _member(node: exp.Expression) -> list[exp.Expression]:
    """An object and the path to the member that get() takes from it."""
    return [node.this.copy(), exp.Literal.string(f'$."{node.expression.name}"')]


def _kind(*place: exp.Expression) -> exp.Expression:
    """What typeof() says of a JSON value, in the words of Snowflake."""
    kind = exp.Anonymous(this="json_type", expressions=list(place))
    words = {"UBIGINT": "INTEGER", "BIGINT": "INTEGER", "DOUBLE": "DECIMAL"}
    branches = [
        exp.If(this=exp.Literal.string(word), true=exp.Literal.string(words[word]))
        for word in words
    ]
    return exp.Case(this=kind, ifs=branches, default=kind.copy())


def _kind_of_member(node: exp.Expression) -> exp.Expression | None:
    if not isinstance(node, exp.Typeof) or not isinstance(node.this, exp.GetExtract):
        return None
    return _kind(*_member(node.this))


def _text_of_member(node: exp.Expression) -> exp.Expression | None:
    if not isinstance(node, exp.Cast) or not isinstance(node.this, exp.GetExtract):
        return None
    return exp.Anonymous(this="json_extract_string", expressions=_member(node.this))


def _list_of_members(node: exp.Expression) -> exp.Expression | None:
    """A list that DuckDB has as such, of JSON values; the fake's is one JSON value."""
    if isinstance(node, exp.ToArray) and isinstance(node.this, exp.GetExtract):
        whole, path = _member(node.this)
        every = exp.Literal.string(f"{path.name}[*]")
        kind = exp.Anonymous(this="json_type", expressions=[whole, path])
        each = exp.Anonymous(this="json_extract", expressions=[whole.copy(), every])
        alone = exp.Anonymous(this="json_extract", expressions=[whole.copy(), path.copy()])
        branches = [exp.If(this=exp.Literal.string("ARRAY"), true=each)]
        return exp.Case(this=kind, ifs=branches, default=exp.Array(expressions=[alone]))
    if isinstance(node, exp.ArrayDistinct):
        return exp.Anonymous(this="list_distinct", expressions=[node.this.copy()])
    if isinstance(node, exp.ArrayToString):
        listed = [node.this.copy(), node.expression.copy()]
        return exp.Anonymous(this="array_to_string", expressions=listed)
    if isinstance(node, exp.Lambda):
        # DuckDB 2 takes an arrow for one into JSON.
        node.set("colon", True)
        _read_items(node)
    return None


def _read_items(node: exp.Lambda) -> None:
    """What a function of list items asks of them is asked of JSON values."""
    items = {item.name for item in node.expressions}
    for kind in [found for found in node.find_all(exp.Typeof) if found.this.name in items]:
        kind.replace(_kind(kind.this.copy()))
    for text in [found for found in node.find_all(exp.Cast) if found.this.name in items]:
        root = exp.Literal.string("$")
        text.replace(
            exp.Anonymous(this="json_extract_string", expressions=[text.this.copy(), root])
        )


def _signs_to_trim(node: exp.Expression) -> exp.Expression | None:
    """The fake makes a text of what is trimmed, and forgets the signs where it does."""
    if isinstance(node, exp.Trim) and node.expression:
        node.set("this", exp.cast(node.this, "varchar"))
    return None


def _temporary(node: exp.Expression) -> exp.Expression | None:
    """dbt drops such a table by itself at the end of a model, so it may be a plain one."""
    if not isinstance(node, exp.Create) or not node.find(exp.TemporaryProperty):
        return None
    if not node.find(exp.Table).catalog:
        return None
    for found in list(node.find_all(exp.TemporaryProperty)):
        found.pop()
    node.set("replace", True)
    return node


GAPS = (
    Gap("a number in hexadecimal digits", "select to_number('ff', 'XX')", 255, _hexadecimal),
    Gap(
        "a time that is none is null",
        "select try_to_timestamp_ntz('2026-02-30 05:00:00')",
        None,
        _time_or_null,
    ),
    Gap(
        "typeof() of a member says the kind of its value",
        """select typeof(get(try_parse_json('{"a": "x"}'), 'a'))""",
        "VARCHAR",
        _kind_of_member,
    ),
    Gap(
        "a member cast to text has no quotes",
        """select cast(get(try_parse_json('{"a": "x"}'), 'a') as varchar)""",
        "x",
        _text_of_member,
    ),
    Gap(
        "a list keeps its values, their kinds and texts",
        "select array_to_string(array_sort(array_distinct(transform(filter("
        """to_array(get(try_parse_json('{"a": ["y", "x", 2, "x", true]}'), 'a')), """
        "item -> typeof(item) in ('VARCHAR', 'INTEGER')), item -> cast(item as varchar)))), '+')",
        "2+x+y",
        _list_of_members,
    ),
    Gap("trim takes the signs that it is given", "select trim('_a_', '_')", "a", _signs_to_trim),
    # By these words dbt's adapter knows that a table is not there: `fill_gaps` puts them.
    Gap(
        "a table that is not there is told in Snowflake's words",
        "describe table analytics.public.nowhere",
        "error: 002003 (02000): SQL compilation error:\n"
        "Table 'NOWHERE' does not exist or not authorized.",
    ),
    Gap(
        "so is one whose schema is not there",
        "describe table analytics.nowhere.shown",
        "error: 002003 (02000): SQL compilation error:\n"
        "Table 'NOWHERE.SHOWN' does not exist or not authorized.",
    ),
    Gap("a dollar in a literal names no variable", "select '$device'", "$device"),
    Gap(
        "a temporary table under the name of its database",
        "create or replace temporary table analytics.public.shown as (select 1 as one)",
        "Table SHOWN successfully created.",
        _temporary,
    ),
    # DuckDB has a merge of its own, which the fake does not use: `fill_gaps` hands it on.
    Gap(
        "a merge inserts what its source holds, by names alone",
        "create or replace table analytics.public.kept as (select 1 as id);"
        "create or replace table analytics.public.come as (select 2 as id);"
        "merge into analytics.public.kept as a using analytics.public.come as b on a.id = b.id"
        " when not matched then insert (id) values (id)",
        1,
    ),
    # After an apostrophe in a comment it takes literals for SQL, where such a blank is a plain one.
    Gap("a comment is no part of a literal", "select /* it's */ unicode('\u00a0')", 160),
    Gap("a time that is null is fetched as null", "select cast(null as timestamp_ntz)", None),
)

# Comments on tables and columns are passed over, and so not proven: those of several columns are a
# syntax error to the fake, and one with an apostrophe is an error that it does not handle.
UNHEARD = [r"(?is)\s*comment\s+on\s", r"(?is)\s*alter\s+(table|view)\s.*\scomment\s"]


def mended(statement: exp.Expression) -> exp.Expression:
    """A statement without what the fake lacks, innermost first."""
    for node in reversed(list(statement.walk())):
        node.pop_comments()
        for gap in GAPS:
            found = gap.mend(node)
            if found is None:
                continue
            if node is statement:
                return found
            node.replace(found)
            break
    return statement


def _times_with_nulls(times: Any) -> Any:
    """Times as the client takes them; without the mask a null is 1970."""
    whole = times.combine_chunks() if isinstance(times, pyarrow.ChunkedArray) else times
    made = _OF_FAKE_TIMES(whole)
    return pyarrow.StructArray.from_arrays(
        [made.field(place) for place in range(made.type.num_fields)],
        fields=list(made.type),
        mask=pyarrow.compute.is_null(whole),
    )


_OF_FAKE_TIMES = fakesnow.arrow.timestamp_to_sf_struct


def fill_gaps() -> None:
    """Mend the fake in this process."""
    fakesnow.arrow.timestamp_to_sf_struct = _times_with_nulls
    of_fake_execute, of_fake_transform = FakeSnowflakeCursor.execute, FakeSnowflakeCursor._transform
    of_fake_explode, of_fake_run = (
        FakeSnowflakeCursor._transform_explode,
        FakeSnowflakeCursor._execute,
    )
    of_fake_init = FakeSnowflakeConnection.__init__
    # The project sends no variables of a session.
    FakeSnowflakeCursor._inline_variables = lambda self, sql: sql

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        of_fake_init(self, *args, **(kwargs | {"nop_regexes": UNHEARD}))

    def transform(self: Any, statement: exp.Expression, params: Any) -> exp.Expression:
        return of_fake_transform(self, mended(statement), params)

    def explode(self: Any, statement: exp.Expression) -> list[exp.Expression]:
        return [statement] if isinstance(statement, exp.Merge) else of_fake_explode(self, statement)

    def run(self: Any, statement: exp.Expression, params: Any = None) -> None:
        of_fake_run(self, statement, params)
        if isinstance(statement, exp.Merge):
            # The server asks for the columns of the last statement: a merge cannot be described.
            self._last_sql = 'SELECT 0 AS "number of rows inserted"'

    def execute(self: Any, command: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return of_fake_execute(self, command, *args, **kwargs)
        except snowflake.connector.errors.Error as error:
            missing = re.search(r'Table with name "?([\w.]+)"? does not exist', str(error.msg))
            if not missing:
                raise
            raise snowflake.connector.errors.ProgrammingError(
                msg="SQL compilation error:\n"
                f"Table '{missing[1]}' does not exist or not authorized.",
                errno=2003,
                sqlstate="02000",
            ) from None
        except Exception as error:
            # Else the server answers 500, and the client asks again for five minutes.
            raise snowflake.connector.errors.ProgrammingError(
                msg=f"fakesnow: {type(error).__name__} {error}", errno=9999, sqlstate="99999"
            ) from error

    FakeSnowflakeConnection.__init__ = init
    FakeSnowflakeCursor._transform = transform
    FakeSnowflakeCursor._transform_explode = explode
    FakeSnowflakeCursor._execute = run
    FakeSnowflakeCursor.execute = execute


def shown() -> dict[str, Any]:
    """For each gap what Snowflake gives, and what the server that the environment names does."""
    cursor = ENGINES["snowflake"].connect().cursor()
    cursor.execute("create schema if not exists public")
    answers = {}
    for gap in GAPS:
        try:
            for statement in gap.shown_by.split(";"):
                cursor.execute(statement)
            answer = plain(cursor.fetchone()[0])
        except snowflake.connector.errors.Error as error:
            answer = f"error: {error}"
        answers[gap.name] = {"snowflake": gap.is_given, "emulator": answer}
    return answers


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="fakesnow's server with its known gaps filled.")
    parser.add_argument("port", type=int, nargs="?")
    parser.add_argument("--show", action="store_true", help="ask a running server what shows gaps")
    parser.add_argument("--as-it-comes", action="store_true", help="fill none of its gaps")
    given = parser.parse_args()
    if given.show:
        print(json.dumps(shown()))
        return
    if not given.as_it_comes:
        fill_gaps()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with fakesnow.server(port=given.port):
        stop.wait()


if __name__ == "__main__":
    main()
