"""What raw tables get wrong ends in a message or a counted rejection, and the rest stays right.

Many faults go into one copy of a small company, which is built once and compared with the same
company built without them.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import Company, make_demo

from tools.dbt import PROJECT

TODAY = "2026-06-29"
NEWEST = f"snapshot_week = date '{TODAY}'"


@dataclass
class Faulty:
    """A company with faults, its twin without, and the accounts that the faults were put on."""

    company: Company
    clean: Company
    merged: str
    master: str
    second_home: str
    custom: str
    ticket_account: str
    untouched: list[str]
    visitor: str
    tickets: tuple[str, str]

    def both(self, sql: str) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
        """Rows of a query without and with the faults."""
        return self.clean.rows(sql), self.company.rows(sql)

    def rejected(self, raw_table: str, reason: str) -> int:
        """How many more rows of a raw table are rejected for a reason than without the faults."""
        without, having = self.both(
            "select coalesce(sum(n_rows), 0) from {marts}.data_quality_rejected_rows"
            f" where raw_table = '{raw_table}' and rejection_reason = '{reason}'"
        )
        return int(having[0][0] - without[0][0])


def built(company: Company, raw: Path, *faults: str) -> Company:
    """The company with a copy of a raw file, faults run on it, built as of `TODAY`."""
    shutil.copyfile(raw, company.raw)
    company.load(*faults)
    run = company.build(as_of_date=TODAY)
    assert run.status == 0, run.output[-4000:]
    return company


def product_key(company: Company, account: str) -> str:
    return company.rows(
        "select source_account_key from {intermediate}.int_account_keys"
        f" where source = 'pendo' and account_id = '{account}' order by 1 limit 1"
    )[0][0]


@pytest.fixture(scope="module")
def some_raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Raw file of a company with an account for every fault."""
    raw = tmp_path_factory.mktemp("some") / "raw.duckdb"
    make_demo(raw, accounts=30, weeks=34, seed=7, end=TODAY)
    return raw


