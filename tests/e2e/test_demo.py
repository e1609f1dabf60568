"""The demo company: same seed, same rows; every table and every trap, however small the company."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from demo.generator import DemoError, Parameters, make  # noqa: E402

END = dt.date(2026, 6, 29)
SMALL = Parameters(accounts=12, weeks=8, seed=1, end=END)

TABLES = {
    "salesforce": "account contact email_message event event_relation opportunity task user",
    "pendo": (
        "account_history event feature_event feature_history page_event poll poll_event"
        " visitor_account_history visitor_history"
    ),
    "zendesk": "group organization ticket ticket_field_history ticket_tag user",
    "stripe": (
        "coupon customer invoice invoice_line_item plan price subscription_discount"
        " subscription_history subscription_item"
    ),
    "qualtrics": (
        "distribution_contact question question_response survey survey_embedded_data"
        " survey_response"
    ),
    "customer_success": (
        "advocacy alert_response community_activity custom_signal goal implementation_milestone"
        " integration"
        " intervention relationship_pulse score_override service_hours success_metric"
        " tracking_coverage training_assignment value_review"
    ),
    "_demo": "hidden_condition parameters",
}

# Each trap of the raw tables as a condition that must hold for at least one row.
TRAPS = {
    "ids of 18 characters": "salesforce.account where length(id) = 18",
    "references by 15 characters": "salesforce.event where length(account_id) = 15",
    "a merged account": "salesforce.account where is_deleted and master_record_id is not null",
    "a contact of a merged account": (
        "salesforce.contact inner join salesforce.account on account.id = contact.account_id"
        " where account.master_record_id is not null"
    ),
    "a deleted account": "salesforce.account where is_deleted and master_record_id is null",
    "history mode": "salesforce.account where not _fivetran_active",
    "an account with two types of life": "salesforce.account where type = 'Prospect'",
    "a child account": "salesforce.account where parent_id is not null",
    "an absurd amount": "salesforce.account where annual_revenue > 1e12",
    "no CRM id in the product": "pendo.account_history where salesforce_account_id_c is null",
    "a product account with the CRM's id": (
        "pendo.account_history inner join salesforce.account using (id)"
    ),
    "an event account that is not in the history": (
        "pendo.event where account_id not in (select id from pendo.account_history)"
    ),
    "public mail addresses": "pendo.visitor_history where agent_email like '%@example.com'",
    "several versions": "pendo.account_history group by id having count(*) > 1",
    "a visitor in two accounts": (
        "pendo.visitor_account_history group by visitor_id having count(distinct account_id) > 1"
    ),
    "anonymous visitors": "pendo.feature_event where visitor_id like '_PENDO_T_%'",
    "another spelling of visitor ids": (
        "pendo.feature_event where visitor_id <> lower(trim(visitor_id))"
        " and visitor_id not like '_PENDO_T_%'"
    ),
    "a row loaded twice": (
        "pendo.event group by _fivetran_id, account_id, visitor_id, timestamp, num_events"
        " having count(*) > 1 and count(distinct _fivetran_synced) > 1"
    ),
    "late rows": "pendo.event where _fivetran_synced > timestamp + interval 1 day",
    "rows without an id": "pendo.event where _fivetran_id is null",
    "events of the future": "pendo.event where timestamp > timestamp '2099-01-01'",
    "answers spelt with a zero": "pendo.poll_event where poll_response = '07'",
    "answers in words": "pendo.poll_event where poll_response = 'great product'",
    "padded answers": "pendo.poll_event where poll_response = ' 9 '",
    "answers beyond the scale": "pendo.poll_event where poll_response = '11'",
    "two cases of a poll's type": (
        "pendo.poll where attribute_type in ('NPSRating', 'npsrating')"
        " having count(distinct attribute_type) = 2"
    ),
    "other polls": "pendo.poll_event where poll_id = 'poll-words'",
    "tickets without organisation": "zendesk.ticket where organization_id is null",
    "a deleted ticket": "zendesk.ticket where status = 'deleted'",
    "organisations without CRM id": "zendesk.organization where external_id is null",
    "groups as text in the history": (
        "zendesk.ticket_field_history where field_name = 'group_id' and value like '36000%'"
    ),
    "tags of escalation": "zendesk.ticket_tag where tag = 'escalated'",
    "automatic charges": "stripe.invoice where due_date is null",
    "late payments": "stripe.invoice where status_transitions_paid_at > due_date",
    "open invoices that are overdue": (
        "stripe.invoice where status = 'open' and due_date < timestamp '2026-06-29'"
    ),
    "negative invoices": "stripe.invoice where amount_due < 0",
    "metadata without an id": "stripe.customer where metadata = '{}'",
    "metadata with another key": "stripe.customer where metadata like '%external_id%'",
    "a currency without a rate": "stripe.customer where currency = 'nok'",
    "versions of subscriptions": "stripe.subscription_history where not _fivetran_active",
    "service periods": "stripe.invoice_line_item where type = 'subscription'",
    "unfinished responses": "qualtrics.survey_response where finished = 0",
    "answers that are no numbers": "qualtrics.question_response where value = 'N/A'",
    "the CRM id of responses": "qualtrics.survey_embedded_data where key = 'account_id'",
    "overrides": "customer_success.score_override where score is not null",
    "own signals": "customer_success.custom_signal where signal_id = 'partner_engagement'",
    "own signals of the product": "customer_success.custom_signal where signal_id = 'api_calls'",
}

# Rare dirt that a company of dozens has and one of a dozen may not.
RARE_TRAPS = {
    "voided invoices": "stripe.invoice where status = 'void'",
    "proration": "stripe.invoice_line_item where proration",
    "former customers": "salesforce.account where type = 'Former Customer'",
    "ended subscriptions": "stripe.subscription_history where ended_at is not null",
    "discounts": "stripe.subscription_discount",
}

# Kinds of rows that public bug reports tell of, each with few accounts, whatever the seed.
KINDS = {
    "anonymous rows in pendo.event": "pendo.event where visitor_id like '_PENDO_T_%'",
    "an answer to a poll between two numbers": "pendo.poll_event where poll_response = '7.5'",
    "threads that a customer begins": (
        "(select thread_identifier, arg_min(incoming, message_date) as is_theirs"
        " from salesforce.email_message group by 1) where is_theirs"
    ),
    "threads that an executive begins": (
        "(select arg_min(incoming, message_date) as is_theirs,"
        " arg_min(from_address, message_date) as sender"
        " from salesforce.email_message group by thread_identifier) as thread"
        " inner join salesforce.contact on contact.email = thread.sender"
        " inner join salesforce.account on account.executive_sponsor_c = contact.id"
        " where is_theirs"
    ),
    "automatic replies": "salesforce.email_message where incoming and subject like '%: Your help%'"
    " and subject not like 'Re:%'",
    "a series of meetings": "salesforce.event where is_recurrence",
    "meetings of a series": (
        "salesforce.event inner join salesforce.event as master"
        " on master.id = event.recurrence_activity_id where master.is_recurrence"
    ),
    "a deleted sponsor that the account still names": (
        "salesforce.account inner join salesforce.contact"
        " on contact.id = account.executive_sponsor_c where account._fivetran_active"
        " and contact.is_deleted"
    ),
    "titles with dots": "salesforce.contact where title in ('V.P. Operations', 'C.O.O.')",
    "titles in another language": (
        "salesforce.contact where title in"
        " ('Geschäftsführer', 'Directeur Général', '代表取締役')"
    ),
    "segments in another script": (
        "salesforce.account where segment_c in ('大企業', '中小企業')"
        " having count(distinct segment_c) = 2"
    ),
    "tickets deleted after weeks": (
        "zendesk.ticket inner join zendesk.ticket_field_history as history"
        " on history.ticket_id = ticket.id and history.value = 'deleted'"
        " where ticket._fivetran_deleted and ticket.status = 'deleted'"
        " and history.updated > ticket.created_at + interval 14 day"
    ),
    "merged tickets": "zendesk.ticket_tag where tag = 'closed_by_merge'",
    "previews of surveys": "qualtrics.survey_response where distribution_channel = 'preview'",
    "tests of surveys": "qualtrics.survey_response where status = 'Survey Test'",
    "recommendations between two numbers": "qualtrics.question_response where value = '6.5'",
    "responses without the account's id": (
        "qualtrics.survey_response where id not in"
        " (select response_id from qualtrics.survey_embedded_data where key = 'account_id')"
    ),
    "subscriptions past due": "stripe.subscription_history where status = 'past_due'",
    "trials that convert, with their line of 0": (
        "stripe.subscription_history as trial"
        " inner join stripe.invoice_line_item as line on line.subscription_id = trial.id"
        " inner join stripe.subscription_history as paying on paying.id = trial.id"
        " where trial.status = 'trialing' and line.amount = 0"
        " and line.period_end = trial.trial_end and paying.status = 'active'"
    ),
    "a billing day that moves, at the same price": (
        "stripe.invoice_line_item as credit inner join stripe.invoice_line_item as line"
        " on line.invoice_id = credit.invoice_id and line.type = 'subscription'"
        " and line.period_start = credit.period_start and line.quantity = credit.quantity"
        " where credit.proration and credit.amount < 0 and credit.period_end < line.period_end"
    ),
    "a first part month": (
        "stripe.subscription_history as started inner join stripe.invoice_line_item as line"
        " on line.subscription_id = started.id and line.period_start = started.start_date"
        " inner join stripe.price on price.id = line.plan_id"
        " where line.amount > 0 and line.amount < line.quantity * price.unit_amount"
        " and extract('day' from line.period_end) = 1"
    ),
    "invoices in arrears": (
        "stripe.invoice inner join stripe.invoice_line_item as line"
        " on line.invoice_id = invoice.id where line.type = 'subscription'"
        " and invoice.created >= line.period_end"
    ),
    "a price for every four weeks": (
        "stripe.invoice_line_item inner join stripe.price on price.id = invoice_line_item.plan_id"
        " where recurring_interval = 'week' and recurring_interval_count = 4"
    ),
    **{
        f"test mode in stripe.{table}": f"stripe.{table} where not livemode"
        for table in (
            "customer", "subscription_history", "price", "plan", "coupon", "invoice",
            "invoice_line_item",
        )
    },
    **{
        f"test mode in stripe.{table}": (
            f"stripe.{table} inner join stripe.subscription_history as subscription"
            f" on subscription.id = {table}.subscription_id where not subscription.livemode"
        )
        for table in ("subscription_item", "subscription_discount")
    },
}  # fmt: skip


def build(path: Path, parameters: Parameters) -> Path:
    """Make a company at `path` and return it."""
    make(path, parameters, force=True, report=lambda line: None)
    return path


def content(path: Path) -> dict[str, tuple[int, int]]:
    """Return, per table, the number of rows and a sum of row hashes that no order changes."""
    with duckdb.connect(str(path), read_only=True) as connection:
        names = connection.execute(
            "select schema_name || '.\"' || table_name || '\"' from duckdb_tables()"
        ).fetchall()
        return {
            name: connection.execute(
                f"select count(*), sum(hash(t)::hugeint) from {name} as t"
            ).fetchone()
            for (name,) in names
        }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a scratch folder for the companies of this module."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def small(folder: Path) -> Path:
    """Return a company of 12 accounts and 8 weeks."""
    return build(folder / "small.duckdb", SMALL)


@pytest.fixture(scope="module")
def middle(folder: Path) -> Path:
    """Return a company of 100 accounts and 60 weeks."""
    return build(folder / "middle.duckdb", Parameters(100, 60, 1, END))


@pytest.fixture
def rows(request: pytest.FixtureRequest) -> Iterator[duckdb.DuckDBPyConnection]:
    """Return a connection to the company that the test names by `indirect` parameter."""
    with duckdb.connect(str(request.getfixturevalue(request.param)), read_only=True) as connection:
        yield connection


def test_same_seed_same_rows(folder: Path, small: Path) -> None:
    """Two runs with one seed agree in every table, row for row."""
    assert content(build(folder / "again.duckdb", SMALL)) == content(small)


def test_other_seed_other_rows(folder: Path, small: Path) -> None:
    """Another seed changes every table that is not fixed by design."""
    first = content(small)
    other = content(build(folder / "other.duckdb", Parameters(12, 8, 2, END)))
    assert first.keys() == other.keys()
    changed = {name for name in first if first[name] != other[name]}
    assert {'pendo."event"', 'salesforce."account"', 'stripe."invoice"'} <= changed
    assert len(changed) >= len(first) - 3


def test_every_table_has_rows(small: Path) -> None:
    """The small company has each raw table that is read, none of them empty but the rarest."""
    found = content(small)
    expected = {
        f'{schema}."{table}"' for schema, tables in TABLES.items() for table in tables.split()
    }
    assert set(found) == expected
    empty = {name for name, (count, _) in found.items() if count == 0}
    assert empty <= {
        f'customer_success."{table}"' for table in ("advocacy", "alert_response", "intervention")
    }


def absent(path: Path, traps: dict[str, str]) -> list[str]:
    """Return the names of the traps that no row of the company shows."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return [
            name
            for name, condition in traps.items()
            if connection.execute(f"select 1 from {condition} limit 1").fetchone() is None
        ]


