"""A tiny healthy company as raw tables, to which a test adds accounts with one odd fact each.

Data ends before END, a Monday. Every account lives alike unless it is told otherwise: four users
each working day, a meeting a fortnight, an answered mail a week, a ticket a fortnight, 100 dollars
a month, two answers to a survey.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

START, END = datetime(2020, 3, 2), datetime(2021, 1, 11)
FOR_EVER = datetime(9999, 12, 31)
SINCE = datetime(2019, 1, 1)
SINCE_DATE = SINCE.date()
FEATURES = ("ft_inbox", "ft_contacts", "ft_search", "ft_views", "ft_reports")
LOADED = END - timedelta(hours=2)

# Columns by table, as the loaders make them: `name` is text, `name:type` another type.
SCHEMA = {
    "salesforce.account": (
        "id name type industry annual_revenue:double number_of_employees:bigint owner_id "
        "parent_id billing_country is_deleted:boolean master_record_id created_date:timestamp "
        "segment_c region_c use_case_c plan_c go_live_date_c:date executive_sponsor_c "
        "_fivetran_start:timestamp _fivetran_end:timestamp _fivetran_active:boolean"
    ),
    "salesforce.contact": "id account_id email title created_date:timestamp is_deleted:boolean",
    "salesforce.user": "id name email",
    "salesforce.opportunity": (
        "id account_id type stage_name amount:double is_won:boolean is_closed:boolean "
        "created_date:timestamp close_date:date is_deleted:boolean _fivetran_start:timestamp "
        "_fivetran_end:timestamp _fivetran_active:boolean"
    ),
    "salesforce.event": (
        "id account_id who_id start_date_time:timestamp end_date_time:timestamp type subject "
        "is_child:boolean is_recurrence:boolean recurrence_activity_id is_deleted:boolean"
    ),
    "salesforce.event_relation": (
        "event_id relation_id status responded_date:timestamp is_deleted:boolean"
    ),
    "salesforce.task": (
        "id account_id who_id activity_date:date status type task_subtype is_deleted:boolean"
    ),
    "salesforce.email_message": (
        "id parent_id related_to_id incoming:boolean message_date:timestamp thread_identifier "
        "from_address to_address subject is_deleted:boolean"
    ),
    "pendo.account_history": (
        "id first_visit:timestamp last_visit:timestamp last_updated_at:timestamp "
        "salesforce_account_id_c"
    ),
    "pendo.visitor_history": (
        "id account_id agent_email first_visit:timestamp last_visit:timestamp "
        "last_updated_at:timestamp"
    ),
    "pendo.visitor_account_history": "visitor_id account_id visitor_last_updated_at:timestamp",
    "pendo.event": (
        "_fivetran_id visitor_id account_id timestamp:timestamp num_events:bigint "
        "num_minutes:bigint"
    ),
    "pendo.feature_event": (
        "_fivetran_id visitor_id account_id timestamp:timestamp num_events:bigint "
        "num_minutes:bigint feature_id"
    ),
    "pendo.page_event": (
        "_fivetran_id visitor_id account_id timestamp:timestamp num_events:bigint "
        "num_minutes:bigint page_id"
    ),
    "pendo.feature_history": "id name is_core_event:boolean last_updated_at:timestamp",
    "pendo.poll": "id attribute_type question",
    "pendo.poll_event": (
        "_fivetran_id poll_id visitor_id account_id poll_response timestamp:timestamp"
    ),
    "zendesk.ticket": (
        "id:bigint organization_id:bigint requester_id:bigint group_id:bigint priority status "
        "type created_at:timestamp updated_at:timestamp via_channel _fivetran_deleted:boolean"
    ),
    "zendesk.ticket_field_history": (
        "ticket_id:bigint field_name value updated:timestamp user_id:bigint"
    ),
    "zendesk.ticket_tag": "ticket_id:bigint tag",
    "zendesk.organization": (
        "id:bigint external_id name created_at:timestamp _fivetran_deleted:boolean"
    ),
    "zendesk.user": "id:bigint organization_id:bigint email role _fivetran_deleted:boolean",
    "zendesk.group": "id:bigint name",
    "stripe.customer": "id email metadata created:timestamp livemode:boolean is_deleted:boolean",
    "stripe.subscription_history": (
        "id customer_id status created:timestamp start_date:timestamp "
        "current_period_start:timestamp current_period_end:timestamp cancel_at_period_end:boolean "
        "canceled_at:timestamp ended_at:timestamp trial_end:timestamp quantity:bigint "
        "livemode:boolean _fivetran_start:timestamp _fivetran_end:timestamp "
        "_fivetran_active:boolean"
    ),
    "stripe.subscription_item": "id subscription_id plan_id quantity:bigint",
    "stripe.price": (
        "id product_id unit_amount:bigint recurring_interval recurring_interval_count:bigint "
        "currency type livemode:boolean"
    ),
    "stripe.subscription_discount": (
        "id subscription_id customer_id coupon_id start:timestamp end:timestamp"
    ),
    "stripe.coupon": "id percent_off:double amount_off:bigint currency duration",
    "stripe.invoice": (
        "id customer_id subscription_id status currency created:timestamp due_date:timestamp "
        "amount_due:bigint amount_paid:bigint amount_remaining:bigint livemode:boolean "
        "status_transitions_finalized_at:timestamp status_transitions_paid_at:timestamp "
        "status_transitions_voided_at:timestamp "
        "status_transitions_marked_uncollectible_at:timestamp"
    ),
    "stripe.invoice_line_item": (
        "id invoice_id subscription_id price_id type proration:boolean quantity:bigint "
        "amount:bigint currency period_start:timestamp period_end:timestamp livemode:boolean"
    ),
    "qualtrics.survey": "id survey_name survey_status",
    "qualtrics.question": "id survey_id question_text question_type selector data_export_tag",
    "qualtrics.survey_response": (
        "id survey_id recorded_date:timestamp finished:boolean recipient_email status "
        "distribution_channel"
    ),
    "qualtrics.question_response": "_fivetran_id response_id question_id sub_question_key value",
    "qualtrics.survey_embedded_data": "response_id key value",
    "customer_success.training_assignment": (
        "account_id contact_email course assigned_at:timestamp completed_at:timestamp "
        "certified:boolean"
    ),
    "customer_success.goal": "account_id name target_date:date achieved_at:timestamp",
}


def columns_of(table: str) -> dict[str, str]:
    """Return the columns of a raw table and their types."""
    words = [*SCHEMA[table].split(), "_fivetran_synced:timestamp"]
    return {word.partition(":")[0]: word.partition(":")[2] or "varchar" for word in words}


def crm_id(prefix: str, body: str) -> str:
    """Return an id of 18 characters: 15, and 3 that carry which of them are capitals."""
    short = (prefix + body.zfill(12))[:15]
    check = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    return short + "".join(
        check[sum(letter.isupper() << place for place, letter in enumerate(short[i : i + 5]))]
        for i in (0, 5, 10)
    )


def day(text: str) -> datetime:
    """Return the time that an ISO text writes."""
    return datetime.fromisoformat(text)


def months(first: str, last: str) -> Iterator[tuple[datetime, datetime]]:
    """Yield the first day of each month from `first` to `last` (YYYY-MM), and of the next."""
    month = day(f"{first}-01")
    while month <= day(f"{last}-01"):
        after = (month + timedelta(days=32)).replace(day=1)
        yield month, after
        month = after


class TinyCompany:
    """Raw rows by table; eight plain accounts, so that percentiles and segments have peers."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {table: [] for table in SCHEMA}
        self.ids: dict[str, str] = {}
        self._count = 0
        self.add(
            "salesforce.user", id=crm_id("005", "1"), name="Kim Keeper", email="kim@vendor.example"
        )
        self.add("zendesk.group", id=1, name="Tier 1")
        self.add("pendo.poll", id="nps", attribute_type="NPSRating", question="?")
        for feature in FEATURES:
            self.add(
                "pendo.feature_history",
                id=feature,
                name=feature,
                is_core_event=True,
                last_updated_at=START,
            )
        self.add("qualtrics.survey", id="SV", survey_name="Relationship", survey_status="Active")
        self.question("Q1")
        self.price("month", 10000, "month")
        for n in range(8):
            self.account(f"plain_{n}", segment="Enterprise" if n < 3 else "Mid-Market")

    def add(self, table: str, **row: Any) -> None:
        """Add one raw row."""
        unknown = set(row) - set(columns_of(table))
        assert not unknown, f"{table} has no column {unknown}"
        self.rows[table].append({"_fivetran_synced": LOADED, **row})

    def number(self) -> int:
        """Return a number that no row has yet."""
        self._count += 1
        return self._count

    def account(self, key: str, **options: Any) -> TinyAccount:
        """Add an account; `options` are those of TinyAccount."""
        made = TinyAccount(self, key, **options)
        self.ids[key] = made.id
        return made

    def question(self, question_id: str) -> None:
        """Add a question after a recommendation to the survey."""
        self.add(
            "qualtrics.question",
            id=question_id,
            survey_id="SV",
            question_text="How likely are you to recommend us?",
            question_type="MC",
            selector="NPS",
            data_export_tag=f"NPS_{question_id}",
        )

    def price(self, price_id: str, cents: int, interval: str, n_intervals: int = 1) -> None:
        """Add a recurring price in dollars."""
        self.add(
            "stripe.price",
            id=price_id,
            product_id="seat",
            unit_amount=cents,
            recurring_interval=interval,
            recurring_interval_count=n_intervals,
            currency="usd",
            type="recurring",
            livemode=True,
        )

    def write(self, path: Path) -> None:
        """Write every table, the empty ones too, into a new DuckDB file."""
        text = path.with_suffix(".jsonl")
        with duckdb.connect(str(path)) as connection:
            connection.execute("set TimeZone = 'UTC'")
            for table, rows in self.rows.items():
                columns = columns_of(table)
                listed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
                connection.execute(f"create schema if not exists {table.split('.')[0]}")
                connection.execute(f"create table {table} ({listed})")
                if rows:
                    text.write_text("\n".join(json.dumps(row, default=str) for row in rows))
                    connection.execute(
                        f"insert into {table} by name from"
                        f" read_json('{text}', format = 'newline_delimited', columns = {columns})"
                    )
        text.unlink()


