"""Refuse SQL that one of six engines cannot take, and say which form all of them take.

    python -m tools.portable [--text]

Two checks, or with --text the first alone. What stands in the files is searched for constructs that
differ between engines (`found_in`). Then all models, tests and analyses are compiled once for each
engine, as the macros of macros/cross_db write them for it, read by sqlglot in its dialect, and
searched for words that it lacks (`misread_by`).

It proves that no construct of the list stands outside macros/cross_db, that each dispatch finds a
macro for each engine, and that all SQL is grammar of that engine as sqlglot knows it. It does not
prove that an engine runs it: sqlglot takes functions and types that an engine lacks unless LACKS
names them, and knows nothing of what they return. dbt compiles as DuckDB here, since other adapters
are not installed: their own macros (materialisations, snapshots, hooks) are not read.
"""

from __future__ import annotations

import argparse
import gc
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple
from unittest.mock import patch as patched

import sqlglot
from sqlglot import exp

from tools.dbt import PROJECT
from tools.unit import scratch_environment

FOLDERS = ("models", "tests", "analyses", "snapshots", "macros")
# Where engines differ, each says what it needs; what replaces tables belongs to one engine.
OWN_WORDS = (
    "macros/bigquery", "macros/cross_db", "macros/spark", "macros/replacement",
    "macros/history/get_incremental",
)  # fmt: skip

_COMMENTS = re.compile(r"\{#.*?#\}|/\*.*?\*/|--[^\n]*", re.DOTALL)
_JINJA = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})", re.DOTALL)
_LITERAL = re.compile(r"'(?:[^']|'')*'")
_DAY = r"(?:\w+_(?:date|week|month|day|on)|date|cast\([^()]+ as date\))"
# One of several days, such as the last.
_CHOSEN_DAY = (
    rf"(?:(?:min|max|coalesce|nullif)\s*\((?:[^()]*[\s.,])?{_DAY}\s*(?:,[^()]*)?\)|{_DAY})"
)


class Rule(NamedTuple):
    """A construct that differs between engines, as it looks, and the form that serves all."""

    construct: str
    pattern: re.Pattern[str]
    form: str
    # Whether literals are read, which other rules skip; then Jinja is not: ~ and \\ are its own.
    is_in_literal: bool = False


def _rule(construct: str, pattern: str, form: str, is_in_literal: bool = False) -> Rule:
    return Rule(construct, re.compile(pattern, re.IGNORECASE), form, is_in_literal)


