"""What public bug reports tell of, as accounts of a tiny company, with the right values.

The values are worked out by hand. One build serves all; a case is the rows of its accounts and
what must then stand in the marts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import Company
from tests.e2e.tiny_company import END, FOR_EVER, SINCE, TinyCompany, crm_id, day, months

FIRST, NEWEST = "2020-06-01", "2021-01-11"
Add = Callable[[TinyCompany], None]
Check = tuple[str, str, Any]
CASES: list[tuple[Add, list[Check]]] = []


def case(*checks: Check) -> Callable[[Add], Add]:
    """Enter a function that adds rows, with what is right: (what, SQL, value)."""

    def enter(add: Add) -> Add:
        CASES.append((add, list(checks)))
        return add

    return enter


def signal(account: str, name: str, what: str = "value", week: str = NEWEST) -> str:
    """SQL of a signal of an account."""
    return (
        f"select {what} from {{intermediate}}.int_account_signals where account_id = '[{account}]'"
        f" and signal_id = '{name}' and snapshot_week = date '{week}'"
    )


def value_to(places: int) -> str:
    """SQL of a value to so many places, for engines that round decimals alone."""
    return f"cast(round(cast(value as decimal(18, 9)), {places}) as double precision)"


def page(account: str, what: str) -> str:
    """SQL of what the page about an account shows."""
    return f"select {what} from {{marts}}.account_overview where account_id = '[{account}]'"


def survey(account: str, what: str) -> str:
    """SQL of the recommendations of an account."""
    return (
        f"select {what} from {{marts}}.account_survey_scores where account_id = '[{account}]'"
        f" and signal_id = 'nps_net' and snapshot_week = date '{NEWEST}'"
    )


def match_of(customer: str) -> str:
    """SQL of how a customer of billing was matched."""
    return (
        "select match_status from {intermediate}.int_account_keys"
        f" where source = 'stripe' and source_account_key = '{customer}'"
    )


@case(("attended of held", signal("copies", "meeting_attendance"), 0.5))
def copies_of_a_meeting(company: TinyCompany) -> None:
    """Copies in invitees' calendars are the same meeting."""
    account = company.account("copies", without=["meetings"])
    account.meeting(day("2020-11-04 14:00"), "Accepted")
    account.meeting(day("2020-12-02 14:00"), "Declined")
    for _ in range(3):
        account.meeting(day("2020-11-04 14:00"), is_child=True)


@case(("attended of held", signal("series", "meeting_attendance"), 0.5))
def a_series_of_meetings(company: TinyCompany) -> None:
    """The row that defines a series is no meeting beside its occurrences."""
    account = company.account("series", without=["meetings"])
    series = account.meeting(day("2020-11-04 14:00"), is_recurrence=True)
    for on, answer in [
        ("2020-11-04", "Accepted"),
        ("2020-11-18", "Declined"),
        ("2020-12-02", "Accepted"),
        ("2020-12-16", "Declined"),
    ]:
        account.meeting(day(f"{on} 14:00"), answer, recurrence_activity_id=series)


@case(
    ("one then, one now", signal("merged", "ticket_volume_trend"), 0.0),
    ("level", signal("merged", "ticket_volume_trend", "level"), "stable_high"),
)
def merged_tickets(company: TinyCompany) -> None:
    """Tickets closed by a merge into another are no tickets of their own."""
    account = company.account("merged", without=["tickets"])
    account.ticket(day("2020-11-24 09:00"))
    account.ticket(day("2020-12-22 09:00"))
    for minute in (10, 20, 30):
        account.ticket(
            day(f"2020-12-22 09:{minute}"),
            solved_after=timedelta(hours=1),
            tags=["closed_by_merge"],
        )


