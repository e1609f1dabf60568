"""Signals of people mean what their cards say: who wrote, who came, who is still there."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import Company

AS_OF = "2021-01-11"
US, VP, ANALYST = "kim@vendor.example", "vp@{}.example", "analyst@{}.example"

# Account, sender, day, thread and subject of a mail; `vp` and `analyst` are of the account.
MAILS = [
    ("wrote_first", "vp", "2020-12-01", "t1", "A question"),
    ("answered_second", "us", "2020-12-01", "t2", "Hello"),
    ("answered_second", "analyst", "2020-12-02", "t2", "Re: Hello"),
    ("answered_second", "vp", "2020-12-03", "t2", "Re: Hello"),
    ("answered_late", "us", "2020-09-01", "t3", "Hello"),
    ("answered_late", "vp", "2020-12-03", "t3", "Re: Hello"),
    ("only_we_wrote", "us", "2020-12-01", "t4", "Hello"),
    ("analyst_answered", "us", "2020-12-01", "t5", "Hello"),
    ("analyst_answered", "analyst", "2020-12-02", "t5", "Re: Hello"),
    ("long_ago", "vp", "2020-09-01", "t6", "A question"),
    ("deleted", "vp", "2020-12-01", "t7", "A question"),
    ("named_sponsor", "analyst", "2020-12-01", "t8", "A question"),
]
ACCESS = {
    "wrote_first": "active_sponsor",
    "answered_second": "active_sponsor",
    "answered_late": "active_sponsor",
    "only_we_wrote": "sponsor_identified",
    "analyst_answered": "sponsor_identified",
    "long_ago": "sponsor_identified",
    "deleted": "no_sponsor",
    "named_sponsor": "active_sponsor",
}
# The same mail, then what a machine answers within the minute: nobody answered.
MACHINES = [
    "Automatic reply: Hello",
    "AUTO-REPLY: Hello",
    "[Out of Office] Re: Hello",
    "Abwesenheitsnotiz: Hello",
    "Réponse automatique : Hello",
    "Respuesta automática: Hello",
    "Risposta automatica: Hello",
    "Resposta automática: Hello",
    "Automatisch antwoord: Hello",
    "Autosvar: Hello",
    "Odpowiedź automatyczna: Hello",
    "Автоматический ответ: Hello",
    "自動返信\uff1aHello",
    "自动回复: Hello",
    "자동 회신: Hello",
    "Undeliverable: Hello",
]
PEOPLE = ["Re: Hello", "Re: Out of office rules", "AW: Automatic reply settings", None]

EXECUTIVES = [
    "CEO", "C.E.O.", "C. E. O.", "c.e.o. & co-founder", "V.P.", "V.P. of Sales", "V. P. Sales",
    "SVP", "S.V.P., Support", "Vice-President", "Senior Vice President",
    "Executive Vice President, EMEA",
    "Chief Information Security Officer", "C.I.S.O.", "Co-Founder", "Managing Director",
    "Geschäftsführer", "GESCHÄFTSFÜHRERIN", "Geschaeftsfuehrer", "Vorstandsvorsitzender",
    "Mitglied des Vorstands", "Directeur général", "DIRECTRICE GÉNÉRALE",
    "Président-directeur général", "Director General", "Consejera delegada",
    "Vicepresidente de Ventas", "Amministratore delegato",
    "Diretor-presidente", "Algemeen directeur", "Prezes Zarządu", "Verkställande direktör",
    "Генеральный директор", "Genel Müdür", "代表取締役", "代表取締役社長", "執行役員", "首席执行官",
    "总经理", "대표이사", "الرئيس التنفيذي",
]  # fmt: skip
OTHERS = [
    "Coordinator", "Assistant to the CEO", "Executive Assistant", "Chief of Staff", "Product Owner",
    "Director of Support", "Assistenz der Geschäftsführung", "Assistante de direction générale",
    "Vorstandsassistentin", "社長秘書", "总经理助理", "대표이사 비서", "Former CEO",
    "Support Manager",
]  # fmt: skip

SEGMENTS = {
    "大企業": "大企業",
    "中小企業": "中小企業",
    "Großkunden": "großkunden",
    "Établissement": "établissement",
    " Mid-Market": "mid_market",
    "mid market": "mid_market",
    "Крупный бизнес": "крупный_бизнес",
    "الشركات الكبرى": "الشركات_الكبرى",
    "대기업": "대기업",
    "विशाल": "विशाल",
    "中堅・企業": "中堅_企業",
    "🚀": "🚀",
    "--": "unsegmented",
}


def text(value: str | None) -> str:
    """SQL literal of a text."""
    return "null" if value is None else "'" + value.replace("'", "''") + "'"


def statements() -> list[str]:
    """The raw tables: accounts named by what happens in them."""
    accounts = [*ACCESS, "titles", "series", "series_alone", "tickets", "no_threads"]
    accounts += [f"machine {n}" for n in range(len(MACHINES))]
    accounts += [f"person {n}" for n in range(len(PEOPLE))]
    contacts = [
        (f"{kind} {account}", account, f"{kind}@{account}.example", title, "false")
        for account in accounts
        if account != "titles"
        for kind, title in (("vp", "VP Operations"), ("analyst", "Analyst"))
        if not (account == "named_sponsor" and kind == "vp")
    ]
    contacts = [(*row[:4], "true") if row[0] == "vp deleted" else row for row in contacts] + [
        (title, "titles", "x@titles.example", title, "false") for title in EXECUTIVES + OTHERS
    ]
    sponsors = {"named_sponsor": "analyst named_sponsor"}
    mails = list(MAILS)
    for kind, subjects in (("machine", MACHINES), ("person", PEOPLE)):
        for n, subject in enumerate(subjects):
            mails.append((f"{kind} {n}", "us", "2020-12-01 09:00", f"{kind} {n}", "Hello"))
            mails.append((f"{kind} {n}", "vp", "2020-12-01 10:00", f"{kind} {n}", subject))
    mails += [
        ("no_threads", "us", "2020-12-01", None, "Hello"),
        ("no_threads", "vp", "2020-12-02", None, "Re: Hello"),
    ]
    address = {"us": US, "vp": VP, "analyst": ANALYST}
    made = [
        "create schema salesforce", "create schema zendesk",
        "create table salesforce.account (id text, name text, type text, is_deleted boolean,"
        " created_date timestamp, segment_c text, executive_sponsor_c text)",
        "create table salesforce.contact (id text, account_id text, email text, title text,"
        " is_deleted boolean, created_date timestamp, _fivetran_synced timestamp)",
        "create table salesforce.email_message (id text, related_to_id text, incoming boolean,"
        " message_date timestamp, thread_identifier text, from_address text, subject text)",
        "create table salesforce.event (id text, account_id text, who_id text,"
        " start_date_time timestamp, end_date_time timestamp, is_recurrence boolean,"
        " recurrence_activity_id text)",
        "create table salesforce.event_relation (event_id text, relation_id text, status text)",
        "create table zendesk.ticket (id bigint, organization_id bigint, requester_id bigint,"
        " status text, created_at timestamp, updated_at timestamp, _fivetran_synced timestamp)",
        "create table zendesk.ticket_field_history (ticket_id bigint, field_name text, value text,"
        " updated timestamp)",
        "create table zendesk.ticket_tag (ticket_id bigint, tag text)",
        "create table zendesk.organization (id bigint, external_id text)",
        "insert into zendesk.organization values (1, 'tickets')",
    ]  # fmt: skip
    for account in accounts:
        sponsor = sponsors.get(account, f"vp {account}")
        made.append(
            f"insert into salesforce.account values ({text(account)}, 'x', 'Customer', false,"
            f" '2019-01-01', 'SMB', {text(sponsor)})"
        )
    for segment in SEGMENTS:
        made.append(
            f"insert into salesforce.account values ({text('segment ' + segment)}, 'x', 'Customer',"
            f" false, '2019-01-01', {text(segment)}, null)"
        )
    for row in contacts:
        made.append(
            "insert into salesforce.contact values"
            f" ({', '.join(text(cell) for cell in row[:4])}, {row[4]}, '2019-01-01', '2020-12-30')"
        )
    for n, (account, sender, day, thread, subject) in enumerate(mails):
        made.append(
            f"insert into salesforce.email_message values ('m{n}', {text(account)},"
            f" {sender != 'us'}, '{day}', {text(thread)},"
            f" {text(address[sender].format(account))}, {text(subject)})"
        )
    made += [
        # A series of four, two of them attended; the row that defines it is none of them.
        "insert into salesforce.event values"
        " ('s', 'series', 'vp series', '2020-11-04 14:00', '2020-11-04 15:00', true, null)",
        *(
            "insert into salesforce.event values"
            f" ('s{n}', 'series', 'vp series', '2020-{day} 14:00', '2020-{day} 15:00', false, 's')"
            for n, day in enumerate(("11-04", "11-18", "12-02", "12-16"))
        ),
        "insert into salesforce.event_relation values ('s0', 'vp series', 'Accepted'),"
        " ('s1', 'vp series', 'Declined'), ('s2', 'vp series', 'Accepted'),"
        " ('s3', 'vp series', 'Declined')",
        "insert into salesforce.event values ('sa', 'series_alone', 'vp series_alone',"
        " '2020-12-02 14:00', '2020-12-02 15:00', true, null)",
        # Open since November; deleted and merged in the week before the last snapshot.
        "insert into zendesk.ticket values"
        " (1, 1, null, 'deleted', '2020-11-01', '2021-01-06', '2021-01-06'),"
        " (2, 1, null, 'closed', '2020-11-11', '2021-01-07', '2021-01-07')",
        "insert into zendesk.ticket_field_history values (1, 'status', 'open', '2020-11-02'),"
        " (2, 'status', 'open', '2020-11-12'), (2, 'status', 'closed', '2021-01-07')",
        "insert into zendesk.ticket_tag values (2, 'closed_by_merge')",
    ]
    return made


SIGNALS = (
    "+int_engagement_signals_weekly",
    "+int_response_signals_weekly",
    "+int_support_signals_weekly",
    "+data_quality_rejected_rows",
)
VARS = {"bellwether_sources": ["salesforce", "zendesk"], "history_start": "2020-12-14"}


def build(company: Company) -> Company:
    """Build the signals of people, without dbt's tests."""
    run = company.build(
        "--exclude-resource-type", "test", "--select", *SIGNALS, as_of_date=AS_OF, **VARS
    )
    assert run.status == 0, run.output[-4000:]
    return company


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Company:
    company = Company(tmp_path_factory.mktemp("people"))
    company.load(*statements())
    return build(company)