RULES = (
    _rule("qualify", r"\bqualify\b", "number the rows in one CTE and filter in the next"),
    _rule("a cast by ::", r"::", "cast(x as type)"),
    _rule(
        "a named window", r"\bwindow\s+\w+\s+as\s*\(|\bover\s+[a-z_]",
        "over (partition by ...) written out, or {% set %} its text once",
    ),
    _rule(
        "a day plus a number",
        rf"(?<!\w){_CHOSEN_DAY}\s*[+-]\s*(?:\d|(?:\w+\.)?\w*_days\b|cast\()"
        rf"|(?<![\w.])\d+\s*\+\s*(?:\w+\.)?{_DAY}(?!\w)",
        "{{ days_after('day', '1') }} or {{ days_before('day', '1') }}",
    ),
    _rule(
        "a day less a day", rf"(?<![\w'])(?:\w+\.)?{_DAY}\s+-\s+(?:\w+\.)?{_DAY}(?!\w)",
        "{{ days_between('from', 'to') }}",
    ),
    _rule(
        "the flag 'g'", r",\s*'g'\s*\)", "{{ replace_matches('x', 'pattern', 'text') }}",
        is_in_literal=True,
    ),
    _rule(
        "a regular expression", r"\b(?:regexp\w*\s*\(|rlike\b|similar\s+to\b)",
        "{{ matches() }}, {{ first_match() }} or {{ replace_matches() }}",
    ),
    _rule(
        "a regular expression", r"\s!?~\*?\s*'", "{{ matches('x', 'pattern') }}",
        is_in_literal=True,
    ),
    _rule("distinct on", r"\bdistinct\s+on\b", "row_number() in one CTE, a filter in the next"),
    _rule("lateral", r"\blateral\b", "a join on what the rows have in common"),
    _rule("a recursive CTE", r"\brecursive\b", "a join with {{ week_numbers() }}"),
    _rule("group by all", r"\bgroup\s+by\s+all\b", "group by 1, 2"),
    _rule("select * except", r"\*\s*(?:except|exclude|replace)\b", "the columns by name"),
    _rule(
        "greatest or least", r"\b(?:greatest|least)\s*\(",
        "{{ greatest_of(['a', 'b']) }} or {{ least_of(['a', 'b']) }}: null with one null elsewhere",
    ),
    _rule("isfinite", r"\bisfinite\s*\(", "abs(x) <= the largest double"),
    _rule(
        "trim with two arguments",
        r"\b[lr]?trim\s*\((?:(?:[^(),]|\([^()]*\))+,|\s*(?:both|leading|trailing)\b)",
        "{{ replace_matches() }}, or {{ without_lead() }} of a text that begins with a separator",
    ),
    _rule("bare union", r"\bunion\b(?!\s+(?:all|distinct)\b)", "union all, union distinct"),
    _rule("concat_ws", r"\bconcat(?:_ws)?\s*\(", "{{ join_texts('; ', ['a', 'b']) }} or ||"),
    _rule(
        "a decimal without precision", r"\bas\s+(?:numeric|decimal)\s*\)",
        "cast(x as {{ type_decimal(28, 12) }})",
    ),
    _rule(
        "a decimal type by name", r"\bas\s+(?:numeric|decimal|bignumeric)\s*\(",
        "cast(x as {{ type_decimal(28, 12) }})",
    ),
    _rule(
        "a division by or of a fraction", r"/\s*\d*\.\d|(?<![\w.])\d*\.\d+\s*/",
        "cast(0.5 as {{ type_double() }}): what is exact keeps six decimals on Snowflake and Spark",
    ),
    _rule(
        "a cast of a mean", r"\bcast\s*\(\s*avg\s*\(",
        "avg(cast(x as {{ type_double() }})): of whole numbers the mean keeps six decimals on"
        " Snowflake and none on Redshift",
    ),
    _rule("text by name", r"\bas\s+(?:text|varchar|string)\s*\)", "cast(x as {{ type_text() }})"),
    _rule(
        "double by name", r"\bas\s+(?:double(?:\s+precision)?|float\d*|real)\s*\)",
        "cast(x as {{ type_double() }})",
    ),
    _rule("a time by name", r"\bas\s+timestamp\s*\)", "cast(x as {{ type_time() }})"),
    _rule("a time by name", r"\btimestamp\s+'", "cast(x as {{ type_time() }})", True),
    _rule("extract(epoch)", r"\bextract\s*\(\s*epoch\b", "{{ hours_between('from', 'to') }}"),
    _rule(
        "a day of the week", r"\bextract\s*\(\s*(?:iso)?dow\b|\bextract\s*\(\s*dayofweek",
        "{{ iso_weekday('at') }}",
    ),
    _rule(
        "date_trunc", r"\bdate_?trunc\s*\(", "{{ week_start('at') }} or {{ month_start('at') }}"
    ),
    _rule(
        "an interval", r"\binterval\s+['\d(]", "{{ days_after() }} or {{ months_after() }}", True
    ),
    _rule(
        "a date function of one engine", r"\b(?:date_?add|date_?diff|date_?sub|age|make_date)\s*\(",
        "{{ days_after() }}, {{ days_between() }} or {{ months_after() }}",
    ),
    _rule(
        "median or percentile", r"\b(?:median|(?:quantile|percentile)(?:_cont|_disc)?)\s*\(",
        "{{ quantile_of('x', 0.5) }}",
    ),
    _rule("regr_slope", r"\bregr_\w+\s*\(", "{{ slope_of('y', 'x') }}"),
    _rule(
        "a list of texts", r"\b(?:string_agg|listagg|group_concat|array_agg)\s*\(",
        "{{ list_of('x', ', ', 'x') }}",
    ),
    _rule("split_part", r"\bsplit_part\s*\(", "{{ part_of('x', '@', 2) }}"),
    _rule("md5", r"\bmd5\s*\(", "{{ md5_of('x') }} or {{ hash_key(['x']) }}"),
    _rule("a time zone", r"\btimezone\s*\(|\bat\s+time\s+zone\b", "{{ utc_time('at') }}"),
    _rule("try_cast", r"\b(?:try|safe)_cast\s*\(", "{{ safe_cast_to('x', 'integer') }}"),
    _rule("values in from", r"\bfrom\s*\(\s*values\b", "select ... union all select ..."),
    _rule(
        "a series of one engine", r"\b(?:generate_series|unnest|explode)\s*\(",
        "a join with {{ week_numbers() }}",
    ),
    _rule(
        "a backslash in a literal", r"\\",
        "a pattern without, such as [.] or [0-9], or a macro of macros/cross_db", True,
    ),
    _rule("a group that is not kept", r"\(\?:", "(...), which counts as a group", True),
    _rule(
        "the engine's name", r"\btarget\.(?:type|name)\b|\badapter\.type\s*\(",
        "a dispatched macro in macros/cross_db",
    ),
)  # fmt: skip


class Problem(NamedTuple):
    """Where a construct stands."""

    file: str
    line: int
    construct: str
    form: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.construct}. Portable form: {self.form}."