@case(("days open", signal("hold", "open_issue_age"), 21.625))
def a_ticket_on_hold(company: TinyCompany) -> None:
    """A ticket on hold is open."""
    account = company.account("hold", without=["tickets"])
    changes = [
        ("status", "open", day("2020-12-20 10:00")), ("status", "hold", day("2020-12-22 09:00")),
    ]  # fmt: skip
    account.ticket(day("2020-12-20 09:00"), solved_after=None, changes=changes, status="hold")


@case(("mean of good and bad", signal("rerated", "csat_average"), 3.0))
def a_rating_that_changed(company: TinyCompany) -> None:
    """A rating that was changed counts once, as changed."""
    account = company.account("rerated", without=["tickets"])
    changes = [
        ("satisfaction_score", "offered", day("2020-12-21 09:00")),
        ("satisfaction_score", "bad", day("2020-12-21 10:00")),
        ("satisfaction_score", "good", day("2020-12-23 10:00")),
    ]
    account.ticket(day("2020-12-20 09:00"), changes=changes)
    account.ticket(day("2020-12-22 09:00"), rated="bad")


@case(
    ("answers", survey("preview", "n_answers"), 3),
    ("three promoters", survey("preview", "answer_mean"), 100.0),
)
def previews_of_a_survey(company: TinyCompany) -> None:
    """Answers in the preview or test of a survey are our own."""
    account = company.account("preview", without=["surveys"])
    for person in range(3):
        account.answer("9", "2020-12-09", person=person)
    account.answer("0", "2020-12-08", status="Survey Preview", channel="preview")
    account.answer("0", "2020-12-08", status="Survey Test", channel="test")


@case(("answers", survey("halves", "n_answers"), 1))
def answers_between_two_numbers(company: TinyCompany) -> None:
    """A recommendation of 6.5 fits no group, in a survey and in a poll."""
    account = company.account("halves", without=["surveys"])
    account.answer("9", "2020-12-09", person=0)
    account.answer("6.5", "2020-12-09", person=1)
    company.add(
        "pendo.poll_event", _fivetran_id="half", poll_id="nps", visitor_id=account.visitors[0],
        account_id=account.product, poll_response="7.5", timestamp=day("2020-12-10 10:00"),
    )  # fmt: skip


@case(("answers", survey("one_person", "n_answers"), 1))
def one_respondent(company: TinyCompany) -> None:
    """Two questions of a response, a row twice and an older response are one respondent."""
    company.question("Q2")
    account = company.account("one_person", without=["surveys"])
    response = account.answer("9", "2020-12-09", email=f"P0@{account.domain.upper()} ")
    account.answer("3", question="Q2", response=response)
    account.answer("9", response=response)
    account.answer("2", "2020-06-09", person=0)


@case(
    ("minutes of the first", signal("lower_case", "sum_minutes_13w"), 4 * 65 * 10.0),
    ("minutes of the second", signal("upper_case", "sum_minutes_13w"), 4 * 65 * 20.0),
)
def ids_that_differ_by_case(company: TinyCompany) -> None:
    """Two ids that differ in the case of a letter are two accounts."""
    for key, body, minutes in [
        ("lower_case", "CaseXyz0001a", 10),
        ("upper_case", "CASEXyz0001a", 20),
    ]:
        account_id = crm_id("001", body)
        account = company.account(
            key, without=["usage"], account_id=account_id, product_key=account_id[:15]
        )
        account.use(minutes=minutes)


@case(
    ("open ticket of the loser", signal("winner", "open_issue_age"), 51.625),
    (
        "rows of the loser",
        "select count(*) from {marts}.health_scores where account_id = '[loser]'",
        0,
    ),
)
def a_merged_account(company: TinyCompany) -> None:
    """Facts of a merged account count for its master, which appears once."""
    winner = company.account("winner")
    every_part = ["crm", "usage", "meetings", "mails", "billing", "surveys", "tickets"]
    loser = company.account("loser", without=every_part)
    loser.version(day("2020-09-01"), name="Old", is_deleted=True, master_record_id=winner.id)
    loser.ticket(day("2020-11-20 09:00"), solved_after=None)


