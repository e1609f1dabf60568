"""A company leaves Salesforce for HubSpot and Pendo for Amplitude: its accounts go on."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

import duckdb
import pytest
from conftest import Company, make_demo
from test_week import Desk

from demo.move import write_seeds

pytestmark = pytest.mark.long

END = dt.date(2026, 6, 29)
# The day of the move.
LAST_WEEK_BEFORE = dt.date(2026, 4, 6)
SHARED = ["zendesk", "stripe", "qualtrics", "customer_success"]
BEFORE = ["salesforce", "pendo", *SHARED]
AFTER = ["hubspot", "pendo", "amplitude", *SHARED]
SCORES = """
    select account_id, snapshot_week, scorecard_id, version, score, band, weight_observed
    from {marts}.fct_account_scores
    where is_in_force
"""
LEDGER = """
    select account_id, snapshot_week, scorecard_id, reason, score, band, is_backfill
    from {marts}.score_history
    qualify row_number() over (
        partition by account_id, snapshot_week, scorecard_id order by revision desc
    ) = 1
"""
ALERTS = f"""
    select alert_id
    from {{marts}}.score_alerts
    where account_id is not null and opened_week < date '{LAST_WEEK_BEFORE}' - interval 14 days
"""
Row = tuple[Any, ...]


@dataclass
class Move:
    """What stood before the move, after it, and where nobody moved.

    new_ids: id in HubSpot of each account, by its id in Salesforce.
    """

    desk: Desk
    stayed: Company
    new_ids: dict[str, str]
    scores_before: list[Row]
    ledger_before: list[Row]
    alerts_before: set[Row]
    ledger_rows: int


def said(sql: str) -> str:
    """A query with the names of the schemas in the published and the inner file."""
    return sql.format(marts="bellwether", intermediate="bellwether_intermediate")


def build(desk: Desk, as_of: dt.date, sources: list[str], *arguments: str) -> None:
    """Build as `make build` does; the test fails when that does not publish."""
    given = json.dumps({"bellwether_sources": sources})
    status, output = desk.run("build", "--as-of", str(as_of), "--vars", given, *arguments)
    assert status == 0, output


@pytest.fixture(scope="module")
def move(tmp_path_factory: pytest.TempPathFactory) -> Move:
    stayed = Company(tmp_path_factory.mktemp("stayed"), vars={"bellwether_sources": BEFORE})
    desk = Desk(tmp_path_factory.mktemp("move"))
    for raw in (stayed.raw, desk.raw):
        make_demo(raw, accounts=12, weeks=26, seed=7)
    run = stayed.build(as_of_date=str(END))
    assert run.status == 0, run.output
    build(desk, LAST_WEEK_BEFORE, BEFORE)
    scores_before, ledger_before = desk.rows(said(SCORES)), desk.rows(said(LEDGER))
    alerts_before = set(desk.rows(said(ALERTS)))

    desk.raw.unlink()
    make_demo(desk.raw, accounts=12, weeks=26, seed=7, stack="moving")
    write_seeds(desk.raw, desk.project / "seeds" / "identity")
    build(desk, END, AFTER)
    with duckdb.connect(str(desk.raw), read_only=True) as connection:
        new_ids = dict(
            connection.execute(
                "select former_account_id, account_id from _demo.account_successions"
            ).fetchall()
        )
    ledger_rows = desk.rows("select count(*) from bellwether.score_history")[0][0]
    return Move(desk, stayed, new_ids, scores_before, ledger_before, alerts_before, ledger_rows)


def closed(rows: list[Row]) -> list[Row]:
    """Rows of weeks that the second build did not open again, in an order."""
    restated = LAST_WEEK_BEFORE - dt.timedelta(weeks=2)
    return sorted(row for row in rows if row[1] <= restated)


def test_the_past_goes_on_under_the_new_id(move: Move) -> None:
    """Every stored score has the new id and is what it was, to the last decimal."""
    expected = closed([(move.new_ids[row[0]], *row[1:]) for row in move.scores_before])
    assert len(expected) > 200
    assert closed(move.desk.rows(said(SCORES))) == expected


def test_no_table_names_a_former_id(move: Move) -> None:
    """Neither marts nor what they are made from, but for keys as a product has them; what was
    published and what dbt captured of the CRM that was left is kept as it was."""
    listed = ", ".join(f"'{former}'" for former in move.new_ids)
    named, n_columns, n_hashed = set(), 0, 0
    with move.desk.warehouse() as connection:
        columns = connection.execute(
            "select database_name, schema_name, table_name, column_name from duckdb_columns()"
            " where not internal and schema_name in ('bellwether', 'bellwether_intermediate')"
            " and (column_name like '%account_id' or column_name in ('subject_id', 'account_hash'))"
            " and column_name <> 'product_account_id' and table_name not in"
            " (select view_name from duckdb_views())"
        ).fetchall()
        hashes = dict(
            connection.execute(
                "select distinct account_hash, account_id"
                " from bellwether_intermediate.int_account_weeks"
            ).fetchall()
        )
        for database, schema, table, column in columns:
            relation = f'{database}.{schema}."{table}"'
            if column == "account_hash":
                n_hashed += 1
                found = connection.execute(f"select distinct account_hash from {relation}")
                assert {value for (value,) in found.fetchall()} <= hashes.keys(), table
                continue
            n_columns += 1
            if connection.execute(
                f'select 1 from {relation} where "{column}" in ({listed}) limit 1'
            ).fetchone():
                named.add((table, column))
    assert n_hashed > 5
    assert not set(hashes.values()) & move.new_ids.keys()
    assert n_columns > 60
    assert named == {
        ("score_history", "account_id"),
        ("crm_account_attributes", "account_id"),
        ("crm_account_attributes", "parent_account_id"),
    }


def test_the_ledger_takes_over_what_it_published(move: Move) -> None:
    """Former rows are closed, new ones say the same and when it was published; no row changed."""
    now = move.desk.rows(said(LEDGER))
    standing = {row[:3]: row[3:] for row in now}
    before = [row for row in closed(move.ledger_before) if row[3] != "withdrawn"]
    assert len(before) > 200
    for account, week, card, _, score, band, is_backfill in before:
        taken_over = ("succession", score, band, is_backfill)
        assert standing[(move.new_ids[account], week, card)] == taken_over
        assert standing[(account, week, card)] == ("succeeded", None, None, is_backfill)
    first = {
        row[:3]: row[4]
        for row in move.desk.rows(
            "select account_id, snapshot_week, scorecard_id, reason, score"
            " from bellwether.score_history where revision = 1"
        )
    }
    assert all(first[row[:3]] == row[4] for row in move.ledger_before if row[3] == "first")


def test_what_the_ledger_says_is_what_stands(move: Move) -> None:
    standing = {
        row[:3]: (row[4], row[5])
        for row in move.desk.rows(said(LEDGER))
        if row[3] not in ("withdrawn", "succeeded")
    }
    assert standing == {row[:3]: (row[4], row[5]) for row in move.desk.rows(said(SCORES))}


def test_changes_reach_across_the_move(move: Move) -> None:
    """In the first snapshot under the new ids an account is compared with its former self."""
    first = LAST_WEEK_BEFORE - dt.timedelta(weeks=1)
    compared = (
        "select account_id, scorecard_id, change is null from {marts}.score_changes"
        f" where snapshot_week = date '{first}'"
    )
    stayed = {(move.new_ids[row[0]], *row[1:]) for row in move.stayed.rows(compared)}
    assert len([row for row in stayed if not row[2]]) > 20
    assert set(move.desk.rows(said(compared))) == stayed


def test_scores_are_those_of_a_company_that_stayed(move: Move) -> None:
    """Twelve weeks after the move no window holds a week of both products; cards of value rest on
    numbers of all time, which end with a product."""
    newest = f"{SCORES} and snapshot_week = date '{END}'"
    stayed = {(move.new_ids[row[0]], row[2]): row[4] for row in move.stayed.rows(newest)}
    moved = {(row[0], row[2]): row[4] for row in move.desk.rows(said(newest))}
    assert moved.keys() == stayed.keys()
    for card in ("health", "health_framework", "adoption"):
        pairs = [(score, moved[key]) for key, score in stayed.items() if key[1] == card]
        assert all((one is None) == (other is None) for one, other in pairs), card
        apart = [abs(one - other) for one, other in pairs if one is not None]
        assert len(apart) > 5
        assert sum(apart) / len(apart) < 2, card


def test_whatever_carries_a_former_id_means_the_account(move: Move) -> None:
    found = move.desk.rows(
        "select source from bellwether.data_quality_identity_match"
        " where match_rule = 'carried_id' and n_matched > 5"
    )
    assert {source for (source,) in found} >= {"stripe", "zendesk"}


def test_an_alert_keeps_its_id(move: Move) -> None:
    """An answer to it is found by that."""
    assert len(move.alerts_before) > 5
    assert move.alerts_before <= set(move.desk.rows(said(ALERTS)))


def test_the_same_day_again_adds_nothing(move: Move) -> None:
    build(move.desk, END, AFTER)
    again = move.desk.rows("select count(*) from bellwether.score_history")[0][0]
    assert again == move.ledger_rows


@pytest.fixture(scope="module")
def merged(move: Move) -> tuple[str, list[str], dict[str, list[Row]]]:
    """A week later two accounts are a third record; its id, theirs, and their scores before.

    The one with more weeks comes first.
    """
    new_id = "99999999999"
    counted = move.desk.rows(
        "select account_id, count(distinct snapshot_week) as n from bellwether.fct_account_scores"
        f" group by 1 having max(snapshot_week) = date '{END}' order by n desc, 1"
    )
    former = [counted[0][0], next(account for account, n in counted if n < counted[0][1])]
    rows = move.desk.rows(said(SCORES))
    before = {account: [row for row in rows if row[0] == account] for account in former}
    move.desk.load(
        f"insert into hubspot.company select * replace ({new_id} as id,"
        f" '{former[1]};{former[0]}' as property_hs_merged_object_ids,"
        f" timestamp '{END}' + interval 1 day as property_createdate)"
        f" from hubspot.company where id = {former[0]}",
        "insert into hubspot.company_property_history"
        f" select * replace ({new_id} as company_id, timestamp '{END}' + interval 1 day as"
        f" timestamp) from hubspot.company_property_history where company_id = {former[0]}",
        f"update hubspot.company set is_deleted = true where id in ({former[0]}, {former[1]})",
    )
    build(move.desk, END + dt.timedelta(weeks=1), AFTER, "--force")
    return new_id, former, before


def test_a_merged_account_goes_on_with_the_longer_past(
    move: Move, merged: tuple[str, list[str], dict[str, list[Row]]]
) -> None:
    """What is closed of the other stays as it was; what is open is the new record's alone."""
    new_id, (longer, shorter), before = merged
    last_closed = END - dt.timedelta(weeks=2)
    rows = move.desk.rows(said(SCORES))
    own = [row for row in rows if row[0] == new_id]
    taken_over = sorted((new_id, *row[1:]) for row in before[longer] if row[1] <= last_closed)
    assert len(taken_over) > 50
    assert sorted(row for row in own if row[1] <= last_closed) == taken_over
    assert {row[1] for row in own if row[1] > last_closed} >= {END, END + dt.timedelta(weeks=1)}
    kept = sorted(row for row in before[shorter] if row[1] <= last_closed)
    assert sorted(row for row in rows if row[0] == shorter) == kept
    assert [row for row in rows if row[0] == longer] == []