def _blank(text: str) -> str:
    """Blanks in place of a text, lines kept."""
    return re.sub(r"[^\n]", " ", text)


def _readable(sql: str) -> tuple[str, str]:
    """A file without comments, once without SQL's own literals and once with them, without Jinja.

    What stands in quotes between Jinja's brackets is SQL that a macro takes: the first text has it.
    """
    bare = _COMMENTS.sub(lambda found: _blank(found[0]), sql)
    parts = _JINJA.split(bare)
    sql_only = [_blank(part) if place % 2 else part for place, part in enumerate(parts)]
    parts[::2] = [_LITERAL.sub(lambda found: _blank(found[0]), part) for part in parts[::2]]
    return "".join(parts), "".join(sql_only)


def found_in(file: str, sql: str) -> Iterator[Problem]:
    """Constructs of RULES in the text of a file, of which only those who may use them are free."""
    if file.startswith(OWN_WORDS):
        return
    without_literals, with_literals = _readable(sql)
    for rule in RULES:
        text = with_literals if rule.is_in_literal else without_literals
        for found in rule.pattern.finditer(text):
            yield Problem(file, text.count("\n", 0, found.start()) + 1, rule.construct, rule.form)


# Jinja of a unit test knows no macro, so that its SQL names no type whose name differs.
FIXTURE_FORMS = {
    "text by name": "'a text', or nullif('', '') for none",
    "double by name": "an exponent: 2e0",
}


def found_in_fixtures(file: str, text: str) -> Iterator[Problem]:
    """Types named in the SQL of unit tests that one engine or another does not know."""
    for rule in RULES:
        if rule.construct in FIXTURE_FORMS:
            for found in rule.pattern.finditer(text):
                line = text.count("\n", 0, found.start()) + 1
                yield Problem(file, line, rule.construct, FIXTURE_FORMS[rule.construct])


# Each engine as sqlglot calls it, with the prefixes by which dbt looks for its macros.
ENGINES = {
    "duckdb": ("duckdb",),
    "postgres": ("postgres",),
    "snowflake": ("snowflake",),
    "bigquery": ("bigquery",),
    "databricks": ("databricks", "spark"),
    "redshift": ("redshift", "postgres"),
}
QUIETLY = ("--quiet", "--no-write-json", "--log-level-file", "none")
# A name in double quotes; before it what may hold such quotes as words.
_NAME = re.compile(r"r?'''.*?'''|r?'(?:[^']|'')*'|r\"[^\"]*\"|\"(?P<name>\w+)\"", re.DOTALL)
_TYPES = r"\bas (?:text|double precision|timestamp with time zone)\s*\)"
# What the parser takes although the engine does not.
LACKS = {
    "duckdb": r"\b(?:dateadd|date_add|safe_cast)\(",
    "postgres": r"\b(?:listagg|try_cast|median|dateadd|regexp_matches)\(|\bas double\s*\)",
    "snowflake": r"\b(?:greatest|least|string_agg|concat_ws|regexp_matches|timezone)\("
    r"|date_trunc\('week'|\bisodow\b|\bepoch\b|\binterval '1|\(\?:|\bfrom \(values\b",
    "bigquery": r"\b(?:listagg|split_part|dateadd|datediff|regr_slope|timezone|try_cast|concat_ws"
    r"|regexp_matches)\(|\bwithin group\b|\bisodow\b|\bepoch\b|\bfrom \(values\b"
    r"|\bunion(?! all| distinct)\b|\b(?:decimal|numeric)\(\d+, 1\d\)|date_trunc\('"
    r"|\bfilter\s*\(\s*where\b|\bbool_(?:and|or)\(|\bposition\s*\(|\s%\s|" + _TYPES,
    "databricks": r"\b(?:listagg|string_agg|regexp_matches|timezone)\(|\bisodow\b|\bepoch\b|"
    + _TYPES,
    "redshift": r"\b(?:string_agg|concat_ws|regr_slope|try_cast|regexp_matches)\(|\bisodow\b"
    r"|\bas (?:text|numeric|decimal)\s*\)|\bjit\b",
}