_TWICE = (
    "select {} from {{marts}}.health_scores"
    " where account_id = '[twice]' and snapshot_week = date '{}'"
)


@case(
    ("rows", _TWICE.format("count(*)", NEWEST), 1),
    ("segment now", _TWICE.format("segment", NEWEST), "enterprise"),
    ("segment before", _TWICE.format("segment", "2020-12-14"), "mid_market"),
)
def two_active_versions(company: TinyCompany) -> None:
    """Two active versions of one record are one account, the later version."""
    account = company.account("twice")
    account.version(
        day("2020-12-16 12:00"),
        name="Renamed",
        segment_c="Enterprise",
        go_live_date_c=date(2019, 1, 1),
    )


@case(
    ("match", match_of("cus_house_a"), "ambiguous"),
    ("no revenue of one", signal("house_a", "recurring_revenue"), None),
    ("nor of the other", signal("house_b", "recurring_revenue"), None),
)
def a_shared_domain(company: TinyCompany) -> None:
    """A payer whose domain two accounts share is nobody's."""
    account = company.account("house_a", domain="house.example", without=["billing"])
    company.account("house_b", domain="house.example", without=["billing"])
    account.payer(metadata="{}")
    account.subscription()
    account.monthly("2020-03", "2021-01")


@case(("revenue a year", signal("two_payers", "recurring_revenue"), 2400.0))
def two_payers(company: TinyCompany) -> None:
    """Two customers of billing for one account add up."""
    account = company.account("two_payers")
    account.payer("cus_second")
    account.subscription("sub_second", customer="cus_second")
    account.monthly("2020-03", "2021-01", contract="sub_second", customer="cus_second")


@case(
    ("revenue read", signal("metadata", "recurring_revenue"), 1200.0),
    ("broken metadata", match_of("cus_broken"), "unmatched"),
)
def metadata_of_every_kind(company: TinyCompany) -> None:
    """Metadata with quotes and line breaks is read; broken metadata matches nobody."""
    account = company.account("metadata", without=["billing"])
    fields = {"note": 'says "hi", café', "empty": "", "crm_account_id": account.id}
    account.payer(
        metadata=json.dumps(fields, indent=2, ensure_ascii=False), email="pay@elsewhere.example"
    )
    broken = company.account("broken", without=["billing"])
    broken.payer(metadata=f'{{"crm_account_id": "{broken.id}', email="pay@elsewhere.example")
    for payer in (account, broken):
        payer.subscription()
        payer.monthly("2021-01", "2021-01")


@case(
    ("revenue a year", signal("test_mode", "recurring_revenue"), 1200.0),
    ("days late", signal("test_mode", "payment_timeliness"), 0.0),
)
def billing_in_test_mode(company: TinyCompany) -> None:
    """Rows of billing's test mode are no money, and nothing of them is late."""
    account = company.account("test_mode")
    tried = {"contract": "sub_tried", "customer": "cus_tried", "livemode": False}
    account.payer("cus_tried", livemode=False)
    account.subscription(**tried)
    account.monthly("2020-09", "2020-09", 50000, paid_after=None, **tried)
    account.monthly("2020-10", "2021-01", 50000, **tried)


