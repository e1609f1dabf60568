"""Run bqemulator with its known gaps filled, so that they do not hide what the project does.

    .venv-bigquery/bin/python -m tests.engines.fake_bigquery PORT [--as-it-comes]
    .venv-bigquery/bin/python -m tests.engines.fake_bigquery --show

The second asks a server that runs for what shows each gap, and prints the answers.

GAPS is the one list of them: what BigQuery does by its documents, what bqemulator 1.4.0 does in its
place, and the mend. Nothing here changes what the project sends. Stop it by an interrupt.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from bqemulator.config import LogLevel, Settings
from bqemulator.domain.result import Ok
from bqemulator.server import run_forever
from bqemulator.sql.translator import SQLTranslator
from google.api_core.exceptions import GoogleAPICallError

from tests.engines.fetch import plain
from tests.engines.land_bigquery import Connection


class Gap(NamedTuple):
    """What the emulator lacks: a statement that shows it, and what mends the SQL on both sides."""

    name: str
    # What fails on the emulator as it comes, or gives another answer than BigQuery, `is_given`.
    shown_by: str
    is_given: Any
    # BigQuery's SQL before the emulator turns it into DuckDB's, and DuckDB's after.
    before: Callable[[str], str] = lambda sql: sql
    after: Callable[[str], str] = lambda sql: sql


# An option of a table is not kept by the emulator anyway: it takes the first bracket for the end.
_SET_OPTIONS = re.compile(
    r"(?is)\A\s*(?:/\*.*?\*/\s*)?alter\s+table\s+\S+\s+set\s+options\s*\(.*\)\s*;?\s*\Z"
)

# Texts and names, which stay, or a comment.
_COMMENT = re.compile(
    r"""(?s)(r?'''.*?'''|r?\"\"\".*?\"\"\"|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`[^`]*`)"""
    r"|--[^\n]*|/\*.*?\*/"
)


def _weeks(sql: str) -> str:
    """DuckDB's SQL with its own word for such a week, and the day that BigQuery gives."""
    lead = "DATE_TRUNC('ISOWEEK', "
    while (start := sql.find(lead)) >= 0:
        begin = end = start + len(lead)
        depth = 1
        while depth:
            depth += {"(": 1, ")": -1}.get(sql[end], 0)
            end += 1
        sql = f"{sql[:start]}CAST(DATE_TRUNC('WEEK', {sql[begin:end]} AS DATE){sql[end:]}"
    return sql


GAPS = (
    Gap(
        "a bracket in a table's description",
        "create or replace table public.shown as select 1 as one;"
        'alter table public.shown set options (description = "one (of many), as shown");'
        "select one from public.shown",
        1,
        before=lambda sql: "select 1" if _SET_OPTIONS.match(sql) else sql,
    ),
    Gap(
        "a week that begins on Monday",
        "select date_trunc(date '2026-06-28', isoweek)",
        "2026-06-22",
        after=_weeks,
    ),
    # After an apostrophe in a comment it takes literals for SQL, where such a blank is a plain one.
    Gap(
        "a comment is no part of a literal",
        "-- it's\nselect to_code_points('\u00a0')[offset(0)]",
        160,
        before=lambda sql: _COMMENT.sub(lambda found: found[1] or " ", sql),
    ),
)


def fill_gaps() -> None:
    """Mend the emulator in this process."""
    of_emulator = SQLTranslator.translate

    def translate(self: Any, sql: str, **kwargs: Any) -> Any:
        for gap in GAPS:
            sql = gap.before(sql)
        done = of_emulator(self, sql, **kwargs)
        if isinstance(done, Ok):
            made = done.value
            for gap in GAPS:
                made = gap.after(made)
            return Ok(made)
        return done

    SQLTranslator.translate = translate


def shown() -> dict[str, Any]:
    """For each gap what BigQuery gives, and what the server that the environment names does."""
    server = Connection()
    server.ask("create schema if not exists public")
    answers = {}
    for gap in GAPS:
        try:
            for statement in gap.shown_by.split(";"):
                rows = server.ask(statement)
            answer = plain(next(iter(rows[0].values())))
        except GoogleAPICallError as error:
            answer = f"error: {error}"
        answers[gap.name] = {"bigquery": gap.is_given, "emulator": answer}
    return answers


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="bqemulator with its known gaps filled.")
    parser.add_argument("port", type=int, nargs="?")
    parser.add_argument("--show", action="store_true", help="ask a running server what shows gaps")
    parser.add_argument("--as-it-comes", action="store_true", help="fill none of its gaps")
    given = parser.parse_args()
    if given.show:
        print(json.dumps(shown()))
        return
    if not given.as_it_comes:
        fill_gaps()
    run_forever(Settings(rest_port=given.port, grpc_port=0, log_level=LogLevel.ERROR))


if __name__ == "__main__":
    main()