def compiled_as(engine: str, manifest: Any) -> dict[str, str]:
    """SQL of each model, test and analysis as this project's macros write it for an engine.

    dbt still speaks to DuckDB: only this project's dispatches are the other engine's. What they ask
    of BigQuery's adapter alone is answered here: each raw table is partitioned by when it landed.
    """
    from dbt.cli.main import dbtRunner
    from dbt.context.providers import BaseDatabaseWrapper

    def dispatch(self: Any, name: str, namespace: str | None = None, packages: Any = None) -> Any:
        if namespace != "bellwether":
            return of_dbt(self, name, namespace, packages)
        prefixes = [*ENGINES[engine], "default"]
        with patched.object(BaseDatabaseWrapper, "_get_adapter_macro_prefixes", lambda _: prefixes):
            return of_dbt(self, name, namespace, packages)

    def get_bq_table(self: Any, relation: Any) -> SimpleNamespace:
        return SimpleNamespace(time_partitioning=SimpleNamespace(field=None))

    of_dbt = BaseDatabaseWrapper.dispatch
    with (
        patched.object(BaseDatabaseWrapper, "dispatch", dispatch),
        patched.object(BaseDatabaseWrapper, "get_bq_table", get_bq_table, create=True),
    ):
        done = dbtRunner(manifest=manifest).invoke([*QUIETLY, "compile", "--threads", "1"])
    if not done.success:
        raise SystemExit(f"dbt does not compile as {engine}: {done.exception or 'see above'}")
    return {
        f"{node.original_file_path} ({node.name})": quoted_as(engine, node.compiled_code)
        for node in (result.node for result in done.result.results)
        if node.resource_type != "seed" and node.compiled_code
    }


def quoted_as(engine: str, sql: str) -> str:
    """Names of relations and raw columns in an engine's quotes: dbt has put DuckDB's."""
    if engine not in ("bigquery", "databricks"):
        return sql
    return _NAME.sub(lambda found: f"`{found['name']}`" if found["name"] else found[0], sql)


def misread_by(engine: str, sql: str) -> str | None:
    """Why an engine would refuse a statement, or None."""
    try:
        tree = sqlglot.parse_one(sql, read=engine)
    except sqlglot.errors.ParseError as error:
        first = error.errors[0]
        return f"cannot be parsed, line {first['line']}: {first['description']}"
    if tree is None or isinstance(tree, exp.Command):
        return "is no statement that the parser knows"
    lacking = re.search(LACKS[engine], re.sub(r"--[^\n]*", "", sql), re.IGNORECASE)
    if lacking:
        return f"holds `{lacking[0]}`, which it lacks"
    if engine == "bigquery" and (reason := next(_refused_by_bigquery(tree), None)):
        return reason
    return None


def _refused_by_bigquery(tree: exp.Expression) -> Iterator[str]:
    """What is grammar there, and yet refused."""
    for select in tree.find_all(exp.Select):
        if select.args.get("where") and not (select.args.get("from_") or select.args.get("from")):
            yield "asks `where` without a `from`: `from {{ one_row() }}`"
    for test in tree.find_all(exp.In):
        query = test.args.get("query")
        if query and len(query.this.selects) > 1:
            yield "compares a row with several columns of a subquery: `{{ row_of([...]) }}`"
    for join in tree.find_all(exp.Join):
        if join.side and join.args.get("on") and not join.args["on"].find(exp.EQ):
            yield "joins outwards without an equality"


def sql_files() -> list[Path]:
    """All SQL of the project."""
    return sorted(path for folder in FOLDERS for path in (PROJECT / folder).rglob("*.sql"))


def fixture_files() -> list[Path]:
    """All files of unit tests."""
    return sorted((PROJECT / "models").rglob("*__unit_tests.yml"))


def misread() -> list[str]:
    """A line for each statement that an engine would refuse."""
    from dbt.cli.main import dbtRunner

    os.environ |= scratch_environment("portable")
    parsed = dbtRunner().invoke([*QUIETLY, "parse"])
    if not parsed.success:
        raise SystemExit(f"dbt cannot parse the project: {parsed.exception}")
    lines = []
    for engine in ENGINES:
        statements = compiled_as(engine, parsed.result)
        found = {place: misread_by(engine, sql) for place, sql in statements.items()}
        lines += [f"{place}: as {engine} it {why}" for place, why in found.items() if why]
        print(f"portable SQL: {len(statements)} statements as {engine}", flush=True)
    return lines


def main() -> int:
    """Print what is refused; 0 when there is nothing."""
    parser = argparse.ArgumentParser(description="Refuse SQL that one of six engines cannot take.")
    parser.add_argument("--text", action="store_true", help="compile nothing: the files alone")
    is_text_alone = parser.parse_args().text
    problems = [
        str(problem)
        for path in sql_files()
        for problem in found_in(str(path.relative_to(PROJECT)), path.read_text())
    ]
    problems += [
        str(problem)
        for path in fixture_files()
        for problem in found_in_fixtures(str(path.relative_to(PROJECT)), path.read_text())
    ]
    if not is_text_alone:
        problems += misread()
    print("\n".join(problems) or f"portable SQL: nothing refused in {len(sql_files())} files")
    return int(bool(problems))


if __name__ == "__main__":
    os.chdir(PROJECT)
    # dbt keeps what it parses until it ends: whoever looks for garbage in it finds none.
    gc.disable()
    sys.exit(main())