@case(
    ("25 a week", signal("weekly", "recurring_revenue", "round(value)"), 1304.0),
    ("100 every four weeks", signal("four_weekly", "recurring_revenue", "round(value)"), 1304.0),
    ("300 a quarter", signal("quarterly", "recurring_revenue", "round(value)"), 1200.0),
    ("1,200 from leap day on", signal("leap_year", "recurring_revenue", "round(value)"), 1200.0),
    ("2,400 for two years", signal("two_years", "recurring_revenue", "round(value)"), 1200.0),
)
def billing_intervals(company: TinyCompany) -> None:
    """Every interval gives a year's worth."""
    weekly = [day("2020-03-02") + timedelta(weeks=n) for n in range(57)]
    quarters = [day(f"{on}-01") for on in ("2020-04", "2020-07", "2020-10", "2021-01", "2021-04")]
    for key, cents, starts, interval, n in [
        ("weekly", 2500, weekly, "week", 1),
        ("four_weekly", 10000, weekly[::4], "week", 4),
        ("quarterly", 30000, quarters, "month", 3),
    ]:
        account = company.account(key, without=["billing"])
        account.payer()
        company.price(f"price_{key}", cents, interval, n)
        periods = [(s, e) for s, e in pairwise(starts) if s < END]
        account.subscription(
            period=(periods[-1][0].isoformat(), periods[-1][1].isoformat()), price=f"price_{key}"
        )
        for starts_at, ends_at in periods:
            account.invoice(
                starts_at + timedelta(hours=8), (cents, starts_at, ends_at), price=f"price_{key}"
            )
    for key, cents, first, last in [
        ("leap_year", 120000, "2020-02-29", "2021-02-28"),
        ("two_years", 240000, "2020-03-01", "2022-03-01"),
    ]:
        account = company.account(key, without=["billing"])
        account.payer()
        account.subscription(period=(first, last), since=day(first), price=None)
        account.invoice(day(f"{first} 08:00"), (cents, day(first), day(last)))


@case(
    ("12,000 yen a month", signal("yen", "recurring_revenue"), 12000 * 0.0067 * 12),
    ("shown in the base currency", page("yen", "concat(recurring_revenue, currency)"), "964.8USD"),
    ("unknown is not 0", page("dinar", "recurring_revenue"), None),
    ("dinars unknown", signal("dinar", "recurring_revenue"), None),
    (
        "and counted",
        "select sum(n_rows) > 0 from {marts}.data_quality_rejected_rows"
        " where rejection_reason = 'unknown_currency'",
        True,
    ),
)
def minor_units(company: TinyCompany) -> None:
    """Yen have no minor units; a currency without a rate is unknown, not 1."""
    for key, currency in [("yen", "jpy"), ("dinar", "kwd")]:
        account = company.account(key, without=["billing"])
        account.payer()
        account.subscription()
        account.monthly("2020-03", "2021-01", 12000, currency=currency)


@case(
    ("revenue a year", signal("arrears", "recurring_revenue"), 1200.0),
    ("expansion", signal("arrears", "expansion_signals", "level"), "stable"),
)
def billing_in_arrears(company: TinyCompany) -> None:
    """What is billed at the end of its month is revenue too."""
    account = company.account("arrears", without=["billing"])
    account.payer()
    account.subscription()
    for month, after in months("2020-03", "2020-12"):
        account.invoice(after + timedelta(hours=1), (10000, month, after))


@case(
    ("January", signal("moved_jan", "expansion_signals", "level"), "stable"),
    ("November", signal("moved_nov", "expansion_signals", "level", "2020-11-23"), "stable"),
    ("change in January", signal("moved_jan", "expansion_signals", value_to(3)), 0.0),
    (
        "change in November",
        signal("moved_nov", "expansion_signals", value_to(3), "2020-11-23"),
        0.0,
    ),
)
def a_billing_day_that_moves(company: TinyCompany) -> None:
    """A new billing day at the same price changes no revenue."""
    for key, before, moved, unused, next_day in [
        ("moved_jan", "2021-01", day("2021-01-06"), 26 / 31, day("2021-02-06")),
        ("moved_nov", "2020-11", day("2020-11-18"), 13 / 30, day("2020-12-18")),
    ]:
        account = company.account(key, without=["billing"])
        account.payer()
        newest = (
            ("2021-01-06", "2021-02-06") if key == "moved_jan" else ("2020-12-18", "2021-01-18")
        )
        account.subscription(period=newest)
        account.monthly("2020-03", before)
        ((_, month_end),) = months(before, before)
        account.invoice(
            moved, (-round(10000 * unused), moved, month_end, True), (10000, moved, next_day)
        )
        if key == "moved_nov":
            account.invoice(next_day, (10000, next_day, day("2021-01-18")))