def test_small_company_has_the_traps(small: Path) -> None:
    """However small the company, the traps are in it."""
    assert absent(small, TRAPS) == []


def test_middle_company_has_the_rare_traps(middle: Path) -> None:
    """A company of a hundred accounts has the rare dirt too."""
    assert absent(middle, TRAPS | RARE_TRAPS) == []


@pytest.mark.parametrize(
    ("accounts", "weeks", "seed"), [(40, 30, 1), (40, 30, 2), (40, 30, 33), (400, 78, 5)]
)
def test_every_kind_of_row_is_there(folder: Path, accounts: int, weeks: int, seed: int) -> None:
    """Whatever the seed, each kind of row is in the raw file."""
    path = build(folder / f"kinds_{accounts}_{seed}.duckdb", Parameters(accounts, weeks, seed, END))
    assert absent(path, KINDS) == []
    path.unlink()


@pytest.mark.parametrize("rows", ["middle"], indirect=True)
def test_few_accounts_have_a_billing_of_their_own(rows: duckdb.DuckDBPyConnection) -> None:
    """The kinds of billing touch few accounts, so that the demo's story stays."""
    (share,) = rows.execute(
        """
        select count(distinct line.subscription_id) filter (
            where line.period_end <= invoice.created or price.recurring_interval = 'week'
            or not line.livemode
        ) / count(distinct line.subscription_id)
        from stripe.invoice_line_item as line
        inner join stripe.invoice as invoice on invoice.id = line.invoice_id
        inner join stripe.price as price on price.id = line.plan_id
        where line.type = 'subscription'
        """
    ).fetchone()
    assert 0 < share < 0.06