def signal(company: Company, column: str, model: str) -> dict[str, object]:
    """A column of a signal model by account at the last snapshot."""
    return dict(
        company.rows(
            f"select account_id, {column} from {{intermediate}}.{model}"
            f" where snapshot_week = date '{AS_OF}'"
        )
    )


def test_a_sponsor_is_who_acts(built: Company) -> None:
    found = signal(built, "executive_sponsor_access_level", "int_engagement_signals_weekly")
    assert {account: found[account] for account in ACCESS} == ACCESS


def test_a_sponsor_was_one_until_deleted(built: Company) -> None:
    """The contact was deleted on 2020-12-30, by the load that brought it."""
    assert built.rows(
        "select snapshot_week, executive_sponsor_access_level"
        " from {intermediate}.int_engagement_signals_weekly"
        " where account_id = 'deleted' and snapshot_week >= date '2020-12-28' order by 1"
    ) == [
        (date(2020, 12, 28), "active_sponsor"),
        (date(2021, 1, 4), "no_sponsor"),
        (date(2021, 1, 11), "no_sponsor"),
    ]


def test_titles_of_the_world(built: Company) -> None:
    found = dict(
        built.rows(
            "select contact_key, is_executive from {intermediate}.int_contacts"
            " where account_id = 'titles'"
        )
    )
    assert [title for title in EXECUTIVES if not found[title]] == []
    assert [title for title in OTHERS if found[title]] == []