@case(
    ("days late", signal("midnight", "payment_timeliness"), 0.0),
    ("revenue a year", signal("midnight", "recurring_revenue", "round(value)"), 1200.0),
)
def paid_over_midnight(company: TinyCompany) -> None:
    """A card charged five minutes after the invoice is not late because midnight lies between."""
    account = company.account("midnight", without=["billing"])
    account.payer()
    account.subscription(period=("2020-12-31 23:58", "2021-01-31 23:58"))
    for month, after in months("2020-03", "2021-01"):
        starts, ends = month - timedelta(minutes=2), after - timedelta(minutes=2)
        account.invoice(starts, (10000, starts, ends))


@case(
    (
        "won on 5 January",
        signal("won_early", "renewal_proximity", "level in ('renewal_confirmed', 'renewed')"),
        True,
    ),
    (
        "the week before",
        signal("won_early", "renewal_proximity", "level", "2021-01-04"),
        "renewal_under_13w_open",
    ),
    ("shown as settled", page("won_early", "is_renewal_settled"), True),
    ("with its day", page("won_early", "renewal_date"), date(2021, 2, 15)),
)
def won_before_the_close_date(company: TinyCompany) -> None:
    """A deal that is won with a close date ahead is no open deal."""
    account = company.account("won_early", without=["billing"])
    account.payer()
    account.subscription(period=("2020-02-15", "2021-02-15"), since=day("2019-02-15"), price=None)
    account.invoice(day("2020-02-15 08:00"), (120000, day("2020-02-15"), day("2021-02-15")))
    for stage, is_won, since, until in [
        ("Proposal", False, day("2020-11-01"), day("2021-01-04 23:59:59")),
        ("Closed Won", True, day("2021-01-05"), FOR_EVER),
    ]:
        company.add(
            "salesforce.opportunity", id=crm_id("006", "K1"), account_id=account.id, type="Renewal",
            stage_name=stage, amount=1200.0, is_won=is_won, is_closed=is_won, is_deleted=False,
            created_date=day("2020-11-01"), close_date=date(2021, 1, 31), _fivetran_start=since,
            _fivetran_end=until, _fivetran_active=is_won,
        )  # fmt: skip


@case(
    ("above the price", signal("coupon_150", "discount_dependency"), 100.0),
    ("ended", signal("coupon_ended", "discount_dependency"), 0.0),
    ("while it ran", signal("coupon_ended", "discount_dependency", week="2020-09-07"), 50.0),
    ("of the customer", signal("coupon_customer", "discount_dependency"), 20.0),
    ("none", signal("coupon_none", "discount_dependency"), 0.0),
    ("revenue is before discounts", signal("coupon_150", "recurring_revenue"), 1200.0),
)
def coupons(company: TinyCompany) -> None:
    """One above the price makes it free, an ended one nothing, a customer's reaches each."""
    for key in ("coupon_150", "coupon_ended", "coupon_customer", "coupon_none"):
        company.account(key)
    company.add("stripe.coupon", id="off_150", amount_off=15000, currency="usd", duration="forever")
    company.add("stripe.coupon", id="off_20", percent_off=20.0, duration="forever")
    company.add("stripe.coupon", id="off_50", percent_off=50.0, duration="repeating")
    for key, coupon, contract, dates in [
        ("coupon_150", "off_150", "sub_coupon_150", {"start": day("2020-03-01")}),
        (
            "coupon_ended", "off_50", "sub_coupon_ended",
            {"start": day("2020-07-01"), "end": day("2020-10-01")},
        ),
        ("coupon_customer", "off_20", None, {"start": day("2020-03-01")}),
    ]:  # fmt: skip
        company.add(
            "stripe.subscription_discount", id=f"di_{key}", subscription_id=contract,
            customer_id=f"cus_{key}", coupon_id=coupon, **dates,
        )  # fmt: skip


