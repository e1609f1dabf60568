"""Raw events of Amplitude and Mixpanel with the traps of each, counted by hand.

Weeks begin on 8, 15 and 22 June 2026. Each row of an account is told by what it is a trap for.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from conftest import Company

TODAY = "2026-06-29"
VARS = {
    "bellwether_sources": ["salesforce", "amplitude", "mixpanel"],
    "amplitude_group_types": ["company_id", "company"],
    "amplitude_projects": ["web", "mobile"],
    "mixpanel_group_keys": ["company_id", "company"],
    "mixpanel_time_zone": "America/New_York",
}
AMPLITUDE = {
    "_insert_id": "varchar", "id": "bigint", "device_id": "varchar", "user_id": "varchar",
    "amplitude_id": "double", "event_type": "varchar", "event_type_id": "bigint",
    "event_time": "timestamp", "client_event_time": "timestamp", "client_upload_time": "timestamp",
    "server_upload_time": "timestamp", "session_id": "bigint", "groups": "json",
    "user_properties": "varchar", "project_name": "varchar", "is_attribution_event": "boolean",
    "_fivetran_synced": "timestamp",
}  # fmt: skip
MIXPANEL = {
    "_fivetran_id": "varchar", "insert_id": "varchar", "distinct_id": "varchar", "name": "varchar",
    "time": "timestamp", "device_id": "varchar", "distinct_id_before_identity": "varchar",
    "mp_processing_time_ms": "bigint", "properties": "varchar", "company": "varchar",
    "_fivetran_synced": "timestamp",
}  # fmt: skip

Row = dict[str, Any]
CRM1, CRM2 = {"company": "crm1"}, {"company": "crm2"}


def amplitude(number: int, at: str, groups: Any = CRM1, **other: Any) -> Row:
    """An event of user u1 in a session, uploaded in the same second."""
    row = {
        "_insert_id": f"i{number}", "id": number, "device_id": "d", "user_id": "u1",
        "amplitude_id": 1, "event_type": "search", "event_time": at, "session_id": 5,
        "groups": json.dumps(groups), "user_properties": "{}", "project_name": "web",
    } | other  # fmt: skip
    uploaded = row.setdefault("server_upload_time", at)
    row.setdefault("client_event_time", at)
    row.setdefault("client_upload_time", uploaded)
    return {"_fivetran_synced": uploaded, **row}


AMPLITUDE_ROWS = [
    amplitude(1, "2026-06-10 10:00:05"),
    # uploaded again: one event, the later upload
    amplitude(2, "2026-06-10 10:00:05", _insert_id="i1", client_upload_time="2026-06-10 11:00:00"),
    # one insert id of another project or device is another event
    amplitude(3, "2026-06-10 10:00:20", _insert_id="i1", project_name="mobile"),
    amplitude(4, "2026-06-10 10:00:40", _insert_id="i1", device_id="d2"),
    amplitude(5, "2026-06-10 10:00:41", project_name="staging"),
    # a week offline: the week of the event
    amplitude(6, "2026-06-09 09:00:00", server_upload_time="2026-06-16 09:00:00"),
    amplitude(7, "2026-06-11 09:00:00", {"company": ["crm1"], "tags": ["a", {"company": "x"}]}),
    amplitude(8, "2026-06-11 09:01:00", {"company": ["crm1", "crm2"]}),
    # out of session: events, no minutes, nobody
    amplitude(9, "2026-06-11 03:00:00", user_id="u2", session_id=-1),
    amplitude(10, "2026-06-11 04:00:00", user_id=None, amplitude_id=77),
    # clocks that run ahead
    amplitude(11, "2026-06-20 10:00:00", server_upload_time="2026-06-10 10:00:00"),
    amplitude(12, "2026-07-04 10:00:00", server_upload_time="2026-06-10 10:00:00"),
    amplitude(13, "2026-06-10 10:00:00", event_type="[Amplitude] Start Session"),
    amplitude(14, "2026-06-10 10:00:00", event_type="session_end", groups="{}"),
    amplitude(15, "2026-06-10 10:00:00", is_attribution_event=True),
    # without a group the property of the user speaks
    amplitude(16, "2026-06-15 00:00:00", {}, user_properties='{"list": [1], "company": "crm2"}'),
    amplitude(17, "2026-06-15 00:00:01", {"company": []}, user_properties=None),
    # without an insert id the row's own id, device, time and user tell
    amplitude(18, "2026-06-16 08:00:00", CRM2, _insert_id=None, user_id="u3"),
    amplitude(18, "2026-06-16 08:00:00", CRM2, _insert_id=None, user_id="u3",
              server_upload_time="2026-06-17 08:00:00"),
    amplitude(18, "2026-06-16 08:00:00", CRM2, _insert_id=None, user_id="u4"),
]  # fmt: skip
AMPLITUDE_REASONS = {
    None: 10, "duplicate": 2, "other_project": 1, "ambiguous_account": 1, "after_load": 1,
    "impossible_time": 1, "ignored_event": 3, "no_account": 1,
}  # fmt: skip
# account, week, visitor, known: events, minutes, active days
AMPLITUDE_WEEKS = {
    ("crm1", "2026-06-08", "u1", True): (5, 3, 3),
    ("crm1", "2026-06-08", None, False): (1, 0, 1),
    ("crm1", "2026-06-08", "77", False): (1, 1, 1),
    ("crm2", "2026-06-15", "u1", True): (1, 1, 1),
    ("crm2", "2026-06-15", "u3", True): (1, 1, 1),
    ("crm2", "2026-06-15", "u4", True): (1, 1, 1),
}


def mixpanel(number: int, at: str, who: str, properties: Any = CRM1, **other: Any) -> Row:
    """An event at a time in New York, 4 hours behind UTC, landed at noon of the next day."""
    row = {
        "_fivetran_id": f"f{number}", "insert_id": f"i{number}", "distinct_id": who,
        "name": "search", "time": at, "properties": json.dumps(properties),
        "mp_processing_time_ms": number, "_fivetran_synced": "2026-06-24 12:00:00",
    }  # fmt: skip
    return row | other


MIXPANEL_ROWS = [
    mixpanel(1, "2026-06-09 12:00:00", "m1"),
    # processed later: a repeat, whatever it says
    mixpanel(9, "2026-06-09 12:00:00", "m1", CRM2, insert_id="i1"),
    # one insert id on two days is two events; 20:00 in New York is the next day
    mixpanel(2, "2026-06-09 20:00:00", "m1", insert_id="i1"),
    # without an insert id only a row that is equal as a whole is a repeat
    mixpanel(3, "2026-06-09 13:00:00", "m1", {**CRM1, "page": 1}, insert_id=None),
    mixpanel(3, "2026-06-09 13:00:00", "m1", {**CRM1, "page": 1}, insert_id=None,
             _fivetran_id="f33", _fivetran_synced="2026-06-25 12:00:00"),
    mixpanel(3, "2026-06-09 13:00:00", "m1", {**CRM1, "page": 2}, insert_id=None),
    # Sunday evening there is Monday here
    mixpanel(4, "2026-06-14 21:00:00", "m1", {"company": ["crm1"]}),
    mixpanel(5, "2026-06-15 09:00:00", "m1", {"company": ["crm1", "crm2"]}),
    # a column of its own, where it landed as a list
    mixpanel(6, "2026-06-16 09:00:00", "m2", {"a": {"company": "x"}}, company='["crm2"]'),
    mixpanel(7, "2026-06-16 09:00:00", "m2", {}, company=None),
    mixpanel(8, "2027-06-16 09:00:00", "m2"),
    mixpanel(10, "2026-06-25 09:00:00", "m2"),
    # a device without its user, then with him (in one minute too), and again without
    mixpanel(11, "2026-06-10 09:00:00", "$device:d1"),
    mixpanel(12, "2026-06-16 10:00:00", "$device:d1"),
    mixpanel(13, "2026-06-16 11:00:00", "m3", device_id="d1"),
    mixpanel(19, "2026-06-16 11:00:30", "$device:d1"),
    mixpanel(14, "2026-06-22 09:00:00", "d1", device_id="d1"),
    # an event that is no use tells whose device it is
    mixpanel(15, "2026-06-09 09:00:00", "m4", {}, name="$identify",
             distinct_id_before_identity="$device:d2"),
    mixpanel(16, "2026-06-10 10:00:00", "$device:d2"),
    # of two users of a device it is nobody's
    mixpanel(17, "2026-06-16 10:00:00", "m5", CRM2, device_id="d2"),
    mixpanel(18, "2026-06-17 10:00:00", "$device:d2", CRM2),
]  # fmt: skip
MIXPANEL_REASONS = {
    None: 14, "duplicate": 2, "ambiguous_account": 1, "no_account": 1, "impossible_time": 1,
    "after_load": 1, "ignored_event": 1,
}  # fmt: skip
MIXPANEL_WEEKS = {
    ("crm1", "2026-06-08", "m1", True): (4, 3, 2),
    ("crm1", "2026-06-15", "m1", True): (1, 1, 1),
    ("crm2", "2026-06-15", "m2", True): (1, 1, 1),
    ("crm1", "2026-06-08", None, False): (1, 1, 1),
    ("crm1", "2026-06-15", "m3", True): (3, 2, 1),
    ("crm1", "2026-06-22", "m3", True): (1, 1, 1),
    ("crm1", "2026-06-08", "m4", True): (1, 1, 1),
    ("crm2", "2026-06-15", "m5", True): (1, 1, 1),
    ("crm2", "2026-06-15", None, False): (1, 1, 1),
}

MODELS = (
    "+int_usage_visitor_weeks__amplitude", "+int_usage_visitor_weeks__mixpanel",
    "+int_usage_feature_weeks__amplitude", "+int_usage_feature_weeks__mixpanel",
    "int_product_accounts__amplitude", "int_product_visitor_links__mixpanel",
)  # fmt: skip


def literal(value: Any) -> str:
    return "null" if value is None else "'" + str(value).replace("'", "''") + "'"


def land(company: Company, known_on: str) -> None:
    """Write the rows that the loader had written on a day, as the only ones."""
    statements = ["create schema if not exists salesforce"]
    statements.append("create or replace table salesforce.account (id varchar, name varchar)")
    for source, columns, rows in (
        ("amplitude", AMPLITUDE, AMPLITUDE_ROWS),
        ("mixpanel", MIXPANEL, MIXPANEL_ROWS),
    ):
        typed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        statements.append(f"create schema if not exists {source}")
        statements.append(f"create or replace table {source}.event ({typed})")
        for row in rows:
            if row["_fivetran_synced"] < known_on:
                values = ", ".join(literal(row.get(name)) for name in columns)
                statements.append(f"insert into {source}.event values ({values})")
    company.load(*statements)


def run(company: Company, day: str, *arguments: str) -> None:
    land(company, day)
    done = company.dbt("run", "--select", *MODELS, *arguments, as_of_date=day)
    assert done.status == 0, done.output[-3000:]


def reasons(company: Company, source: str) -> dict[str | None, int]:
    return dict(
        company.rows(
            f"select rejection_reason, count(*) from {{staging}}.stg_{source}__events group by 1"
        )
    )


def weeks(company: Company, source: str) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    found = company.rows(
        "select product_account_id, cast(usage_week as varchar), visitor_id, is_known_visitor,"
        " sum_events, sum_minutes, active_days"
        f" from {{intermediate}}.int_usage_visitor_weeks__{source} where rejection_reason is null"
    )
    assert len(found) == len({row[:4] for row in found})
    return {row[:4]: row[4:] for row in found}


def test_traps_of_event_sources_are_counted(company: Company) -> None:
    company.vars = VARS
    run(company, TODAY)
    assert reasons(company, "amplitude") == AMPLITUDE_REASONS
    assert weeks(company, "amplitude") == AMPLITUDE_WEEKS
    assert reasons(company, "mixpanel") == MIXPANEL_REASONS
    assert weeks(company, "mixpanel") == MIXPANEL_WEEKS
    for source, rows in (("amplitude", AMPLITUDE_ROWS), ("mixpanel", MIXPANEL_ROWS)):
        counted = company.rows(
            "select coalesce(rejection_reason, 'used'), cast(sum(n_rows) as bigint)"
            f" from {{intermediate}}.int_usage_visitor_weeks__{source} group by 1"
        )
        told = Counter({reason or "used": n for reason, n in reasons(company, source).items()})
        assert dict(counted) == told and told.total() == len(rows)
    assert company.rows(
        "select product_account_id, cast(first_seen_at as varchar)"
        " from {intermediate}.int_product_accounts__amplitude order by 1"
    ) == [("crm1", "2026-06-09 09:00:00"), ("crm2", "2026-06-15 00:00:00")]
    assert (
        "crm1",
        "m3",
        "2026-06-16 14:00:00",
    ) in company.rows(
        "select product_account_id, visitor_id, cast(linked_at as varchar)"
        " from {intermediate}.int_product_visitor_links__mixpanel"
    )


def test_weekly_runs_equal_one_of_all(company: Company) -> None:
    tables = [
        f"int_usage_{kind}_weeks__{source}"
        for kind in ("visitor", "feature")
        for source in ("amplitude", "mixpanel")
    ]
    company.vars = VARS
    for day in ("2026-06-11", "2026-06-18", "2026-06-25", TODAY):
        run(company, day)
    stored = {
        name: sorted(map(str, company.rows(f"from {{intermediate}}.{name}"))) for name in tables
    }
    run(company, TODAY, "--full-refresh")
    for name in tables:
        assert stored[name] == sorted(map(str, company.rows(f"from {{intermediate}}.{name}"))), name