class TinyAccount:
    """A customer since 2019. What a test makes itself is named in `without`.

    without: of usage, meetings, mails, tickets, billing, surveys and crm (its record).
    """

    def __init__(
        self,
        company: TinyCompany,
        key: str,
        *,
        without: Iterable[str] = (),
        account_id: str | None = None,
        product_key: str | None = None,
        name: str | None = None,
        domain: str | None = None,
        segment: str = "Mid-Market",
        title: str = "VP Operations",
        metadata: str | None = None,
        go_live: date = SINCE_DATE,
    ) -> None:
        self.company, self.key = company, key
        number = company.number()
        self.id = account_id or crm_id("001", f"K{number:04d}")
        self.contacts = [crm_id("003", f"K{number:04d}{place}") for place in range(3)]
        self.domain = domain or f"{key.replace('_', '-')}.example"
        self.product, self.customer, self.contract = f"product-{key}", f"cus_{key}", f"sub_{key}"
        self.organization, self.requester = 1000 + number, 100_000 + number
        self.visitors = [f"visitor-{place}-{key}" for place in range(4)]
        name = name or f"Case {key}"
        if "crm" not in without:
            self.version(
                SINCE,
                name=name,
                segment_c=segment,
                go_live_date_c=go_live,
                executive_sponsor_c=self.contacts[0],
            )
        for place, contact in enumerate(self.contacts):
            company.add(
                "salesforce.contact",
                id=contact,
                account_id=self.id,
                email=self.person(place),
                title="Analyst" if place else title,
                created_date=SINCE,
                is_deleted=False,
            )
        company.add(
            "pendo.account_history",
            id=self.product,
            first_visit=START,
            last_visit=END,
            last_updated_at=START,
            salesforce_account_id_c=product_key or self.id,
        )
        company.add(
            "zendesk.organization",
            id=self.organization,
            external_id=self.id,
            name=name,
            created_at=SINCE,
            _fivetran_deleted=False,
        )
        company.add(
            "zendesk.user",
            id=self.requester,
            organization_id=self.organization,
            email=self.person(1),
            role="end-user",
            _fivetran_deleted=False,
        )
        company.add(
            "customer_success.training_assignment",
            account_id=self.id,
            contact_email=self.person(1),
            course="Basics",
            assigned_at=day("2020-12-01"),
            completed_at=day("2020-12-05"),
            certified=True,
        )
        if "usage" not in without:
            self.use()
        for week in range(45):
            monday = START + timedelta(weeks=week)
            if "mails" not in without:
                self.thread(monday + timedelta(days=3, hours=9), answered_after=timedelta(hours=10))
            if week % 2 == 0 and "meetings" not in without:
                self.meeting(monday + timedelta(days=2, hours=14), "Accepted")
            if week % 2 == 0 and "tickets" not in without:
                self.ticket(monday + timedelta(days=1, hours=9), rated="good")
        if "billing" not in without:
            self.payer(metadata=metadata)
            self.subscription()
            self.monthly("2020-03", "2021-01")
        if "surveys" not in without:
            self.answer("9", "2020-06-10", person=0)
            self.answer("9", "2020-12-09", person=1)

    def person(self, place: int) -> str:
        """Return the address of one of the account's people."""
        return f"p{place}@{self.domain}"

    def version(self, since: datetime, until: datetime = FOR_EVER, **fields: Any) -> None:
        """Add a version of the account's record in the CRM."""
        self.company.add(
            "salesforce.account",
            **{
                "id": self.id,
                "type": "Customer",
                "industry": "Logistics",
                "owner_id": crm_id("005", "1"),
                "is_deleted": False,
                "created_date": SINCE,
                "region_c": "EMEA",
                "use_case_c": "Service",
                "plan_c": "starter",
                "_fivetran_start": since,
                "_fivetran_end": until,
                "_fivetran_active": until == FOR_EVER,
                **fields,
            },
        )

    def use(self, minutes: int = 30) -> None:
        """Every user is active an hour each working day; each feature is used on Tuesdays."""
        add = self.company.add
        for visitor in self.visitors:
            add(
                "pendo.visitor_history",
                id=visitor,
                account_id=self.product,
                agent_email=f"{visitor}@{self.domain}",
                first_visit=START,
                last_visit=END,
                last_updated_at=START,
            )
            add(
                "pendo.visitor_account_history",
                visitor_id=visitor,
                account_id=self.product,
                visitor_last_updated_at=START,
            )
        for n in range((END - START).days):
            hour = START + timedelta(days=n, hours=10)
            if hour.weekday() < 5:
                for visitor in self.visitors:
                    add(
                        "pendo.event",
                        _fivetran_id=f"e{self.company.number()}",
                        visitor_id=visitor,
                        account_id=self.product,
                        timestamp=hour,
                        num_events=20,
                        num_minutes=minutes,
                    )
            if hour.weekday() == 1:
                for feature in FEATURES:
                    add(
                        "pendo.feature_event",
                        _fivetran_id=f"f{self.company.number()}",
                        visitor_id=self.visitors[0],
                        account_id=self.product,
                        feature_id=feature,
                        timestamp=hour,
                        num_events=10,
                        num_minutes=5,
                    )

    def meeting(self, starts: datetime, answer: str | None = None, **fields: Any) -> str:
        """Add an hour with the first contact, and the contact's answer; return the meeting's id."""
        event = crm_id("00U", f"K{self.company.number():06d}")
        self.company.add(
            "salesforce.event",
            **{
                "id": event,
                "account_id": self.id,
                "who_id": self.contacts[0],
                "start_date_time": starts,
                "end_date_time": starts + timedelta(hours=1),
                "type": "Meeting",
                "subject": "Review",
                "is_child": False,
                "is_recurrence": False,
                "is_deleted": False,
                **fields,
            },
        )
        if answer:
            self.company.add(
                "salesforce.event_relation",
                event_id=event,
                relation_id=self.contacts[0],
                status=answer,
                responded_date=starts - timedelta(days=1),
                is_deleted=False,
            )
        return event

    def thread(
        self,
        sent: datetime,
        answered_after: timedelta | None,
        subject: str = "Re: Hello",
        starts_with_them: bool = False,
        person: int = 0,
    ) -> None:
        """Add a thread: a mail of ours (unless said otherwise) and its answer."""
        thread = f"t{self.company.number()}"
        messages = [(sent, starts_with_them, "Hello")]
        if answered_after is not None:
            messages.append((sent + answered_after, not starts_with_them, subject))
        ends = ("kim@vendor.example", self.person(person))
        for at, is_theirs, words in messages:
            self.company.add(
                "salesforce.email_message",
                id=crm_id("02s", f"K{self.company.number():06d}"),
                related_to_id=self.id,
                incoming=is_theirs,
                message_date=at,
                thread_identifier=thread,
                from_address=ends[is_theirs],
                to_address=ends[not is_theirs],
                subject=words,
                is_deleted=False,
            )

    def ticket(
        self,
        created: datetime,
        *,
        solved_after: timedelta | None = timedelta(days=1),
        rated: str | None = None,
        changes: Iterable[tuple[str, str, datetime]] = (),
        tags: Iterable[str] = (),
        **fields: Any,
    ) -> None:
        """Add a ticket, what happened to it, and its tags."""
        number = 500_000 + self.company.number()
        solved = created + solved_after if solved_after is not None else None
        happened = [("status", "new", created), ("group_id", "1", created)]
        if solved:
            happened += [
                ("status", "open", created + timedelta(minutes=30)),
                ("status", "solved", solved),
            ]
        if solved and rated:
            happened += [
                ("satisfaction_score", "offered", solved),
                ("satisfaction_score", rated, solved + timedelta(hours=20)),
            ]
        self.company.add(
            "zendesk.ticket",
            **{
                "id": number,
                "organization_id": self.organization,
                "requester_id": self.requester,
                "group_id": 1,
                "priority": "normal",
                "status": "closed" if solved else "open",
                "type": "question",
                "created_at": created,
                "updated_at": END - timedelta(hours=3),
                "via_channel": "web",
                "_fivetran_deleted": False,
                **fields,
            },
        )
        for field_name, value, at in [*happened, *changes]:
            self.company.add(
                "zendesk.ticket_field_history",
                ticket_id=number,
                field_name=field_name,
                value=value,
                updated=at,
                user_id=self.requester,
            )
        for tag in tags:
            self.company.add("zendesk.ticket_tag", ticket_id=number, tag=tag)

    def payer(
        self,
        customer: str | None = None,
        metadata: str | None = None,
        email: str | None = None,
        livemode: bool = True,
    ) -> None:
        """Add a customer of billing; its metadata holds the CRM's id unless said otherwise."""
        self.company.add(
            "stripe.customer",
            id=customer or self.customer,
            email=email or f"billing@{self.domain}",
            metadata=json.dumps({"crm_account_id": self.id}) if metadata is None else metadata,
            created=SINCE,
            livemode=livemode,
            is_deleted=False,
        )

    def subscription(
        self,
        contract: str | None = None,
        *,
        customer: str | None = None,
        period: tuple[str, str] = ("2021-01-01", "2021-02-01"),
        since: datetime = SINCE,
        ended: datetime | None = None,
        price: str | None = "month",
        livemode: bool = True,
    ) -> None:
        """Add a subscription with its newest period; in force unless it ended."""
        contract = contract or self.contract
        self.company.add(
            "stripe.subscription_history",
            id=contract,
            customer_id=customer or self.customer,
            status="canceled" if ended else "active",
            created=since,
            start_date=since,
            current_period_start=day(period[0]),
            current_period_end=day(period[1]),
            cancel_at_period_end=False,
            canceled_at=ended,
            ended_at=ended,
            quantity=1,
            livemode=livemode,
            _fivetran_active=True,
            _fivetran_start=since,
            _fivetran_end=FOR_EVER,
        )
        if price:
            self.company.add(
                "stripe.subscription_item",
                id=f"si_{contract}",
                subscription_id=contract,
                plan_id=price,
                quantity=1,
            )

    def invoice(
        self,
        created: datetime,
        *lines: tuple[int, datetime, datetime] | tuple[int, datetime, datetime, bool],
        contract: str | None = None,
        customer: str | None = None,
        currency: str = "usd",
        price: str = "month",
        paid_after: timedelta | None = timedelta(minutes=5),
        due: datetime | None = None,
        voided: datetime | None = None,
        livemode: bool = True,
    ) -> None:
        """Add an invoice of lines (cents, from, to[, is a proration])."""
        number = f"in_{self.company.number()}"
        total = sum(line[0] for line in lines)
        is_paid = paid_after is not None and voided is None
        self.company.add(
            "stripe.invoice",
            id=number,
            customer_id=customer or self.customer,
            subscription_id=contract or self.contract,
            status="void" if voided else "paid" if is_paid else "open",
            currency=currency,
            created=created,
            due_date=due,
            amount_due=max(total, 0),
            amount_paid=max(total, 0) if is_paid else 0,
            amount_remaining=0 if is_paid else total,
            livemode=livemode,
            status_transitions_finalized_at=created,
            status_transitions_paid_at=created + paid_after
            if is_paid and paid_after is not None
            else None,
            status_transitions_voided_at=voided,
        )
        for cents, starts, ends, *rest in lines:
            self.company.add(
                "stripe.invoice_line_item",
                id=f"il_{self.company.number()}",
                invoice_id=number,
                subscription_id=contract or self.contract,
                price_id=price,
                type="invoiceitem" if rest else "subscription",
                proration=bool(rest),
                quantity=1,
                amount=cents,
                currency=currency,
                period_start=starts,
                period_end=ends,
                livemode=livemode,
            )

    def monthly(self, first: str, last: str, cents: int = 10000, **fields: Any) -> None:
        """Add an invoice at the beginning of each month from `first` to `last` (YYYY-MM)."""
        for month, after in months(first, last):
            self.invoice(month + timedelta(hours=8), (cents, month, after), **fields)

    def answer(
        self,
        value: str,
        on: str | None = None,
        *,
        person: int | None = None,
        email: str | None = None,
        question: str = "Q1",
        response: str | None = None,
        status: str = "IP Address",
        channel: str = "email",
    ) -> str:
        """Add an answer, in a response of its own unless one is named; return the response's id."""
        add = self.company.add
        if response is None:
            assert on is not None
            response = f"R{self.company.number()}"
            address = email if person is None else self.person(person)
            add(
                "qualtrics.survey_response",
                id=response,
                survey_id="SV",
                recorded_date=day(on),
                finished=True,
                recipient_email=address,
                status=status,
                distribution_channel=channel,
            )
            add(
                "qualtrics.survey_embedded_data",
                response_id=response,
                key="account_id",
                value=self.id,
            )
        add(
            "qualtrics.question_response",
            _fivetran_id=f"a{self.company.number()}",
            response_id=response,
            question_id=question,
            value=value,
        )
        return response