@case(
    ("revenue now", signal("partial", "recurring_revenue"), 1200.0),
    ("before", signal("partial", "recurring_revenue", week="2020-12-14"), 1800.0),
    ("change", signal("partial", "expansion_signals", value_to(6)), -0.333333),
    ("level", signal("partial", "expansion_signals", "level"), "contracting"),
)
def one_of_two_subscriptions_ends(company: TinyCompany) -> None:
    """Revenue falls once, by what ended."""
    account = company.account("partial")
    account.subscription(
        "sub_partial_2", period=("2020-12-01", "2021-01-01"), ended=day("2020-12-15")
    )
    account.monthly("2020-03", "2020-12", 5000, contract="sub_partial_2")


@case(
    ("revenue now", signal("reissued", "recurring_revenue"), 1200.0),
    ("days late", signal("reissued", "payment_timeliness"), 0.0),
)
def voided_and_written_again(company: TinyCompany) -> None:
    """An invoice that was voided and written again counts once."""
    account = company.account("reissued", without=["billing"])
    account.payer()
    account.subscription()
    account.monthly("2020-03", "2020-12")
    line = (10000, day("2021-01-01"), day("2021-02-01"))
    account.invoice(
        day("2021-01-01 08:00"), line, due=day("2021-01-02"), voided=day("2021-01-03 09:00")
    )
    account.invoice(day("2021-01-03 09:30"), line, due=day("2021-02-02"))


NAME = 'Ünïcødé "Köln" & Söhne, 株式会社 🚀\n2nd line'


@case(
    (
        "name",
        "select account_name from {marts}.health_scores_current where account_id = '[words]'",
        NAME,
    ),
    ("payer by domain", signal("words", "recurring_revenue"), 1200.0),
)
def words_of_the_world(company: TinyCompany) -> None:
    """Names in every script pass; domains are compared without case."""
    company.account("words", name=NAME, domain="MÜNCHEN.example", metadata="{}")


@case(("median hours is long", signal("absent", "email_responsiveness", "value > 168"), True))
def automatic_replies(company: TinyCompany) -> None:
    """A note of absence within a minute is no answer."""
    account = company.account("absent", without=["mails"])
    for on in ("2020-11-05", "2020-11-19", "2020-12-03", "2020-12-17"):
        account.thread(day(f"{on} 09:00"), timedelta(minutes=1), "Automatic reply: Hello")


@case(("days open", signal("gone", "open_issue_age"), 21.625))
def a_deleted_requester(company: TinyCompany) -> None:
    """A ticket without organisation goes to its requester's, though that one was deleted."""
    account = company.account("gone", without=["tickets"])
    for row in company.rows["zendesk.user"]:
        row["_fivetran_deleted"] = row["id"] == account.requester or row["_fivetran_deleted"]
    account.ticket(day("2020-12-20 09:00"), solved_after=None, organization_id=None)


@case(
    ("minutes", signal("reloaded", "sum_minutes_13w"), 4 * 65 * 30.0),
    ("revenue", signal("reloaded", "recurring_revenue"), 1200.0),
    (
        "rows",
        "select count(*) from {marts}.health_scores"
        f" where account_id = '[reloaded]' and snapshot_week = date '{NEWEST}'",
        1,
    ),
    ("tickets per 100 users", signal("reloaded", "support_tickets"), 50.0),
)
def rows_loaded_twice(company: TinyCompany) -> None:
    """Rows that a loader brings twice count once."""
    account = company.account("reloaded")
    keys = {account.id, account.product, account.organization, account.customer, account.contract}
    named = ("id", "account_id", "organization_id", "customer_id", "subscription_id")
    for table in (
        "pendo.event", "salesforce.event", "salesforce.account", "zendesk.ticket", "stripe.invoice",
        "stripe.invoice_line_item",
    ):  # fmt: skip
        for row in list(company.rows[table]):
            if keys & {row.get(name) for name in named}:
                company.add(table, **{**row, "_fivetran_synced": END - timedelta(hours=1)})


