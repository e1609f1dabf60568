"""`account_product_usage` equals what the package model `pendo__account` says of the same raw rows.

The reference here is written from the definition alone, over raw rows in plain Python: it shares no
code, no roll-up and no running sum with the project.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import Company

START = datetime(2025, 8, 4)
AS_OF = date(2026, 6, 10)
NEWEST = date(2026, 6, 8)
WINDOW = timedelta(weeks=13)
SOURCES = ["salesforce", "pendo"]
FEATURES = ["ft_inbox", "ft_search", "ft_reports", "ft_other"]

Row = tuple[Any, ...]

TABLES = {
    "salesforce.account": "id varchar, name varchar, created_date timestamp, is_deleted boolean,"
    " master_record_id varchar, _fivetran_synced timestamp",
    "pendo.account_history": "id varchar, last_updated_at timestamp, first_visit timestamp,"
    " last_visit timestamp, salesforce_account_id_c varchar, _fivetran_synced timestamp",
    "pendo.visitor_history": "id varchar, account_id varchar, last_updated_at timestamp,"
    " _fivetran_synced timestamp",
    "pendo.visitor_account_history": "visitor_id varchar, account_id varchar,"
    " visitor_last_updated_at timestamp, _fivetran_synced timestamp",
    "pendo.event": "_fivetran_id varchar, account_id varchar, visitor_id varchar,"
    " timestamp timestamp, num_events bigint, num_minutes bigint, _fivetran_synced timestamp",
    "pendo.feature_event": "_fivetran_id varchar, account_id varchar, visitor_id varchar,"
    " feature_id varchar, timestamp timestamp, num_events bigint, num_minutes bigint,"
    " _fivetran_synced timestamp",
    "pendo.page_event": "account_id varchar, visitor_id varchar, page_id varchar,"
    " timestamp timestamp, num_events bigint, num_minutes bigint, _fivetran_synced timestamp",
    "pendo.feature_history": "id varchar, name varchar, is_core_event boolean,"
    " last_updated_at timestamp, _fivetran_synced timestamp",
    "pendo.poll": "id varchar, attribute_type varchar, question varchar,"
    " _fivetran_synced timestamp",
    "pendo.poll_event": "poll_id varchar, visitor_id varchar, account_id varchar,"
    " poll_response varchar, timestamp timestamp, _fivetran_synced timestamp",
}


def make_rows(seed: int) -> dict[str, list[Row]]:
    """Raw rows of a small company with every kind of dirt, by table; the last value of a row is
    the time of its load (null for some)."""
    draw = random.Random(seed)
    accounts = [f"acc-{n}" for n in range(18)]
    visitors = [f"vis-{n}" for n in range(45)]
    end = datetime(2026, 6, 8)

    def moment(first: datetime = START) -> datetime:
        span = int((end - first).total_seconds())
        return first + timedelta(seconds=draw.randrange(span), microseconds=draw.randrange(10**6))

    def hour() -> datetime:
        # Half of the use falls on few days, so that days and months are shared.
        at = moment()
        if draw.random() < 0.5:
            at = START + timedelta(days=9 * draw.randrange(34), hours=draw.randrange(24))
        return at.replace(minute=0, second=0, microsecond=0)

    def loaded(at: datetime) -> datetime | None:
        """Mostly within a day, at times weeks late, now and then unknown."""
        if draw.random() < 0.01:
            return None
        days = draw.choice([0.2, 0.5, 1.0]) if draw.random() < 0.9 else draw.uniform(5, 70)
        return at + timedelta(days=days)

    rows: dict[str, list[Row]] = {table: [] for table in TABLES}
    rows["salesforce.account"] = [
        (f"crm{n}", f"Company {n}", START, False, None, START) for n in range(12)
    ]
    for n, account in enumerate(accounts[:15]):
        first = moment()
        for _ in range(draw.choice([1, 1, 3])):
            updated = moment(first)
            carried = f"crm{n}" if n < 10 else None
            rows["pendo.account_history"].append(
                (account, updated, first, updated, carried, loaded(updated))
            )
    # Nothing dated is known of one account, and one has no row but this.
    rows["pendo.account_history"].append(("undated", None, None, None, None, START))
    rows["pendo.account_history"].append((None, START, START, START, None, START))

    homes: dict[str, list[str]] = {}
    for n, visitor in enumerate(visitors):
        homes[visitor] = draw.sample(accounts, 2 if n % 6 == 0 else 1)
        for account in homes[visitor]:
            if draw.random() < 0.08:
                continue
            for version in range(draw.choice([1, 2, 4])):
                at = None if n % 11 == 0 and version == 0 else moment()
                rows["pendo.visitor_account_history"].append((visitor, account, at, START))
        at = moment()
        rows["pendo.visitor_history"].append((visitor, homes[visitor][0], at, loaded(at)))

    for n in range(2600):
        visitor = draw.choice(visitors)
        account = draw.choice(homes[visitor])
        at = hour()
        if draw.random() < 0.03:
            visitor = None
        if draw.random() < 0.01:
            account = None
        row = (
            f"id-{n}" if n % 3 else None, account, visitor, at,
            draw.randrange(1, 40), draw.choice([None, 0, 5, 12, 60]), loaded(at),
        )  # fmt: skip
        rows["pendo.event"].append(row)
        if draw.random() < 0.05:
            later = None if row[-1] is None else row[-1] + timedelta(days=draw.uniform(0.1, 30))
            rows["pendo.event"].append((*row[:-1], later))
    for at in (datetime(2099, 1, 1), datetime(2026, 7, 1), datetime(2026, 4, 20, 5)):
        # The last of these was loaded weeks before it can have happened.
        rows["pendo.event"].append(
            (f"future-{at:%y}-{at:%m}", "acc-1", "vis-1", at, 7, 7, datetime(2026, 1, 5))
        )
    rows["pendo.event"].append(("negative", "acc-2", "vis-2", hour(), -5, 3, START))
    rows["pendo.event"].append(("timeless", "acc-2", "vis-2", None, 5, 3, datetime(2026, 1, 5)))

    for n in range(500):
        visitor = draw.choice(visitors)
        account, at = draw.choice(homes[visitor]), hour()
        spelt = draw.choice([visitor, visitor.upper(), f" {visitor} ", f"anonymous-{n % 9}", None])
        rows["pendo.feature_event"].append(
            (f"f-{n}", account, spelt, draw.choice(FEATURES), at, draw.randrange(1, 9), 2,
             loaded(at))
        )  # fmt: skip
        rows["pendo.page_event"].append((account, visitor, f"page-{n % 3}", at, n, 1, loaded(at)))
    for n, feature in enumerate(FEATURES):
        rows["pendo.feature_history"].append((feature, feature, n < 3, START, START))

    rows["pendo.poll"] = [
        ("nps-1", "NPSRating", "Recommend?", START), ("nps-2", "npsrating", "And now?", START),
        ("words", "FreeForm", "What next?", START), ("words", "FreeForm", "What next?", START),
    ]  # fmt: skip
    dirt = ["great", "11", "-1", "7.5", "", None, "1e300", "nan", "0x9"]
    for _ in range(420):
        visitor = draw.choice([*visitors, None])
        account = draw.choice([*homes.get(visitor or "", accounts), None, "acc-3"])
        rating = draw.randrange(11)
        answer = draw.choice([str(rating)] * 4 + [f"0{rating}", f" {rating} ", draw.choice(dirt)])
        at = moment()
        poll = draw.choice(["nps-1", "nps-2", "words", None])
        row = (poll, visitor, account, answer, at, loaded(at))
        rows["pendo.poll_event"].append(row)
        if draw.random() < 0.05:
            rows["pendo.poll_event"].append(row)
    return rows


def write_raw(
    path: Path, rows: dict[str, list[Row]], loaded_before: datetime | None = None
) -> None:
    """Write the raw file anew, with what had been loaded before a time (null: everything).

    Rows whose load time is unknown land with the first load.
    """
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema salesforce; create schema pendo")
        for table, columns in TABLES.items():
            connection.execute(f"create table {table} ({columns})")
            landed = [
                row
                for row in rows[table]
                if loaded_before is None or row[-1] is None or row[-1] < loaded_before
            ]
            if landed:
                types = [column.split()[-1] for column in columns.split(",")]
                values = ", ".join(f"unnest(cast(? as {type_}[]))" for type_ in types)
                connection.execute(
                    f"insert into {table} select {values}",
                    [list(value) for value in zip(*landed, strict=True)],
                )


@dataclass
class Good:
    """Raw rows that are neither bad nor loaded before: what the reference may see."""

    accounts: dict[str, list[datetime]]
    links: list[tuple[str, str, datetime | None]]
    events: list[tuple[str, str | None, datetime, int, int]]
    answers: list[tuple[str | None, str | None, datetime, int]]


def good_rows(rows: dict[str, list[Row]]) -> Good:
    accounts: dict[str, list[datetime]] = defaultdict(list)
    for account, updated, first, *_ in rows["pendo.account_history"]:
        if account is not None:
            accounts[account] += [at for at in (updated, first) if at is not None]
    links = [(row[0], row[1], row[2]) for row in rows["pendo.visitor_account_history"]]

    events = []
    seen = set()
    for key, account, visitor, at, number, minutes, _ in rows["pendo.event"]:
        identity = key or (account, visitor, at, number, minutes)
        if identity in seen or account is None or at is None or at.date() > AS_OF or number < 0:
            continue
        seen.add(identity)
        events.append((account, visitor, at, number, minutes or 0))

    nps_polls = {row[0] for row in rows["pendo.poll"] if row[1].lower() == "npsrating"}
    answers = []
    for poll, visitor, account, answer, at, _ in rows["pendo.poll_event"]:
        text = (answer or "").strip()
        if poll in nps_polls and text.isdigit() and 0 <= int(text) <= 10:
            answers.append((visitor, account, at, int(text)))
    return Good(dict(accounts), links, events, answers)


def reference(good: Good, snapshot: date, first: datetime | None = None) -> dict[str, Row]:
    """Numbers of every account as of a snapshot, from rows not older than `first` (null: all)."""
    until = datetime.combine(snapshot, datetime.min.time())
    since = first or datetime.min
    events, latest = defaultdict(list), {}
    for account, visitor, at, number, minutes in good.events:
        if since <= at < until:
            events[account].append((visitor, at.date(), number, minutes))
    for visitor, account, at, rating in good.answers:
        if at < until and (visitor not in latest or at > latest[visitor][1]):
            latest[visitor] = (account, at, rating)

    found = {}
    for account, signs in good.accounts.items():
        linked: dict[str, list[datetime]] = defaultdict(list)
        for visitor, of_account, at in good.links:
            if of_account == account:
                linked[visitor].append(at or datetime.min)
        known = signs + [min(times) for times in linked.values()]
        known += [at for of_account, _, at, *_ in good.events if of_account == account]
        if known and min(known) >= until:
            continue
        mine = events[account]
        visitors = {visitor for visitor, times in linked.items() if min(times) < until}
        if first is not None:
            visitors &= {visitor for visitor, *_ in mine}
        days = {day for _, day, *_ in mine}
        ratings = [
            rating for of_account, at, rating in latest.values()
            if of_account == account and at >= since
        ]  # fmt: skip
        minutes, number = sum(row[3] for row in mine), sum(row[2] for row in mine)
        found[account] = (
            len(visitors),
            len({(visitor, day) for visitor, day, *_ in mine if visitor is not None}),
            len(days),
            len({(day.year, day.month) for day in days}),
            minutes,
            number,
            minutes / len(days) if days else 0,
            number / len(days) if days else 0,
            min(ratings, default=None),
            max(ratings, default=None),
            sum(ratings) / len(ratings) if ratings else None,
            min(days, default=None),
            max(days, default=None),
        )
    return found


NUMBERS = (
    "count_associated_visitors", "count_active_visitors", "count_active_days",
    "count_active_months", "sum_minutes", "sum_events", "average_daily_minutes",
    "average_daily_events", "min_nps_rating", "max_nps_rating", "avg_nps_rating",
    "first_event_on", "last_event_on",
)  # fmt: skip


def published(company: Company, snapshot: date, suffix: str = "") -> dict[str, Row]:
    columns = ", ".join(name + suffix for name in NUMBERS)
    rows = company.rows(
        f"select product_account_id, {columns} from {{marts}}.account_product_usage"
        f" where snapshot_week = date '{snapshot}'"
    )
    return {row[0]: row[1:] for row in rows}


def build(company: Company, as_of: date = AS_OF) -> None:
    run = company.dbt(
        "build", "--exclude-resource-type", "unit_test", "--exclude-resource-type", "test",
        "--select", "+account_product_usage", "+int_usage_page_weeks", "+int_usage_feature_weeks",
        "+int_feature_visitor_matches_weekly",
        as_of_date=str(as_of), bellwether_sources=SOURCES,
    )  # fmt: skip
    assert run.status == 0, run.output[-4000:]


def assert_equal(found: dict[str, Row], expected: dict[str, Row], what: str) -> None:
    assert found.keys() == expected.keys(), what
    for account, numbers in expected.items():
        for name, ours, theirs in zip(NUMBERS, found[account], numbers, strict=True):
            close = pytest.approx(theirs, abs=1e-9) if isinstance(theirs, float) else theirs
            assert ours == close, f"{what}, {account}, {name}: {ours} instead of {theirs}"


def assert_equals_reference(company: Company, rows: dict[str, list[Row]]) -> None:
    good = good_rows(rows)
    for weeks in (0, 1, 4, 13, 14, 27, 40, 43):
        snapshot = NEWEST - timedelta(weeks=weeks)
        assert_equal(published(company, snapshot), reference(good, snapshot), str(snapshot))
        window = datetime.combine(snapshot, datetime.min.time()) - WINDOW
        assert_equal(
            published(company, snapshot, "_13w"),
            reference(good, snapshot, window),
            f"{snapshot}, 13 weeks",
        )


def test_product_numbers_equal_the_reference(company: Company) -> None:
    rows = make_rows(seed=1)
    write_raw(company.raw, rows)
    build(company)
    assert_equals_reference(company, rows)
    matched = company.rows(
        "select count(distinct product_account_id), count(distinct account_id)"
        " from {marts}.account_product_usage"
    )
    assert matched == [(16, 10)]

    # Weeks that the raw table no longer holds are forgotten.
    gone = datetime(2026, 3, 2)
    rows["pendo.event"] = [row for row in rows["pendo.event"] if row[3] and row[3] < gone]
    write_raw(company.raw, rows)
    build(company)
    assert_equals_reference(company, rows)


ROLL_UPS = {
    "intermediate": (
        "int_usage_visitor_weeks", "int_usage_feature_weeks", "int_usage_page_weeks",
        "int_usage_feature_visitor_weeks", "int_feature_visitor_matches_weekly",
    ),
    "marts": ("account_product_usage",),
}  # fmt: skip


@pytest.mark.long
def test_loads_in_portions_equal_one_load(company: Company, tmp_path: Path) -> None:
    rows = make_rows(seed=2)
    for as_of in (date(2026, 2, 4), date(2026, 4, 14), AS_OF):
        loaded_before = datetime.combine(as_of, datetime.min.time()) + timedelta(hours=20)
        write_raw(company.raw, rows, loaded_before if as_of < AS_OF else None)
        build(company, as_of=as_of)
    assert_equals_reference(company, rows)

    (tmp_path / "at_once").mkdir()
    at_once = Company(tmp_path / "at_once", project=company.project)
    write_raw(at_once.raw, rows)
    build(at_once)
    for schema, tables in ROLL_UPS.items():
        for table in tables:
            query = f"select * from {{{schema}}}.{table} order by all"
            in_portions = company.rows(query)
            assert in_portions, f"{table} is empty"
            assert in_portions == at_once.rows(query), table
