"""Refuse SQL that one of six engines cannot take, and say which form all of them take.

    python -m tools.portable

Two checks. What stands in the files is searched for constructs that differ between engines
(`found_in`). Then all models, tests and analyses are compiled once for each engine, as its dialect
by the macros of macros/cross_db, and read by sqlglot (`tools.portable_parse`).

What this proves and what not: that every dispatch finds its macro for each engine, that what it
writes is SQL of that engine as sqlglot knows it, and that no construct of the list stands outside
macros/cross_db. sqlglot is no engine: it takes functions, types and casts that an engine lacks, and
knows nothing of what they return. The adapters' own macros (materialisations, snapshots) are not
read: no adapter but those of DuckDB and PostgreSQL is installed.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tools.dbt import PROJECT
from tools.unit import scratch_environment

FOLDERS = ("models", "tests", "analyses", "snapshots", "macros")
# Where engines differ, each says what it needs; what replaces tables belongs to one engine.
OWN_WORDS = ("macros/cross_db", "macros/replacement", "macros/history/get_incremental")
# A macro that looks at text in Python's way: patterns there never reach an engine.
PYTHON_PATTERNS = re.compile(r"modules\.re\.\w+\((?:[^()]|\([^()]*\))*\)")

_COMMENTS = re.compile(r"\{#.*?#\}|/\*.*?\*/|--[^\n]*", re.DOTALL)
_JINJA = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})", re.DOTALL)
_LITERAL = re.compile(r"'(?:[^']|'')*'")
_DAY = r"(?:\w+_(?:date|week|month|day|on)|cast\([^()]+ as date\))"


class Rule(NamedTuple):
    """A construct that differs between engines, as it looks, and the form that serves all."""

    construct: str
    pattern: re.Pattern[str]
    form: str
    # Whether the construct stands in a literal, which the other rules do not read.
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
        "a day plus a number", rf"(?<!\w){_DAY}\s*[+-]\s*(?:\d|n_days\b|\w+_days\b|cast\()",
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
        "a regular expression",
        r"\b(?:regexp_\w+|regexp|rlike|similar\s+to)\b|\s!?~\*?\s+'(?!\s)",
        "{{ matches() }}, {{ first_match() }} or {{ replace_matches() }}", is_in_literal=True,
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
        "trim with two arguments", r"\b[lr]?trim\s*\((?:[^(),]|\([^()]*\))+,|\btrim\s*\(\s*(?:both|leading|trailing)\b",
        "{{ replace_matches() }}, or {{ without_lead() }} of a text that begins with a separator",
    ),
    _rule("union without a word", r"\bunion\b(?!\s+(?:all|distinct)\b)", "union all or union distinct"),
    _rule("concat_ws or concat", r"\bconcat(?:_ws)?\s*\(", "{{ join_texts('; ', ['a', 'b']) }} or ||"),
    _rule(
        "a decimal without precision", r"\bas\s+(?:numeric|decimal)\s*\)",
        "cast(x as {{ type_decimal(28, 12) }})",
    ),
    _rule(
        "a decimal type by name", r"\bas\s+(?:numeric|decimal|bignumeric)\s*\(",
        "cast(x as {{ type_decimal(28, 12) }})",
    ),
    _rule("text by name", r"\bas\s+(?:text|varchar|string)\b(?!_)\s*\)", "cast(x as {{ type_text() }})"),
    _rule(
        "double by name", r"\bas\s+(?:double(?:\s+precision)?|float\d*|real)\s*\)",
        "cast(x as {{ type_double() }})",
    ),
    _rule("extract(epoch)", r"\bextract\s*\(\s*epoch\b", "{{ hours_between('from', 'to') }}"),
    _rule(
        "a day of the week", r"\bextract\s*\(\s*(?:iso)?dow\b|\bextract\s*\(\s*dayofweek",
        "{{ iso_weekday('at') }}",
    ),
    _rule(
        "date_trunc", r"\bdate_?trunc\s*\(", "{{ week_start('at') }} or {{ month_start('at') }}"
    ),
    _rule("an interval", r"\binterval\s+'", "{{ days_after() }} or {{ months_after() }}", True),
    _rule(
        "a date function of one engine", r"\b(?:date_?add|date_?diff|date_?sub|age|make_date)\s*\(",
        "{{ days_after() }}, {{ days_between() }} or {{ months_after() }}",
    ),
    _rule(
        "median or percentile", r"\b(?:median|quantile\w*|percentile_\w+)\s*\(",
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
        "a series of one engine", r"\b(?:generate_series|unnest|range|explode)\s*\(",
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
    """A file without comments, once without its SQL literals and once with them.

    What stands in quotes between Jinja's brackets is SQL that a macro takes, and stays.
    """
    # Messages of errors and warnings are words.
    bare = _COMMENTS.sub(lambda found: _blank(found[0]), sql)
    bare = PYTHON_PATTERNS.sub(lambda found: _blank(found[0]), bare)
    parts = _JINJA.split(bare)
    parts[::2] = [_LITERAL.sub(lambda found: _blank(found[0]), part) for part in parts[::2]]
    return "".join(parts), bare


def found_in(file: str, sql: str) -> Iterator[Problem]:
    """Constructs of RULES in the text of a file, of which only those who may use them are free."""
    if file.startswith(OWN_WORDS):
        return
    without_literals, with_literals = _readable(sql)
    for rule in RULES:
        text = with_literals if rule.is_in_literal else without_literals
        for found in rule.pattern.finditer(text):
            yield Problem(file, text.count("\n", 0, found.start()) + 1, rule.construct, rule.form)


def sql_files() -> list[Path]:
    """All SQL of the project."""
    return sorted(path for folder in FOLDERS for path in (PROJECT / folder).rglob("*.sql"))


def main() -> int:
    """Print what is refused; 0 when there is nothing."""
    problems = [
        str(problem)
        for path in sql_files()
        for problem in found_in(str(path.relative_to(PROJECT)), path.read_text())
    ]
    print("\n".join(problems) or f"portable SQL: no refused construct in {len(sql_files())} files")
    parsed = subprocess.run(
        [sys.executable, "-m", "tools.portable_parse"],
        cwd=PROJECT,
        env={**__import__("os").environ, **scratch_environment("portable")},
    )
    return parsed.returncode or int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