@case(
    ("days since 29 February", signal("leap_day", "tenure_days"), 317.0),
    (
        "Mondays around New Year",
        "select count(distinct snapshot_week) from {marts}.health_scores"
        " where snapshot_week in ('2020-12-21', '2020-12-28', '2021-01-04', '2021-01-11')",
        4,
    ),
    (
        "list of December",
        "select max(snapshot_week) from {marts}.case_study_rankings"
        " where snapshot_week < date '2021-01-01' and account_id = '[leap_day]'",
        date(2020, 12, 28),
    ),
    (
        "December in the monthly trend",
        "select max(snapshot_week) from {marts}.health_trends_monthly"
        " where snapshot_month = date '2020-12-01'",
        date(2020, 12, 28),
    ),
)
def leap_day_and_a_year_of_53_weeks(company: TinyCompany) -> None:
    """Live on 29 February; a year of 53 weeks loses none; December ends on its last Monday."""
    company.account("leap_day", go_live=date(2020, 2, 29))


@case(
    (
        "points of equal minutes",
        "select count(distinct score) from {marts}.fct_signal_scores where scorecard_id = 'value'"
        " and signal_id = 'sum_minutes_13w' and value = 7800"
        f" and snapshot_week = date '{NEWEST}'",
        1,
    ),
    (
        "tiers of equal accounts",
        "select count(distinct tier) from {marts}.value_tiers"
        " where account_id in ('[equal_0]', '[equal_1]', '[equal_2]', '[equal_3]')",
        1,
    ),
)
def equal_values(company: TinyCompany) -> None:
    """Equal values get equal points, however many tie."""
    for n in range(4):
        company.account(f"equal_{n}")


_SCRIPTS = "('[script_a]', '[script_b]', '[script_c]', '[script_d]')"


@case(
    (
        "segments of four names",
        "select count(distinct segment) from {marts}.health_scores_current"
        f" where account_id in {_SCRIPTS}",
        4,
    ),
    (
        "without a segment",
        "select count(*) from {marts}.health_scores_current"
        f" where account_id in {_SCRIPTS} and segment = 'unsegmented'",
        0,
    ),
)
def segments_in_other_scripts(company: TinyCompany) -> None:
    """Segments written in other scripts stay apart."""
    company.account("script_a", segment="大企業", title="代表取締役")
    company.account("script_b", segment="中小企業")
    company.account("script_c", segment="Großkunden")
    company.account("script_d", segment="Établissement")


@case(
    (
        "last row",
        "select max(snapshot_week) from {marts}.health_scores"
        " where account_id = '[former]' and score is not null",
        date(2020, 11, 30),
    ),
    (
        "in the current list",
        "select count(*) from {marts}.health_scores_current"
        " where account_id = '[former]' and score is not null",
        0,
    ),
)
def a_former_customer(company: TinyCompany) -> None:
    """Whoever left is not scored on."""
    account = company.account("former", without=["billing"])
    account.payer()
    account.subscription(period=("2020-11-01", "2020-12-01"), ended=day("2020-12-01"))
    account.monthly("2020-03", "2020-11")


@case(
    (
        "scored now",
        "select count(*) from {marts}.health_scores_current"
        " where account_id = '[restored]' and score is not null",
        1,
    ),
    (
        "weeks",
        "select count(*) from {marts}.health_scores"
        " where account_id = '[restored]' and snapshot_week >= date '2020-11-30'",
        7,
    ),
)
def deleted_and_restored(company: TinyCompany) -> None:
    """An account deleted by mistake and restored is one living account."""
    account = company.account("restored", without=["crm"])
    fields = {"name": "Restored", "segment_c": "Mid-Market", "go_live_date_c": SINCE.date()}
    account.version(SINCE, day("2020-12-02 08:59"), **fields)
    account.version(day("2020-12-02 09:00"), day("2020-12-02 11:59"), is_deleted=True, **fields)
    account.version(day("2020-12-02 12:00"), **fields)


