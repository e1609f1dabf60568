"""The page "Add a source" holds: its files, written as printed, make a desk that is scored."""

from __future__ import annotations

import datetime as dt
import re

import duckdb
import pytest
from conftest import PROJECT, Company, copy_project, make_demo

END = dt.date(2026, 6, 29)
SOURCES = ["salesforce", "stripe", "helpline"]
PAGE = (PROJECT / "models" / "_docs" / "add_a_source.md").read_text()
FILES = dict(re.findall(r"^\*\*`([^`]+)`\*\*[^\n]*\n\n```\w+\n(.*?)^```$", PAGE, re.M | re.S))
# Two of one account, one of nobody; one of each that is not used.
TICKETS = """
    ('1', '{account}', 'High', '2026-06-01 09:00:00', '2026-06-03 10:00:00', '2026-06-04'),
    ('2', '{account}', null, '2026-06-22 09:00:00', null, '2026-06-23'),
    ('3', 'nobody', null, '2026-06-22 10:00:00', null, '2026-06-23'),
    ('2', '{account}', null, '2026-06-22 09:00:00', null, '2026-06-24'),
    (null, '{account}', null, '2026-06-22 11:00:00', null, '2026-06-23'),
    ('5', '{account}', null, 'tomorrow', null, '2026-06-23'),
    ('6', '{account}', null, '2099-06-22 09:00:00', null, '2026-06-23')
"""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> tuple[Company, str]:
    """A company with the desk of the page, and the account whose tickets it has."""
    folder = tmp_path_factory.mktemp("helpline")
    company = Company(
        folder,
        project=copy_project(folder / "project"),
        vars={"as_of_date": str(END), "bellwether_sources": SOURCES},
    )
    for name, text in FILES.items():
        path = company.project / name
        if name == "dbt_project.yml":
            schema, branches = text.split("  source_branches:\n")
            before = path.read_text()
            assert before.count("\nvars:\n") == before.count("\n  source_branches:\n") == 1
            after = before.replace("\nvars:\n", f"\nvars:\n{schema}")
            text = after.replace("  source_branches:\n", f"  source_branches:\n{branches}")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    make_demo(company.raw, accounts=12, weeks=12, seed=7)
    with duckdb.connect(str(company.raw)) as connection:
        (account,) = connection.execute(
            "select id from salesforce.account where type = 'Customer' and not is_deleted"
            " and master_record_id is null and _fivetran_active order by created_date limit 1"
        ).fetchone() or ("",)
    company.load(
        "create schema helpline",
        "create table helpline.ticket as select * from (values"
        + TICKETS.format(account=account)
        + ") as t (id, company_id, priority, opened_at, closed_at, _fivetran_synced)",
    )
    run = company.build(
        "--indirect-selection", "cautious",
        "--select", "+int_support_signals_weekly", "+data_quality_raw_rows",
        "+data_quality_identity_match", "+int_source_coverage_weekly",
    )  # fmt: skip
    assert run.status == 0, run.output
    return company, account


def test_the_page_touches_its_folder_its_branches_and_one_row() -> None:
    """What is shared stays as it is."""
    assert len(FILES) > 5
    (shared,) = {
        name
        for name in FILES
        if not name.startswith("models/staging/helpline/") and "__helpline.sql" not in name
    }
    assert shared == "dbt_project.yml"
    assert FILES[shared].count(": ") == 1


def test_its_tickets_are_the_accounts(company: tuple[Company, str]) -> None:
    made, account = company
    assert made.rows("select ticket_id, account_id from {intermediate}.int_tickets order by 1") == [
        ("1", account), ("2", account), ("3", None),
    ]  # fmt: skip
    states = made.rows(
        "select ticket_id, status, priority, cast(valid_from as date)"
        " from {intermediate}.int_ticket_states where account_id is not null order by 1, 4"
    )
    assert states == [
        ("1", "open", "high", dt.date(2026, 6, 1)),
        ("1", "solved", "high", dt.date(2026, 6, 3)),
        ("2", "open", None, dt.date(2026, 6, 22)),
    ]


def test_each_raw_row_is_used_or_counted(company: tuple[Company, str]) -> None:
    made, _ = company
    counts = "n_rows_raw, n_rows_used, n_rows_rejected, n_rows_unexplained"
    assert made.rows(
        f"select {counts} from {{marts}}.data_quality_raw_rows where source = 'helpline'"
    ) == [(7, 2, 5, 0)]
    assert made.rows(
        "select rejection_reason, sum(n_rows) from {intermediate}.int_rejected_rows"
        " where source = 'helpline' group by 1 order by 1"
    ) == [
        ("duplicate", 1), ("impossible_time", 1), ("missing_key", 1), ("unknown_account", 1),
        ("unreadable_opened_at", 1),
    ]  # fmt: skip


def test_it_speaks_for_support(company: tuple[Company, str]) -> None:
    """The ticket that is still open has waited for six days and 15 hours."""
    made, account = company
    assert made.rows(
        "select open_issue_age from {intermediate}.int_support_signals_weekly"
        f" where account_id = '{account}' and snapshot_week = date '{END}'"
    ) == [(6.625,)]


def test_what_is_shared_is_tested_as_before(company: tuple[Company, str]) -> None:
    """Unit tests of what unites branches know their own branches."""
    made, _ = company
    shared = ("int_tickets", "int_ticket_periods", "int_ticket_states", "int_account_key_clues")
    run = made.dbt("test", "--select", *[f"{name},test_type:unit" for name in shared])
    assert run.status == 0, run.output
    assert run.output.count(" PASS ") > 4
