"""Rows of a raw table = rows used + rows rejected by reason, for each table, whatever its dirt."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from conftest import Company, make_demo

TODAY = "2026-06-29"
# What an absent, an unknown and a wrong value look like, by type of column.
GHOSTS = {"VARCHAR": "'ghost'", "BIGINT": "-7", "TIMESTAMP": "timestamp '2031-01-01 00:00:00'"}


def raw_tables(raw: Path) -> dict[tuple[str, str], dict[str, str]]:
    """Columns and their types of each raw table, by schema and table."""
    with duckdb.connect(str(raw), read_only=True) as connection:
        rows = connection.execute(
            "select table_schema, table_name, column_name, data_type"
            " from information_schema.columns where table_schema <> '_demo'"
            " order by table_schema, table_name, ordinal_position"
        ).fetchall()
    tables: dict[tuple[str, str], dict[str, str]] = {}
    for schema, table, column, data_type in rows:
        tables.setdefault((schema, table), {})[column] = data_type
    return tables


# Answers to alerts are counted behind the scores. What entities promise to signals is not about
# rows that are counted, and a spoilt company breaks it.
OF_SIGNALS = ("assert_signal_input_grains",)


def soil(raw: Path) -> list[str]:
    """Statements that spoil every column and double and drop rows of every table, by fixed shares.

    Of each column one row in 61 loses its value and one gets a wrong one; one row in 23 stands
    twice, one in 29 is gone, so that others point at nothing.
    """
    statements = []
    for (schema, table), columns in raw_tables(raw).items():
        name = f'{schema}."{table}"'
        for place, (column, data_type) in enumerate(columns.items()):
            pick = f"hash(rowid * 64 + {place}) % 61"
            if data_type == "BOOLEAN":
                statements.append(f'update {name} set "{column}" = true where {pick} = 0')
                continue
            statements.append(f'update {name} set "{column}" = null where {pick} = 0')
            if data_type in GHOSTS:
                statements.append(
                    f'update {name} set "{column}" = {GHOSTS[data_type]} where {pick} = 1'
                )
        statements += [
            f"delete from {name} where hash(rowid) % 29 = 0",
            f"insert into {name} select * from {name} where hash(rowid) % 23 = 0",
        ]
    return statements


def uncounted(
    company: Company, is_on: set[str] | None = None
) -> list[tuple[str, str, int, int, int]]:
    """Tables of the sources that are on (None: all) whose raw rows are not those used and those
    counted by reason."""
    tables = {
        name: columns
        for name, columns in raw_tables(company.raw).items()
        if is_on is None or name[0] in is_on
    }
    published = {
        (source, table): (used, rejected)
        for source, table, used, rejected in company.rows(
            "select source, raw_table, n_rows_used,"
            " (select cast(coalesce(sum(n_rows), 0) as bigint)"
            " from {marts}.data_quality_rejected_rows as rejected_rows"
            " where not is_row_used and rejected_rows.source = raw_rows.source"
            " and rejected_rows.raw_table = raw_rows.raw_table)"
            " from {marts}.data_quality_raw_rows as raw_rows"
        )
    }
    assert set(tables) <= set(published)
    wrong = []
    for (schema, table), (used, rejected) in sorted(published.items()):
        landed = 0
        if (schema, table) in tables:
            landed = company.rows(f'select count(*) from raw.{schema}."{table}"')[0][0]
        if landed != used + rejected:
            wrong.append((schema, table, landed, used, rejected))
    return wrong


def built(company: Company, raw: Path, *statements: str, **dbt_vars: object) -> Company:
    """The company with a copy of a raw file, statements run on it, counted as of `TODAY`."""
    shutil.copyfile(raw, company.raw)
    company.load(*statements)
    run = company.build(
        "--select", "+data_quality_raw_rows", "+data_quality_rejected_rows",
        "assert_raw_rows_are_counted",
        "--indirect-selection", "cautious", "--exclude", *OF_SIGNALS,
        **{"as_of_date": TODAY, **dbt_vars},
    )  # fmt: skip
    assert run.status == 0, run.output[-4000:]
    return company


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("counted") / "raw.duckdb"
    make_demo(path, accounts=30, weeks=30, seed=11, end=TODAY)
    return path


def test_rows_of_a_company_are_used_or_counted(raw: Path, company: Company) -> None:
    built(company, raw)
    assert uncounted(company) == []
    unused = company.rows(
        "select raw_table from {marts}.data_quality_raw_rows"
        " where n_rows_raw > 0 and n_rows_used = 0 order by 1"
    )
    assert unused == [("distribution_contact",), ("page_event",), ("survey",), ("task",)]


def test_rows_of_a_soiled_company_are_used_or_counted(raw: Path, company: Company) -> None:
    built(company, raw, *soil(raw))
    assert uncounted(company) == []


@pytest.mark.long
def test_rows_of_tomorrow_and_of_a_source_that_is_off_are_counted(
    raw: Path, company: Company
) -> None:
    """As of eight weeks ago a quarter of the rows lies ahead; what is off is not told at all."""
    built(company, raw, as_of_date="2026-05-04", bellwether_sources=["salesforce", "zendesk"])
    assert uncounted(company, is_on={"salesforce", "zendesk"}) == []
    assert company.rows("select distinct source from {marts}.data_quality_raw_rows order by 1") == [
        ("salesforce",),
        ("zendesk",),
    ]


def test_previews_tests_and_spam_are_known_by_word_and_by_number(
    raw: Path, company: Company
) -> None:
    """Qualtrics' words and the numbers of its interface: 1 preview, 2 test, 8 spam, and sums."""
    right = {
        ("IP Address", "email"): None, ("Imported", "gl"): None, ("0", "email"): None,
        ("4", "email"): None, ("16", "anonymous"): None, ("", "email"): None,
        ("Survey Preview", "email"): "survey_preview", ("survey-preview", "gl"): "survey_preview",
        ("1", "email"): "survey_preview", ("17.0", "email"): "survey_preview",
        ("Survey Test", "email"): "survey_test", ("2", "email"): "survey_test",
        ("SPAM", "email"): "survey_spam", ("8", "email"): "survey_spam",
        ("12", "email"): "survey_spam", ("IP Address", "preview"): "survey_preview",
        ("0", " Test "): "survey_test",
    }  # fmt: skip
    shutil.copyfile(raw, company.raw)
    company.load(
        "delete from qualtrics.survey_response",
        "alter table qualtrics.survey_response add column if not exists status varchar",
        *(
            "insert into qualtrics.survey_response"
            " (id, survey_id, recorded_date, finished, status, distribution_channel) values"
            f" ('R{i:02}', 'S', timestamp '2026-06-01 09:00:00', 1, '{status}', '{channel}')"
            for i, (status, channel) in enumerate(right)
        ),
    )
    run = company.build(
        "--select", "survey_instruments", "stg_qualtrics__survey_responses",
        "--indirect-selection", "cautious", as_of_date=TODAY,
    )  # fmt: skip
    assert run.status == 0, run.output[-4000:]
    reasons = company.rows(
        "select rejection_reason from {staging}.stg_qualtrics__survey_responses"
        " order by response_id"
    )
    assert [row[0] for row in reasons] == list(right.values())