def company_of_cases(raw: Path) -> dict[str, str]:
    """Write the raw tables of all cases; gives the ids of their accounts by key."""
    rows = TinyCompany()
    for add, _ in CASES:
        add(rows)
    rows.write(raw)
    return rows.ids


def with_ids(sql: str, ids: dict[str, str]) -> str:
    """A check's SQL with the ids of its accounts."""
    for key, account_id in ids.items():
        sql = sql.replace(f"[{key}]", account_id)
    return sql


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Company, dict[str, str]]]:
    """The company of all cases, built once, and the ids of its accounts."""
    company = Company(tmp_path_factory.mktemp("cases"))
    ids = company_of_cases(company.raw)
    run = company.build(as_of_date=NEWEST, history_start=FIRST)
    assert run.status == 0, run.output[-3000:]
    yield company, ids


@pytest.mark.parametrize(
    ("sql", "right"),
    [
        pytest.param(sql, right, id=f"{add.__name__}: {what}")
        for add, checks in CASES
        for what, sql, right in checks
    ],
)
def test_case(tiny: tuple[Company, dict[str, str]], sql: str, right: Any) -> None:
    """The marts say what was worked out by hand; a signal without a row is missing."""
    company, ids = tiny
    found = company.rows(with_ids(sql, ids))
    expected = pytest.approx(right, rel=1e-6, abs=1e-9) if isinstance(right, float) else right
    assert (found[0][0] if found else None) == expected


@pytest.fixture
def plain(company: Company) -> Company:
    """A company of the eight plain accounts, not built yet."""
    TinyCompany().write(company.raw)
    company.vars = {"as_of_date": NEWEST, "history_start": "2020-10-05"}
    return company


def test_times_in_text_with_an_offset(plain: Company) -> None:
    """A time that was landed as text with an offset is read as UTC, or rejected and counted."""
    plain.load(
        "alter table salesforce.email_message alter column message_date type varchar"
        " using strftime(message_date + interval 9 hour, '%Y-%m-%dT%H:%M:%S') || '+09:00'"
    )
    run = plain.dbt("run", "--select", "stg_salesforce__email_messages")
    assert run.status == 0, run.output
    rows = plain.rows(
        "select count(*), count(rejection_reason), min(strftime(sent_at, '%Y-%m-%d %H:%M'))"
        " from {staging}.stg_salesforce__email_messages"
    )
    ((all_rows, rejected, first),) = rows
    assert rejected == all_rows or (rejected, first) == (0, "2020-03-05 09:00")


@pytest.mark.parametrize(
    ("fields", "named"),
    [({"segment": ["segmnt_c"]}, "segmnt_c"), ({"segmnt": ["segment_c"]}, "segmnt")],
)
def test_a_mistyped_field_is_said(plain: Company, fields: dict[str, Any], named: str) -> None:
    """A custom field that is not there, and a key that nothing reads, are named with the var."""
    run = plain.dbt("run", "--select", "stg_salesforce__accounts", salesforce_fields=fields)
    assert named in run.output
    assert "salesforce_fields" in run.output


def test_mails_without_threads(plain: Company) -> None:
    """Where no thread was landed who answered cannot be known, so nothing is said of answers."""
    plain.load("alter table salesforce.email_message drop column thread_identifier")
    run = plain.dbt(
        "build", "--select", "+int_response_signals_weekly", "--resource-type", "model", "seed",
        "snapshot",
    )  # fmt: skip
    assert run.status == 0, run.output
    known = plain.rows(
        "select count(email_responsiveness), count(response_rate)"
        " from {intermediate}.int_response_signals_weekly"
    )
    assert known == [(0, 0)]