@pytest.fixture(scope="module")
def clean(some_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Company:
    return built(Company(tmp_path_factory.mktemp("clean")), some_raw)


@pytest.fixture(scope="module")
def faulty(clean: Company, some_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Faulty:
    accounts = [
        account
        for (account,) in clean.rows(
            "select account_id from {marts}.account_product_usage where account_id is not null"
            f" and {NEWEST} and sum_events_13w > 0 group by 1 having count(*) = 1"
            " and account_id in (select account_id from {marts}.health_scores_current)"
            " and account_id in (select account_id from {intermediate}.int_invoices)"
            " order by 1"
        )
    ]
    assert len(accounts) >= 7, f"the small company has too few active accounts: {accounts}"
    merged, master, first_home, second_home, custom, *untouched = accounts
    victim = product_key(clean, untouched[0])
    ticket_account, *tickets = clean.rows(
        "select min(account_id), min(ticket_id), max(ticket_id) from {intermediate}.int_tickets"
        " where requester_id in (select user_id from {staging}.stg_zendesk__users"
        f" where organization_id is not null) and account_id not in ('{merged}', '{master}')"
        " group by account_id having count(*) > 1 order by 1 limit 1"
    )[0]
    visitor = clean.rows(
        "select visitor_id from {staging}.stg_pendo__visitor_account_history"
        f" where product_account_id = '{product_key(clean, first_home)}' order by 1 limit 1"
    )[0][0]
    customer = clean.rows(
        "select min(customer_id) from {intermediate}.int_invoices"
        f" where account_id = '{untouched[0]}'"
    )[0][0]
    other_home = product_key(clean, second_home)
    company = built(
        Company(tmp_path_factory.mktemp("faulty")),
        some_raw,
        # Tables loaded twice, an hour apart.
        *(
            f"insert into {table} select * replace"
            f" (_fivetran_synced + interval 1 hour as _fivetran_synced) from {table}"
            for table in ("pendo.feature_event", "pendo.poll_event", "salesforce.opportunity")
        ),
        # A visitor of one account seen in a second one.
        f"""insert into pendo.visitor_account_history by name
            select '{visitor}' as visitor_id, '{other_home}' as account_id,
                timestamp '2026-06-20' as visitor_last_updated_at""",
        f"""insert into pendo.event by name select 'two-homes' as _fivetran_id,
                '{visitor}' as visitor_id, '{other_home}' as account_id,
                timestamp '2026-06-24 10:00' as timestamp, 5 as num_events, 2 as num_minutes""",
        # Words where a number was asked for, from a visitor who had answered.
        f"""insert into pendo.poll_event by name select * replace
                ('words' as _fivetran_id, 'really great' as poll_response,
                timestamp '2026-06-28 20:00' as timestamp)
            from (select * from pendo.poll_event where poll_id in
                (select id from pendo.poll where lower(attribute_type) = 'npsrating')
                order by account_id = '{victim}' desc, timestamp limit 1)""",
        # An event of a day to come.
        f"""insert into pendo.event by name select 'future' as _fivetran_id,
                '{victim}' as account_id, 'somebody' as visitor_id,
                timestamp '2031-01-01 10:00' as timestamp, 1000 as num_events,
                1000 as num_minutes""",
        # A ticket that only its requester places, and one that nobody does.
        f"update zendesk.ticket set organization_id = null where id = {tickets[0]}",
        "update zendesk.ticket set organization_id = null, requester_id = null"
        f" where id = {tickets[1]}",
        # An invoice over less than nothing.
        f"""insert into stripe.invoice by name select 'in_negative' as id,
                '{customer}' as customer_id, 'open' as status,
                timestamp '2026-03-01' as created, timestamp '2026-03-31' as due_date,
                -5000 as amount_due, 0 as amount_paid, 'usd' as currency,
                timestamp '2026-03-01' as status_transitions_finalized_at""",
        # An account merged into another.
        f"update salesforce.account set is_deleted = true, master_record_id = '{master}'"
        f" where id = '{merged}'",
        # A signal that no seed knows, and values that take the place of a built-in one.
        *(
            f"""insert into customer_success.custom_signal by name select
                    '{account}' as account_id, '{signal}' as signal_id,
                    timestamp '{day} 09:00' as observed_at, {value} as value"""
            for account, signal, day, value in (
                (untouched[0], "no_such_signal", "2026-06-22", "1"),
                (untouched[0], "login_frequency", "2026-06-22", "null"),
                ("001000000000000AAA", "login_frequency", "2026-06-22", "1"),
                (custom[:15], "login_frequency", "2026-06-23", "3"),
                (custom, "login_frequency", "2026-06-29", "4"),
            )
        ),
    )
    return Faulty(
        company=company,
        clean=clean,
        merged=merged,
        master=master,
        second_home=second_home,
        custom=custom,
        ticket_account=ticket_account,
        untouched=untouched,
        visitor=visitor,
        tickets=(tickets[0], tickets[1]),
    )


def test_tables_loaded_twice_are_counted_as_duplicates(faulty: Faulty) -> None:
    for table, model in (
        ("feature_event", "stg_pendo__feature_events"),
        ("poll_event", "stg_pendo__poll_events"),
        ("opportunity", "stg_salesforce__opportunities"),
    ):
        once = faulty.clean.rows(
            f"select count(*) from {{staging}}.{model}"
            " where coalesce(rejection_reason, 'duplicate') = 'duplicate'"
        )[0][0]
        assert faulty.rejected(table, "duplicate") == once > 0, table
    without, having = faulty.both(
        "select feature_id, sum(sum_events) from {intermediate}.int_usage_feature_weeks"
        " where rejection_reason is null group by 1 order by 1"
    )
    assert without == having


def test_every_raw_event_is_used_or_counted(faulty: Faulty) -> None:
    used, raw = faulty.company.rows(
        "select (select sum(n_rows) from {intermediate}.int_usage_feature_weeks),"
        " (select count(*) from raw.pendo.feature_event)"
    )[0]
    assert used == raw
    rejected, counted = faulty.company.rows(
        "select (select sum(n_rows) from {intermediate}.int_usage_visitor_weeks"
        " where rejection_reason is not null),"
        " (select sum(n_rows) from {marts}.data_quality_rejected_rows where source = 'pendo'"
        " and raw_table = 'event' and rejection_reason <> 'unknown_account')"
    )[0]
    assert rejected == counted
    unmatched, counted = faulty.company.rows(
        "select (select sum(n_rows) from {intermediate}.int_usage_visitor_weeks as usage"
        " where rejection_reason is null and not exists (select 1"
        " from {intermediate}.int_account_keys as account_keys where source = 'pendo'"
        " and account_id is not null and source_account_key = usage.product_account_id)),"
        " (select sum(n_rows) from {marts}.data_quality_rejected_rows where source = 'pendo'"
        " and raw_table = 'event' and rejection_reason = 'unknown_account')"
    )[0]
    assert unmatched == counted > 0


def test_a_visitor_in_two_accounts_counts_in_both(faulty: Faulty) -> None:
    without, having = (
        dict(
            company.rows(
                "select account_id, count_associated_visitors from {marts}.account_product_usage"
                f" where {NEWEST} and account_id is not null"
            )
        )
        for company in (faulty.clean, faulty.company)
    )
    assert having[faulty.second_home] == without[faulty.second_home] + 1
    for account in faulty.untouched:
        assert having[account] == without[account]


def test_words_in_a_poll_are_counted_and_move_no_rating(faulty: Faulty) -> None:
    assert faulty.rejected("poll_event", "answer_unreadable") == 1
    ratings = (
        "select product_account_id, min_nps_rating, max_nps_rating, avg_nps_rating"
        f" from {{marts}}.account_product_usage where {NEWEST} order by 1"
    )
    without, having = faulty.both(ratings)
    assert without == having
    assert any(row[3] is not None for row in having)


def test_an_event_in_the_future_is_counted_and_nothing_else(faulty: Faulty) -> None:
    assert faulty.rejected("event", "impossible_time") == 1
    latest = faulty.company.rows("select max(last_event_on) from {marts}.account_product_usage")
    assert str(latest[0][0]) < TODAY


def test_a_ticket_without_organisation_takes_its_requesters(faulty: Faulty) -> None:
    placed, lost = (
        faulty.company.rows(
            f"select account_id from {{intermediate}}.int_tickets where ticket_id = '{ticket}'"
        )
        for ticket in faulty.tickets
    )
    assert placed == [(faulty.ticket_account,)]
    assert lost == [(None,)]
    assert faulty.rejected("ticket", "unknown_account") == 1


def test_a_negative_invoice_is_counted_and_late_for_nobody(faulty: Faulty) -> None:
    assert faulty.rejected("invoice", "negative_amount") == 1
    assert (
        faulty.company.rows(
            "select count(*) from {intermediate}.int_invoices where invoice_id = 'in_negative'"
        )[0][0]
        == 0
    )


def test_a_merged_account_follows_its_master(faulty: Faulty) -> None:
    keys = faulty.company.rows(
        "select distinct account_id from {intermediate}.int_account_keys where source = 'pendo'"
        f" and source_account_key = '{product_key(faulty.clean, faulty.merged)}'"
    )
    assert keys == [(faulty.master,)]
    assert (
        faulty.company.rows(
            f"select count(*) from {{marts}}.health_scores where account_id = '{faulty.merged}'"
        )[0][0]
        == 0
    )


def test_custom_signals_are_believed_or_counted(faulty: Faulty) -> None:
    assert faulty.rejected("custom_signal", "unknown_signal") == 1
    assert faulty.rejected("custom_signal", "unknown_account") == 1
    assert faulty.rejected("custom_signal", "missing_value") == 1
    seen = faulty.company.rows(
        "select value, level, is_custom from {intermediate}.int_account_signals"
        f" where account_id = '{faulty.custom}' and signal_id = 'login_frequency' and {NEWEST}"
    )
    # The value of the snapshot's own Monday is not known to it yet.
    assert seen == [(3.0, None, True)]


def test_all_other_accounts_score_as_without_faults(faulty: Faulty) -> None:
    touched = {
        faulty.merged, faulty.master, faulty.second_home, faulty.custom, faulty.ticket_account,
    }  # fmt: skip
    # The other cards compare accounts, so that one that changes moves its peers.
    scores = (
        "select account_id, snapshot_week, scorecard_id, version, score, band, weight_observed"
        " from {marts}.fct_account_scores"
        " where scorecard_id in ('health', 'health_onboarding') order by all"
    )
    without, having = (
        [row for row in rows if row[0] not in touched] for rows in faulty.both(scores)
    )
    assert len({row[0] for row in having}) > 2
    assert without == having


@pytest.fixture(scope="module")
def emptied(some_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The company with tables that landed without a row."""
    return built(
        Company(tmp_path_factory.mktemp("emptied")),
        some_raw,
        "delete from stripe.invoice",
        "delete from stripe.subscription_history",
        "delete from qualtrics.question_response",
        "delete from pendo.poll_event",
    )


def test_an_empty_table_makes_its_signals_missing_not_zero(emptied: Company) -> None:
    billing = emptied.rows(
        "select is_source_on, last_row_at, is_observed, weeks_observed"
        " from {marts}.data_quality_source_freshness where source_family = 'billing'"
    )
    assert billing == [(True, None, False, 0)]
    statuses = emptied.rows(
        "select distinct status from {marts}.fct_signal_scores"
        f" where signal_id = 'payment_timeliness' and scorecard_id = 'health' and {NEWEST}"
    )
    assert statuses == [("excluded_missing",)]
    assert emptied.rows(
        "select count(*) from {marts}.health_scores_current where score is not null"
    ) > [(0,)]


@pytest.fixture(scope="module")
def broken(some_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The company without a column and a table that nothing can be said without."""
    company = Company(tmp_path_factory.mktemp("broken"))
    shutil.copyfile(some_raw, company.raw)
    company.load("alter table pendo.event drop column num_minutes", "drop table zendesk.ticket")
    return company


def test_what_is_required_and_missing_is_named_with_the_remedy(broken: Company) -> None:
    run = broken.build(
        "--select", "stg_pendo__events", "stg_zendesk__tickets", as_of_date=TODAY
    )  # fmt: skip
    said = " ".join(run.output.split())
    assert run.status != 0
    assert "raw.pendo.event lacks the required column `num_minutes`" in said
    assert "raw.zendesk.ticket is missing" in said
    assert "out of var bellwether_sources" in said


def test_an_unknown_source_is_named_with_the_known_ones(broken: Company) -> None:
    run = broken.build(
        "--select", "stg_salesforce__accounts", bellwether_sources=["salesforce", "zendsk"]
    )  # fmt: skip
    said = " ".join(run.output.split())
    assert run.status != 0
    assert "unknown source 'zendsk'" in said
    known = said.partition("Known sources: ")[2].partition(". ")[0].split(", ")
    assert set(known) == {path.name for path in (PROJECT / "models" / "staging").iterdir()}