@pytest.mark.parametrize("rows", ["middle"], indirect=True)
def test_usage_lies_in_the_window(rows: duckdb.DuckDBPyConnection) -> None:
    """Events lie in the weeks before the end and stop when an account leaves."""
    first, last = rows.execute(
        "select min(timestamp), max(timestamp) from pendo.event where timestamp < '2099-01-01'"
    ).fetchone()
    assert first >= dt.datetime(2026, 6, 29) - dt.timedelta(weeks=60)
    assert dt.datetime(2026, 6, 26) < last < dt.datetime(2026, 6, 29)
    (after_leaving,) = rows.execute(
        """
        select count(*)
        from pendo.event
        inner join pendo.account_history as history on history.id = event.account_id
        inner join _demo.hidden_condition as hidden
            on left(hidden.account_id, 15) = left(history.salesforce_account_id_c, 15)
        where event.timestamp > hidden.churned_on + interval 1 day
            and event.timestamp < '2099-01-01'
            -- A visitor of two accounts may go on in the other one.
            and event.visitor_id not in (
                select visitor_id
                from pendo.visitor_account_history
                group by visitor_id
                having count(distinct account_id) > 1
            )
        """
    ).fetchone()
    assert after_leaving == 0


@pytest.mark.parametrize("rows", ["middle"], indirect=True)
def test_api_calls_come_every_four_weeks(rows: duckdb.DuckDBPyConnection) -> None:
    """Most accounts use the interface, in very different amounts, and no reading lacks the next."""
    accounts, least, median, most, last = rows.execute(
        """
        select count(distinct left(account_id, 15)), min(value), median(value), max(value),
            max(observed_at)
        from customer_success.custom_signal
        where signal_id = 'api_calls'
        """
    ).fetchone()
    assert 65 <= accounts <= 95
    assert 0 <= least < 300 and 300 < median < 5000 and 10_000 < most < 200_000
    assert dt.datetime(2026, 6, 22) < last < dt.datetime(2026, 6, 29)
    gaps = rows.execute(
        """
        select distinct
            observed_at - lag(observed_at) over (
                partition by left(account_id, 15) order by observed_at
            ) as gap
        from customer_success.custom_signal
        where signal_id = 'api_calls'
        """
    ).fetchall()
    assert set(gaps) == {(None,), (dt.timedelta(weeks=4),)}


