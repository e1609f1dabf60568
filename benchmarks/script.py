"""A hand-written DuckDB script from the raw tables to the scores of all live cards, without dbt.

It stands in benchmarks/sql, one statement after the other, and reads the rules from seeds/. The
build is measured against it: the same cells, categories and totals, by the shortest way that
DuckDB knows. It covers what the shipped seeds use and refuses what they do not, and reads raw
tables as the demo company lands them: no column is optional here.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import time
from pathlib import Path

import duckdb

from tools.dbt import PROJECT

SQL = Path(__file__).resolve().parent / "sql"
RULES = "01_rules.sql"
SCORING = "11_scoring.sql"
SLICE_WEEKS = 13
MEMORY_LIMIT = "6GB"
THREADS = 2


# File, first line of the statement, seconds.
Step = tuple[str, str, float]


class Unsupported(Exception):
    """The seeds use something that the script leaves out."""


def run(
    raw: Path,
    result: Path,
    as_of: dt.date,
    history_start: dt.date | None = None,
    memory_limit: str = MEMORY_LIMIT,
) -> list[Step]:
    """Score the company of file `raw` into a new file `result`.

    Args:
        raw: DuckDB file with the raw schemas.
        result: DuckDB file to write; one that is there is replaced.
        as_of: last day that the scores may know.
        history_start: first day from which weeks are scored; None: from the first fact.
        memory_limit: what DuckDB may use, in its own words (`6GB`).

    Returns:
        The statements that ran, in their order; the scoring counts once per slice.

    Raises:
        Unsupported: the seeds use something that the script leaves out.
    """
    for file in (result, result.with_name(f"{result.name}.wal")):
        file.unlink(missing_ok=True)
    steps: list[Step] = []
    with duckdb.connect(str(result)) as connection:
        connection.execute(f"attach '{raw}' as raw (read_only)")
        for setting, value in (
            ("TimeZone", "UTC"),
            ("memory_limit", memory_limit),
            ("threads", THREADS),
            ("preserve_insertion_order", False),
            ("file_search_path", str(PROJECT / "seeds")),
        ):
            connection.execute(f"set {setting} = '{value}'")
        connection.execute(f"set variable as_of = date '{as_of}'")
        start = f"date '{history_start}'" if history_start else "cast(null as date)"
        connection.execute(f"set variable history_start = {start}")
        for file in sorted(SQL.glob("*.sql")):
            if file.name == SCORING:
                _score_in_slices(connection, file, steps)
            else:
                _run_file(connection, file, steps)
            if file.name == RULES:
                _prepare_rules(connection)
    return steps


def _score_in_slices(connection: duckdb.DuckDBPyConnection, file: Path, steps: list[Step]) -> None:
    first, last = connection.execute("select first_week, last_week from bounds").fetchall()[0]
    for week in range(first, last + 1, SLICE_WEEKS):
        connection.execute(f"set variable slice_from = {week}")
        connection.execute(f"set variable slice_to = {week + SLICE_WEEKS - 1}")
        _run_file(connection, file, steps)


def _run_file(connection: duckdb.DuckDBPyConnection, file: Path, steps: list[Step]) -> None:
    for statement in connection.extract_statements(file.read_text()):
        lines = statement.query.strip().splitlines()
        began = time.perf_counter()
        connection.execute(statement)
        head = next(line for line in lines if not line.startswith("--"))
        steps.append((file.name, head, time.perf_counter() - began))


def _prepare_rules(connection: duckdb.DuckDBPyConnection) -> None:
    """Parameters become variables and rubrics one CASE, so that no statement joins them.

    Raises:
        Unsupported: see there.
    """
    for what, query in _NOT_COVERED.items():
        if connection.execute(f"select exists ({query})").fetchall()[0][0]:
            raise Unsupported(f"The hand-written script does not cover {what}.")
    parameters = "select signal_id, parameter, value from signal_parameters where segment = '*'"
    for signal_id, parameter, value in connection.execute(parameters).fetchall():
        number = int(value) if value == int(value) else f"cast({value} as double)"
        connection.execute(f'set variable "{signal_id}.{parameter}" = {number}')
    connection.execute(
        "create temp table rubric_numbers as"
        " select rubric_id, row_number() over (order by rubric_id) as rubric_no"
        " from (select distinct rubric_id from rubrics)"
    )
    connection.execute(
        "create temp macro rubric_score(rubric_no, score_value, level_key) as "
        + _rubric_cases(connection)
    )


_NOT_COVERED = {
    "parameters with a day from which they hold": (
        "from signal_parameters where effective_from is not null"
    ),
    "windows that differ by segment": (
        "from signal_parameters where segment <> '*' and parameter <> 'benchmark'"
    ),
    "e-mail signals with different windows": (
        "select parameter from signal_parameters where signal_id in"
        " ('email_responsiveness', 'response_rate') group by parameter"
        " having count(distinct value) > 1"
    ),
    "values carried forward": "from weights where missing_policy = 'carry_forward'",
    "peers of a segment": "from scorecards where has_segment_peers",
}


def _rubric_cases(connection: duckdb.DuckDBPyConnection) -> str:
    """One CASE over all rubrics: levels by their name, values by their range."""
    rows = connection.execute(
        "select rubric_no, snake_case(level), lower_bound, lower_exclusive, upper_bound,"
        " coalesce(upper_inclusive, false), score from rubrics inner join rubric_numbers"
        " using (rubric_id) order by rubric_no, level nulls last, lower_bound nulls first"
    ).fetchall()
    cases: dict[int, list[str]] = {}
    for number, level, low, is_low_exclusive, high, is_high_inclusive, score in rows:
        tests = [f"level_key = '{level}'"] if level is not None else ["level_key is null"]
        if level is None and low is not None:
            tests.append(f"score_value {'>' if is_low_exclusive else '>='} {low}")
        if level is None and high is not None:
            tests.append(f"score_value {'<=' if is_high_inclusive else '<'} {high}")
        cases.setdefault(number, []).append(f"when {' and '.join(tests)} then {score}")
    whens = (f"when {number} then case {' '.join(tests)} end" for number, tests in cases.items())
    return f"cast(case rubric_no {' '.join(whens)} end as double)"


def main() -> int:
    """Command line: score a raw file and print the seconds of each statement as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--result", type=Path, required=True)
    parser.add_argument("--as-of", type=dt.date.fromisoformat, required=True)
    parser.add_argument("--history-start", type=dt.date.fromisoformat)
    parser.add_argument("--memory-limit", default=MEMORY_LIMIT)
    given = parser.parse_args()
    steps = run(given.raw, given.result, given.as_of, given.history_start, given.memory_limit)
    json.dump(steps, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
