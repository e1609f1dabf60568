"""Billing means what its cards say: a price that stays reads as the same, however it is billed."""

from __future__ import annotations

import calendar
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import Company

AS_OF, HISTORY_START = date(2026, 6, 29), date(2026, 1, 5)
FAR = datetime(9999, 12, 31)
TABLES = {
    "salesforce.account": "id text, name text, type text, created_date timestamp",
    "salesforce.opportunity": (
        "id text, account_id text, type text, stage_name text, amount double, is_won boolean,"
        " is_closed boolean, created_date timestamp, close_date date, last_modified_date timestamp,"
        " _fivetran_start timestamp, _fivetran_end timestamp, _fivetran_synced timestamp"
    ),
    "stripe.customer": "id text, metadata text, created timestamp, livemode boolean",
    "stripe.subscription_history": (
        "id text, customer_id text, status text, created timestamp, start_date timestamp,"
        " current_period_start timestamp, current_period_end timestamp, trial_start timestamp,"
        " trial_end timestamp, ended_at timestamp, livemode boolean, _fivetran_start timestamp,"
        " _fivetran_end timestamp"
    ),
    "stripe.subscription_item": "id text, subscription_id text, plan_id text",
    "stripe.price": (
        "id text, unit_amount bigint, recurring_interval text, recurring_interval_count bigint,"
        " livemode boolean"
    ),
    "stripe.coupon": "id text, percent_off double, duration text, livemode boolean",
    "stripe.subscription_discount": (
        "id text, subscription_id text, customer_id text, coupon_id text, start timestamp"
    ),
    "stripe.invoice": (
        "id text, customer_id text, subscription_id text, status text, currency text,"
        " created timestamp, due_date timestamp, amount_due bigint, livemode boolean,"
        " status_transitions_finalized_at timestamp, status_transitions_paid_at timestamp"
    ),
    "stripe.invoice_line_item": (
        "id text, invoice_id text, subscription_id text, price_id text, type text,"
        " proration boolean, amount bigint, period_start timestamp, period_end timestamp,"
        " livemode boolean"
    ),
}
PRICES = {
    "month": ("month", 1),
    "quarter": ("month", 3),
    "year": ("year", 1),
    "week": ("week", 1),
    "four_weeks": ("week", 4),
    "thirty_days": ("day", 30),
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def later(start: datetime, months: int) -> datetime:
    """The same day so many months later, the last day where the month is too short."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return start.replace(
        year=year, month=month + 1, day=min(start.day, calendar.monthrange(year, month + 1)[1])
    )


class Books:
    """Raw rows of a company that has a CRM and Stripe."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
        for price, (interval, count) in PRICES.items():
            self.add(
                "stripe.price",
                id=price,
                unit_amount=10000,
                recurring_interval=interval,
                recurring_interval_count=count,
            )

    def add(self, table: str, **row: Any) -> None:
        self.rows[table].append(row)

    def account(self, key: str, customer: bool = True) -> str:
        self.add(
            "salesforce.account", id=key, name=key, type="Customer", created_date=at("2023-01-01")
        )
        if customer:
            self.customer(key, f"cus_{key}")
        return key

    def customer(self, key: str, customer: str, **row: Any) -> None:
        self.add(
            "stripe.customer",
            id=customer,
            metadata=json.dumps({"crm_account_id": key}),
            created=at("2023-01-01"),
            **row,
        )

    def subscription(
        self,
        key: str,
        price: str | None = "month",
        start: str = "2024-01-01",
        name: str = "",
        **row: Any,
    ) -> None:
        subscription = f"sub_{key}{name}"
        began = at(start)
        row = {
            "customer_id": f"cus_{key}",
            "status": "active",
            "created": began,
            "start_date": began,
            "_fivetran_start": began,
            "_fivetran_end": FAR,
            **row,
        }
        self.add("stripe.subscription_history", id=subscription, **row)
        if price:
            self.add(
                "stripe.subscription_item",
                id=f"si_{subscription}{len(self.rows['stripe.subscription_item'])}",
                subscription_id=subscription,
                plan_id=price,
            )

    def bill(
        self,
        key: str,
        created: datetime,
        *lines: tuple[Any, ...],
        price: str | None = "month",
        name: str = "",
        subscription: bool = True,
        paid: timedelta | None = timedelta(minutes=5),
        livemode: bool | None = None,
        customer: str = "",
        **row: Any,
    ) -> None:
        """An invoice with lines of (amount, from, to[, is_proration[, price]])."""
        invoice = f"in_{len(self.rows['stripe.invoice'])}"
        subscription_id = f"sub_{key}{name}" if subscription else None
        row = {
            "customer_id": customer or f"cus_{key}",
            "subscription_id": subscription_id,
            "status": "open" if paid is None else "paid",
            "currency": "usd",
            "created": created,
            "amount_due": max(0, sum(line[0] for line in lines)),
            "livemode": livemode,
            "status_transitions_finalized_at": created,
            "status_transitions_paid_at": None if paid is None else created + paid,
            **row,
        }
        self.add("stripe.invoice", id=invoice, **row)
        for amount, start, end, *rest in lines:
            is_proration = bool(rest and rest[0])
            self.add(
                "stripe.invoice_line_item",
                id=f"il_{len(self.rows['stripe.invoice_line_item'])}",
                invoice_id=invoice,
                subscription_id=subscription_id,
                price_id=rest[1] if len(rest) > 1 else price,
                type="invoiceitem" if is_proration else "subscription",
                proration=is_proration,
                amount=amount,
                period_start=start,
                period_end=end,
                livemode=livemode,
            )

    def bills(
        self, key: str, first: str, last: str, months: int = 1, amount: int = 10000, **row: Any
    ) -> datetime:
        """Invoices in advance from a day up to (and without) another; gives the end of service."""
        anchor, n = at(first), 0
        while later(anchor, n * months) < at(last):
            start, end = later(anchor, n * months), later(anchor, (n + 1) * months)
            self.bill(key, start, (amount, start, end), **row)
            n += 1
        return later(anchor, n * months)

    def load(self, company: Company) -> None:
        company.load("create schema salesforce", "create schema stripe")
        for table, columns in TABLES.items():
            company.load(f"create table {table} ({columns})")
            names = [column.split()[0] for column in columns.split(", ")]
            if values := [tuple(row.get(name) for name in names) for row in self.rows[table]]:
                text = ", ".join("(" + ", ".join(map(_sql, row)) + ")" for row in values)
                company.load(f"insert into {table} values {text}")


def _sql(value: Any) -> str:
    if value is None:
        return "null"
    return str(value) if isinstance(value, bool | int | float) else f"'{value}'"


def reset(
    books: Books,
    key: str,
    day: str,
    months: int = 1,
    amount: int = 10000,
    price: str = "month",
    first: str = "2025-01-01",
) -> None:
    """A billing day that moves at the same price: the rest is credited, a whole term charged."""
    moved, n = at(day), 0
    while later(at(first), (n + 1) * months) <= moved:
        n += 1
    begins, ends = later(at(first), n * months), later(at(first), (n + 1) * months)
    books.bills(key, first, day, months, amount, price=price)
    rest = (ends - moved) / (ends - begins)
    books.bill(
        key,
        moved,
        (-round(amount * rest), moved, ends, True),
        (amount, moved, later(moved, months)),
        price=price,
    )
    books.bills(key, str(later(moved, months)), str(AS_OF), months, amount, price=price)


def steady(books: Books) -> dict[str, float]:
    """Accounts whose price never changes, with what they pay a year."""
    yearly: dict[str, float] = {}

    def account(key: str, revenue: float, price: str | None = "month", **row: Any) -> str:
        yearly[key] = revenue
        books.account(key)
        books.subscription(key, price, **row)
        return key

    for month in (1, 2, 3, 4, 5):
        for day in (2, 6, 15, 28):
            reset(books, account(f"reset_{month}_{day}", 1200), f"2026-{month:02d}-{day:02d}")
        reset(books, account(f"reset31_{month}", 1200), f"2026-{month:02d}-11", first="2024-12-31")
    reset(books, account("reset_quarter", 1200, "quarter"), "2026-02-11", 3, 30000, "quarter")
    reset(books, account("reset_year", 1200, "year"), "2026-03-11", 12, 120000, "year")
    reset(books, account("reset_year_unpriced", 1200, None), "2026-03-11", 12, 120000, "month")
    reset(books, account("reset_quarter_unpriced", 1200, None), "2026-02-11", 3, 30000, "month")
    reset(books, account("reset_evening", 1200), "2026-02-10 20:58:00", first="2024-12-31 23:58:00")

    # a first part month, with the flag and without it; on the second, too
    for key, day, is_flagged in [
        ("part", "2026-01-15", False),
        ("part_flagged", "2026-01-15", True),
        ("part_second", "2026-02-02", False),
        ("part_february", "2026-02-10", True),
        ("part_week", "2026-01-25", False),
        ("part_last_day", "2026-03-31", False),
    ]:
        start = at(day)
        begins, ends = start.replace(day=1), later(start.replace(day=1), 1)
        account(key, 1200, start=day)
        part = round(10000 * ((ends - start) / (ends - begins)))
        books.bill(key, start, (part, start, ends, is_flagged))
        books.bills(key, str(ends), str(AS_OF))

    # a first part of a quarter, and of a year
    for key, day, ends, months, price in [
        ("part_quarter", "2026-02-10", "2026-04-01", 3, "quarter"),
        ("part_year", "2026-02-10", "2026-07-01", 12, "year"),
    ]:
        start, end = at(day), at(ends)
        account(key, 1200, price, start=day)
        amount = 10000 * months
        books.bill(
            key,
            start,
            (round(amount * ((end - start) / (end - later(end, -months)))), start, end),
            price=price,
        )
        books.bills(key, ends, str(AS_OF), months, amount, price=price)

    # the last part of a term, when the billing day moves by a short term
    account("short_term", 1200)
    end = books.bills("short_term", "2025-01-01", "2026-02-01")
    books.bill("short_term", end, (round(10000 * 14 / 28), end, at("2026-02-15")))
    books.bills("short_term", "2026-02-15", str(AS_OF))

    # weeks
    for key, days, cents, price in [
        ("weeks", 7, 2500, "week"),
        ("four_weeks", 28, 10000, "four_weeks"),
        ("thirty_days", 30, 10000, "thirty_days"),
    ]:
        account(key, cents / 100 * 365.25 / days, price)
        start = at("2025-02-03")
        while start < at(str(AS_OF)):
            books.bill(key, start, (cents, start, start + timedelta(days=days)), price=price)
            start += timedelta(days=days)

    # in arrears: at the month's end, an hour or a day later; beside a fee in advance; by quarter
    for key, delay in [("arrears", 0), ("arrears_hour", 1), ("arrears_late", 30)]:
        account(key, 1200)
        for n in range(18):
            start, end = later(at("2025-01-01"), n), later(at("2025-01-01"), n + 1)
            if end + timedelta(hours=delay) < at(str(AS_OF)):
                books.bill(key, end + timedelta(hours=delay), (10000, start, end))
    account("arrears_beside", 2400)
    for n in range(17):
        start, end, after = (later(at("2025-01-01"), i) for i in (n, n + 1, n + 2))
        books.bill(
            "arrears_beside",
            end + timedelta(hours=1),
            (6000, start, end, False, "metered"),
            (4000, start, end, False, "metered"),
            (10000, end, after),
        )
    account("arrears_quarter", 1200, "quarter")
    for n in range(5):
        start, end = later(at("2025-01-15"), 3 * n), later(at("2025-01-15"), 3 * n + 3)
        books.bill(
            "arrears_quarter", end + timedelta(hours=1), (30000, start, end), price="quarter"
        )

    # two payers; past due; an item that is billed once
    account("payers", 2400)
    books.customer("payers", "cus_payers_2")
    books.subscription("payers", name="_2", customer_id="cus_payers_2")
    books.bills("payers", "2025-01-01", str(AS_OF))
    books.bills("payers", "2025-01-01", str(AS_OF), name="_2", customer="cus_payers_2")
    account("past_due", 1200, status="past_due")
    books.bills("past_due", "2025-01-01", str(AS_OF))
    account("one_off", 1200)
    books.bills("one_off", "2025-01-01", str(AS_OF))
    books.bill(
        "one_off", at("2026-06-02"), (90000, at("2026-06-02"), at("2026-06-03")), subscription=False
    )
    return yearly


@pytest.fixture(scope="module")
def books_and_company(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[dict[str, float], Company]]:
    folder: Path = tmp_path_factory.mktemp("billing")
    company = Company(folder, vars={"bellwether_sources": ["salesforce", "stripe"]})
    books = Books()
    yearly = steady(books)
    changing(books)
    books.load(company)
    run = company.dbt(
        "build",
        "--exclude-resource-type",
        "unit_test",
        "--exclude-resource-type",
        "test",
        "--select",
        "+int_account_signals",
        "+data_quality_raw_rows",
        "+data_quality_rejected_rows",
        as_of_date=str(AS_OF),
        history_start=str(HISTORY_START),
    )
    assert run.status == 0, run.output[-4000:]
    yield yearly, company


def signal(
    company: Company, account: str, signal_id: str, week: str = str(AS_OF)
) -> tuple[Any, Any]:
    """Value and level of a signal."""
    found = company.rows(
        "select value, level from {intermediate}.int_account_signals where account_id ="
        f" '{account}' and signal_id = '{signal_id}' and snapshot_week = date '{week}'"
    )
    return found[0] if found else (None, None)


def changing(books: Books) -> None:
    """Accounts of which the tests below tell."""
    # a trial with Stripe's usual line of 0, by its end alone and by versions
    for key in ("trial", "trial_versions", "trial_priced"):
        books.account(key)
        amount = 10000 if key == "trial_priced" else 0
        books.bill(key, at("2026-03-01"), (amount, at("2026-03-01"), at("2026-05-10")))
        books.bills(key, "2026-05-10", str(AS_OF))
    for key in ("trial", "trial_priced"):
        books.subscription(
            key, start="2026-03-01", trial_start=at("2026-03-01"), trial_end=at("2026-05-10")
        )
    books.subscription(
        "trial_versions",
        start="2026-03-01",
        status="trialing",
        _fivetran_end=at("2026-05-09 23:59:59"),
    )
    books.subscription("trial_versions", None, start="2026-03-01", _fivetran_start=at("2026-05-10"))

    # a plan for nothing that is paid from May on has grown
    books.account("free_plan")
    books.subscription("free_plan")
    books.bills("free_plan", "2025-01-01", "2026-05-01", amount=0)
    books.bills("free_plan", "2026-05-01", str(AS_OF))

    # paused in May: in force before, not after
    books.account("paused")
    books.subscription("paused", _fivetran_end=at("2026-05-11 23:59:59"))
    books.subscription("paused", None, status="paused", _fivetran_start=at("2026-05-12"))
    books.bills("paused", "2025-01-01", str(AS_OF))

    # more seats from the middle of a month on: half as much again
    books.account("upgrade")
    books.subscription("upgrade")
    end = books.bills("upgrade", "2025-01-01", "2026-05-31")
    books.bill(
        "upgrade",
        at("2026-05-12"),
        (-round(10000 * 20 / 31), at("2026-05-12"), end, True),
        (round(15000 * 20 / 31), at("2026-05-12"), end, True),
    )
    books.bills("upgrade", "2026-06-01", str(AS_OF), amount=15000)

    # invoices alone speak where no subscription is known
    books.account("invoices_only")
    books.bills("invoices_only", "2025-01-01", str(AS_OF), subscription=False)

    # three months that were caught up on one day
    books.account("caught_up")
    books.subscription("caught_up")
    for n in range(4):
        start = later(at("2026-03-01"), n)
        books.bill("caught_up", at("2026-06-05"), (10000, start, later(start, 1)))

    # lateness
    for key in ("midnight", "shells", "day_late", "fresh"):
        books.account(key)
        books.subscription(key)
    books.bill(
        "midnight", at("2026-05-31 23:58"), (10000, at("2026-05-31 23:58"), at("2026-06-30 23:58"))
    )
    books.bill(
        "shells",
        at("2026-06-01"),
        (10000, at("2026-06-01"), at("2026-07-01")),
        currency="shl",
        due_date=at("2026-06-02"),
        paid=timedelta(days=11),
    )
    books.bill(
        "day_late",
        at("2026-06-01 10:00"),
        (10000, at("2026-06-01"), at("2026-07-01")),
        due_date=at("2026-06-02 10:00"),
        paid=timedelta(hours=49),
    )
    books.bill(
        "fresh", at("2026-06-28 22:00"), (10000, at("2026-06-28"), at("2026-07-28")), paid=None
    )

    # renewals of yearly terms that end on 1 August 2026
    for key in ("won", "won_ahead", "lost_ahead", "committed"):
        yearly(books, key, "2025-08-01", start="2024-08-01")
    deal(books, "won", is_won=True, close="2026-04-20")
    deal(books, "won_ahead", is_won=True, close="2026-07-31", modified="2026-06-10")
    deal(books, "lost_ahead", is_won=False, close="2026-07-31", modified="2026-06-10")
    yearly(books, "begun", "2026-06-01", start="2024-06-01")
    deal(books, "begun", is_won=True, close="2026-04-20")
    # ended with May, and a new subscription for the next year
    yearly(books, "begun_anew", "2025-06-01", start="2025-06-01", ended_at=at("2026-06-01"))
    books.subscription(
        "begun_anew",
        "year",
        start="2026-06-01",
        name="_2",
        current_period_start=at("2026-06-01"),
        current_period_end=at("2027-06-01"),
    )
    books.bill(
        "begun_anew",
        at("2026-06-01"),
        (120000, at("2026-06-01"), at("2027-06-01")),
        price="year",
        name="_2",
    )
    deal(books, "begun_anew", is_won=True, close="2026-04-20")

    # test mode
    books.account("tested")
    books.subscription("tested")
    books.bills("tested", "2025-01-01", str(AS_OF))
    books.customer("tested", "cus_test", livemode=False)
    books.subscription("tested", name="_test", customer_id="cus_test", livemode=False)
    books.bill(
        "tested",
        at("2026-03-01"),
        (70000, at("2026-03-01"), at("2027-03-01")),
        name="_test",
        customer="cus_test",
        livemode=False,
        paid=None,
    )
    books.add(
        "stripe.coupon", id="test_coupon", percent_off=50.0, duration="forever", livemode=False
    )


def yearly(books: Books, key: str, period: str, **row: Any) -> None:
    begins, ends = at(period), later(at(period), 12)
    books.account(key)
    books.subscription(key, "year", current_period_start=begins, current_period_end=ends, **row)
    books.bill(key, begins, (120000, begins, ends), price="year")


def deal(books: Books, key: str, is_won: bool, close: str, modified: str | None = None) -> None:
    books.add(
        "salesforce.opportunity",
        id=f"deal_{key}",
        account_id=key,
        type="Renewal",
        stage_name="Closed Won" if is_won else "Closed Lost",
        amount=1200.0,
        is_won=is_won,
        is_closed=True,
        created_date=at("2026-02-01"),
        close_date=date.fromisoformat(close),
        last_modified_date=at(modified or close),
        _fivetran_synced=at("2026-06-28"),
    )


def test_a_price_that_stays_reads_as_the_same_in_every_week(
    books_and_company: tuple[dict[str, float], Company],
) -> None:
    yearly_revenue, company = books_and_company
    found = company.rows(
        "select account_id, cast(snapshot_week as text), signal_id, value, level from"
        " {intermediate}.int_account_signals where signal_id in ('recurring_revenue',"
        " 'expansion_signals') order by all"
    )
    wrong = [
        (account, week, signal_id, value, level)
        for account, week, signal_id, value, level in found
        if account in yearly_revenue
        and value is not None
        and (
            abs(value / yearly_revenue[account] - 1) > 0.001
            if signal_id == "recurring_revenue"
            else abs(value) > 0.001 or level != "stable"
        )
    ]
    assert not wrong, "\n".join(map(str, wrong[:80]))
    for account, revenue in yearly_revenue.items():
        value, _ = signal(company, account, "recurring_revenue")
        assert value == pytest.approx(revenue, rel=0.001), account


def level(company: Company, account: str, signal_id: str, week: str = str(AS_OF)) -> Any:
    return signal(company, account, signal_id, week)[1]


def test_a_trial_that_converts_is_no_expansion(
    books_and_company: tuple[dict[str, float], Company],
) -> None:
    _, company = books_and_company
    for account in ("trial", "trial_versions", "trial_priced"):
        assert signal(company, account, "recurring_revenue", "2026-05-04")[0] is None, account
        assert signal(company, account, "recurring_revenue")[0] == pytest.approx(1200), account
        assert signal(company, account, "expansion_signals") == (None, None), account
    assert level(company, "free_plan", "expansion_signals") == "actively_expanding"


def test_nothing_is_revenue_while_no_subscription_is_in_force(
    books_and_company: tuple[dict[str, float], Company],
) -> None:
    _, company = books_and_company
    assert signal(company, "paused", "recurring_revenue", "2026-05-11")[0] == pytest.approx(1200)
    assert signal(company, "paused", "recurring_revenue", "2026-05-18")[0] is None
    assert signal(company, "invoices_only", "recurring_revenue")[0] == pytest.approx(1200)
    assert signal(company, "caught_up", "recurring_revenue")[0] == pytest.approx(1200)


def test_a_change_in_mid_month_counts_from_its_day(
    books_and_company: tuple[dict[str, float], Company],
) -> None:
    _, company = books_and_company
    for week in ("2026-05-18", "2026-05-25", "2026-06-08"):
        change, found = signal(company, "upgrade", "expansion_signals", week)
        assert (round(change, 3), found) == (0.5, "actively_expanding"), week
    assert signal(company, "upgrade", "expansion_signals", "2026-05-11")[0] == 0


def test_days_late_need_no_midnight_and_no_exchange_rate(
    books_and_company: tuple[dict[str, float], Company],
) -> None:
    _, company = books_and_company
    assert signal(company, "midnight", "payment_timeliness")[0] == 0
    assert signal(company, "shells", "payment_timeliness")[0] == 10
    assert signal(company, "shells", "recurring_revenue")[0] is None
    assert signal(company, "day_late", "payment_timeliness")[0] == 1
    assert signal(company, "fresh", "payment_timeliness")[0] == 0
    assert company.rows(
        "select sum(n_rows) from {marts}.data_quality_rejected_rows where rejection_reason ="
        " 'unknown_currency' and raw_table = 'invoice'"
    ) == [(1,)]


@pytest.mark.parametrize(
    ("account", "week", "expected"),
    [
        ("won", "2026-04-20", "renewal_13_26w"),
        ("won", "2026-04-27", "renewal_confirmed"),
        ("won", "2026-06-29", "renewal_confirmed"),
        ("won_ahead", "2026-06-08", "renewal_under_13w_open"),
        ("won_ahead", "2026-06-15", "renewal_confirmed"),
        ("lost_ahead", "2026-06-08", "renewal_under_13w_open"),
        ("lost_ahead", "2026-06-15", "renewal_under_13w_no_signal"),
        ("begun", "2026-06-01", "renewal_confirmed"),
        ("begun", "2026-06-08", "renewed"),
        ("begun_anew", "2026-06-01", "renewal_confirmed"),
        ("begun_anew", "2026-06-08", "renewed"),
    ],
)
def test_a_renewal_is_confirmed_when_won_and_renewed_when_begun(
    books_and_company: tuple[dict[str, float], Company], account: str, week: str, expected: str
) -> None:
    _, company = books_and_company
    assert level(company, account, "renewal_proximity", week) == expected


def test_test_mode_is_counted_and_no_money(
    books_and_company: tuple[dict[str, float], Company],
) -> None:
    _, company = books_and_company
    assert signal(company, "tested", "recurring_revenue")[0] == pytest.approx(1200)
    assert signal(company, "tested", "payment_timeliness")[0] == 0
    assert company.rows(
        "select raw_table, sum(n_rows) from {marts}.data_quality_rejected_rows"
        " where rejection_reason = 'test_mode' group by 1 order by 1"
    ) == [
        ("coupon", 1),
        ("customer", 1),
        ("invoice", 1),
        ("invoice_line_item", 1),
        ("subscription_history", 1),
    ]


def test_every_row_of_billing_is_used_or_counted(
    books_and_company: tuple[dict[str, float], Company],
) -> None:
    _, company = books_and_company
    rows = company.rows(
        "select raw_table, n_rows_raw, n_rows_unexplained from {marts}.data_quality_raw_rows"
        " where source = 'stripe'"
    )
    assert sum(raw for _, raw, _ in rows) > 1000
    assert [row for row in rows if row[2] != 0] == []