@pytest.mark.parametrize("rows", ["middle"], indirect=True)
def test_condition_shows_in_churn(rows: duckdb.DuckDBPyConnection) -> None:
    """Those who leave were worse off than those who stay, and neither group is empty."""
    left_behind, stayed = rows.execute(
        """
        select
            avg(condition) filter (where churned_on is not null),
            avg(condition) filter (where churned_on is null)
        from _demo.hidden_condition
        """
    ).fetchone()
    assert 0 < left_behind < stayed < 1


def test_same_parameters_are_not_made_again(small: Path) -> None:
    """A file with the same parameters stays as it is; --force makes it again."""
    lines: list[str] = []
    before = small.stat().st_mtime_ns
    assert not make(small, SMALL, force=False, report=lines.append)
    assert small.stat().st_mtime_ns == before
    assert "nothing to do" in lines[0]


def test_other_parameters_replace_the_file(folder: Path) -> None:
    """A demo file with other parameters is replaced, and nothing is left beside it."""
    path = build(folder / "replaced" / "raw.duckdb", Parameters(2, 2, 1, END))
    assert make(path, Parameters(3, 2, 1, END), force=False, report=lambda line: None)
    assert [file.name for file in path.parent.iterdir()] == ["raw.duckdb"]


def test_foreign_file_is_left_alone(folder: Path) -> None:
    """A file that is not a demo company is not overwritten."""
    path = folder / "foreign.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table precious as select 1 as one")
    with pytest.raises(DemoError, match="not a demo company"):
        make(path, SMALL, force=False, report=lambda line: None)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--weeks", "0"], "weeks is 0; it must be 1 to 520"),
        (["--accounts", "0"], "accounts is 0; it must be 1 to"),
        (["--end", "2026-06-30"], "it must be a Monday, for example 2026-06-29"),
        (["--end", "soon"], "'soon' is no date; write it as YYYY-MM-DD"),
        (["--accounts", "many"], "invalid int value"),
        (["--colour", "red"], "unrecognized arguments: --colour red"),
    ],
)
def test_bad_arguments_end_in_a_message(tmp_path: Path, arguments: list[str], message: str) -> None:
    """What cannot be made ends in one clear message and makes no file."""
    path = tmp_path / "raw.duckdb"
    run = subprocess.run(
        [sys.executable, "-m", "demo", "--path", str(path), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode != 0
    assert message in run.stderr
    assert "Traceback" not in run.stderr
    assert not path.exists()
