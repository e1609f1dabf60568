"""SQL that one engine cannot take is refused by a line that says which form all of them take."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.portable import (
    ENGINES,
    FIXTURE_FORMS,
    LACKS,
    RULES,
    fixture_files,
    found_in,
    found_in_fixtures,
    misread_by,
    sql_files,
)

PROJECT = Path(__file__).parents[2]
MODEL = "models/marts/core/some_model.sql"
CROSS_DB = PROJECT / "macros" / "cross_db"

# What a model might hold, and a word of the form that stands in for it.
REFUSED = {
    "select a from t qualify row_number() over (partition by b order by c) = 1": "filter",
    "select a::date from t": "cast(x as type)",
    "select sum(a) over w from t window w as (partition by b)": "written out",
    "select sum(a) over (w order by c) from t window w as (partition by b)": "written out",
    "select snapshot_week + 7 from t": "days_after",
    "select due_date - 1 from t": "days_before",
    "select snapshot_week + n_days from t": "days_after",
    "select cast(due_at as date) + 1 from t": "days_after",
    "select date + 1 from t": "days_after",
    "select date '2026-06-29' + 1 from t": "days_after",
    "select 1 + t.snapshot_week from t": "days_after",
    "select max(t.snapshot_week) + 7 from t": "days_after",
    "select coalesce(due_date, paid_date) - 7 from t": "days_before",
    "select due_date + t.grace_days from t": "days_after",
    "select due_date - paid_date from t": "days_between",
    "select {{ least_of(['a', 'usage_week + n_days']) }} from t": "days_after",
    "select regexp_replace(a, '@', '', 'g') from t": "replace_matches",
    "select replace_all(a, '@', '', 'g') from t": "replace_matches",
    "select regexp_matches(a, '@') from t": "matches",
    "select a from t where b ~ '@'": "matches",
    "select a from t where b !~ '@'": "matches",
    "select distinct on (a) b from t": "row_number",
    "select a from t cross join lateral (select b from u) as v": "join",
    "with recursive t as (select 1) select * from t": "week_numbers",
    "select a, count(*) from t group by all": "group by 1, 2",
    "select * exclude (a) from t": "by name",
    "select greatest(a, b) from t": "greatest_of",
    "select {{ round_to('least(a, b)', 2) }} from t": "least_of",
    "select a from t where isfinite(b)": "largest double",
    "select trim(a, '_') from t": "without_lead",
    "select ltrim(lower(a), ', ') from t": "without_lead",
    "select trim(both '_' from a) from t": "without_lead",
    "select a from t\nunion\nselect a from u": "union distinct",
    "select concat_ws(', ', a, b) from t": "join_texts",
    "select cast(a as numeric) from t": "type_decimal",
    "select cast(a as decimal(28, 12)) from t": "type_decimal",
    "select a / 730.5 from t": "type_double",
    "select 0.5 / a from t": "type_double",
    "select {{ round_to('a / .25', 2) }} from t": "type_double",
    "select cast(avg(a) as {{ type_double() }}) from t": "avg(cast(x",
    "select cast(a as text) from t": "type_text",
    "select cast(a as double precision) from t": "type_double",
    "select cast(a as timestamp) from t": "type_time",
    "select timestamp '2026-06-29 00:00:00' from t": "type_time",
    "select extract(epoch from a) from t": "hours_between",
    "select extract(isodow from a) from t": "iso_weekday",
    "select date_trunc('week', a) from t": "week_start",
    "select a + interval '1 day' from t": "days_after",
    "select a + interval 1 day from t": "days_after",
    "select dateadd(day, 1, a) from t": None,
    "select datediff(day, a, b) from t": None,
    "select percentile_cont(0.5) within group (order by a) from t": "quantile_of",
    "select median(a) from t": "quantile_of",
    "select regr_slope(a, b) from t": "slope_of",
    "select {{ dbt.listagg('a') }} from t": "list_of",
    "select string_agg(a, ', ') from t": "list_of",
    "select split_part(a, '@', 2) from t": "part_of",
    "select md5(a) from t": "md5_of",
    "select timezone('UTC', a) from t": "utc_time",
    "select try_cast(a as integer) from t": "safe_cast_to",
    "select a from (values (0), (1)) as t (a)": "union all",
    "select unnest(a) from t": "week_numbers",
    r"select a from t where b like '\d'": "without",
    "select a from t where b like '(?:x)'": "counts as a group",
    "{% if target.type == 'duckdb' %} select 1 {% endif %}": "dispatched",
}


@pytest.mark.parametrize("sql", REFUSED, ids=lambda sql: sql[:50])
def test_construct_is_refused_with_its_portable_form(sql: str) -> None:
    lines = [str(problem) for problem in found_in(MODEL, f"-- A model.\n{sql}\n")]
    word = REFUSED[sql] or "days_"
    assert any(line.startswith(f"{MODEL}:") and word in line for line in lines), lines
    assert any(line.split(":")[1] in ("2", "3") for line in lines)


def test_each_rule_is_shown() -> None:
    shown = {problem.construct for sql in REFUSED for problem in found_in(MODEL, f"\n{sql}\n")}
    assert shown == {rule.construct for rule in RULES}


@pytest.mark.parametrize(
    "sql",
    [
        "select 'greatest(a, b), x::date, union' as words from t -- qualify, a::date",
        "{# greatest(a, b) #} select {{ greatest_of(['a', 'b']) }} from t",
        "select a from t where {{ matches('a', '[.]' ~ pattern) }}",
        "select a from t union all select a from u union distinct select a from v",
        "select cast(a as {{ type_text() }}), trim(a), n_weeks + 1, week_number - 1 from t",
        "select sum(a) over (partition by b) as over_all, {{ quantile_of('a', 0.5) }} from t",
        "select {{ days_after('snapshot_week', 7) }}, a - b, due_date from t",
        "select max(n_weeks) + 1, min(cast(a as date)), 1 + n_weeks from t",
        "select * from {{ ref('window_weeks') }} as window_weeks",
    ],
)  # fmt: skip
def test_portable_form_is_taken(sql: str) -> None:
    assert [str(problem) for problem in found_in(MODEL, sql)] == []


def test_a_type_in_a_fixture_is_refused() -> None:
    refused = ["cast(1 as double precision)", "cast(null as text)", "cast(2 as double)"]
    fixture = "          select " + " as a,\n          ".join(refused) + " as b, 2e0 as c"
    problems = list(found_in_fixtures("a.yml", fixture))
    assert sorted(problem.line for problem in problems) == [1, 2, 3]
    assert {problem.form for problem in problems} == set(FIXTURE_FORMS.values())


def test_no_fixture_names_a_type() -> None:
    files = fixture_files()
    assert len(files) > 20
    problems = [
        str(problem) for path in files for problem in found_in_fixtures(path.name, path.read_text())
    ]
    assert problems == []


def test_no_file_holds_a_refused_construct() -> None:
    files = sql_files()
    assert len(files) > 450
    problems = [
        str(problem)
        for path in files
        for problem in found_in(str(path.relative_to(PROJECT)), path.read_text())
    ]
    assert problems == []


def test_an_engine_reads_its_own_words_only() -> None:
    """What the parser would take from any engine is refused for those that lack it."""
    assert misread_by("bigquery", "select listagg(a, ',') from t") is not None
    assert misread_by("bigquery", "select a from t union select a from u") is not None
    assert misread_by("bigquery", "select 1 as a where 1 = 0") is not None
    assert (
        misread_by("bigquery", "select a from t where (a, b) in (select c, d from u)") is not None
    )
    assert misread_by("bigquery", "select a from t where (a, b) in (select (c, d) from u)") is None
    assert misread_by("bigquery", "select t.a from t left join u on t.a < u.a") is not None
    assert (
        misread_by("bigquery", "select t.a from t left join u on t.b = u.b and t.a < u.a") is None
    )
    assert misread_by("bigquery", "select count(*) filter (where a) from t") is not None
    assert misread_by("bigquery", "select a % 2 from t") is not None
    assert misread_by("snowflake", "select greatest(a, b) from t") is not None
    assert misread_by("databricks", "select cast(a as text) from t") is not None
    assert misread_by("redshift", "select regr_slope(a, b) from t") is not None
    assert misread_by("postgres", "select a from t qualify 1 = 1 from") is not None
    for engine in ENGINES:
        assert misread_by(engine, "select from from where") is not None, engine
        assert misread_by(engine, "frobnicate the table") is not None, engine
        assert misread_by(engine, "select sum(a) over (partition by b) from t") is None, engine
    assert set(LACKS) == set(ENGINES)


def test_macros_of_engines_are_documented_and_one_a_file() -> None:
    words = "".join(path.read_text() for path in CROSS_DB.parent.rglob("*.yml"))
    for path in CROSS_DB.glob("*.sql"):
        assert f"- name: {path.stem}\n" in words, f"{path.name} is not in a _macros.yml"
        assert f"{{% macro {path.stem}(" in path.read_text(), f"{path.name} names another macro"


@pytest.mark.ci
def test_every_engine_reads_what_is_compiled_for_it() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.portable"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for engine in ENGINES:
        assert re.search(rf"^portable SQL: \d{{3,}} statements as {engine}$", done.stdout, re.M)