def test_segments_of_the_world(built: Company) -> None:
    found = dict(
        built.rows(
            "select replace(account_id, 'segment ', ''), segment from"
            " {intermediate}.int_account_attributes where account_id like 'segment %'"
        )
    )
    assert found == SEGMENTS


def test_machines_answer_nobody(built: Company) -> None:
    rates = signal(built, "response_rate", "int_response_signals_weekly")
    hours = signal(built, "email_responsiveness", "int_response_signals_weekly")
    late = {n: subject for n, subject in enumerate(MACHINES) if rates[f"machine {n}"] != 0}
    assert late == {}
    assert all(hours[f"machine {n}"] > 168 for n in range(len(MACHINES)))
    assert [rates[f"person {n}"] for n in range(len(PEOPLE))] == [1] * len(PEOPLE)
    assert [hours[f"person {n}"] for n in range(len(PEOPLE))] == [1] * len(PEOPLE)


def test_without_threads_a_reply_is_not_known(built: Company, company: Company) -> None:
    """One account's mails without threads leave it missing, a feed without any everybody."""
    assert signal(built, "response_rate", "int_response_signals_weekly")["no_threads"] is None
    company.load(*statements(), "alter table salesforce.email_message drop thread_identifier")
    build(company)
    for column in ("email_responsiveness", "response_rate"):
        found = signal(company, column, "int_response_signals_weekly")
        assert set(found.values()) == {None}
    # Who wrote is known by the sender, not by the thread.
    found = signal(company, "executive_sponsor_access_level", "int_engagement_signals_weekly")
    assert {account: found[account] for account in ACCESS} == ACCESS


def test_a_series_is_its_meetings(built: Company) -> None:
    """The row that defines a series is a meeting only where none of its occurrences landed."""
    found = signal(built, "meeting_attendance", "int_engagement_signals_weekly")
    assert (found["series"], found["series_alone"]) == (0.5, 1)
    assert built.rows(
        "select sum(n_rows) from {marts}.data_quality_rejected_rows"
        " where rejection_reason = 'series_of_meetings'"
    ) == [(1,)]


def test_a_ticket_was_one_until_it_was_deleted_or_merged(built: Company) -> None:
    assert built.rows(
        "select open_issue_age, open_issue_age_level"
        " from {intermediate}.int_support_signals_weekly"
        " where account_id = 'tickets' and snapshot_week >= date '2021-01-04'"
        " order by snapshot_week"
    ) == [(64, None), (None, "none_open")]
