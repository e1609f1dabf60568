"""The same customers in other tools: what a company runs on does not move its scores."""

from __future__ import annotations

import re
from typing import Any

import pytest
from conftest import PROJECT, Company, make_demo

pytestmark = pytest.mark.long

SHARED = ["stripe", "qualtrics", "customer_success"]
STACKS = {
    "first": ["salesforce", "pendo", "zendesk"],
    "hubspot+amplitude+intercom": ["hubspot", "amplitude", "intercom"],
    "hubspot+mixpanel": ["hubspot", "mixpanel", "zendesk"],
}
OTHERS = [name for name in STACKS if name != "first"]
# What cannot be alike, as the demo's page explains it.
DIFFERENT = set(
    re.findall(r"^  \| `(\w+)` \|", (PROJECT / "demo" / "README.md").read_text(), re.MULTILINE)
)
# Rests on polls for the most part.
CARDS_OF_POLLS = {"case_study"}


@pytest.fixture(scope="module")
def companies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Company]:
    """One company for each stack, built whole."""
    made = {}
    for name, sources in STACKS.items():
        company = Company(tmp_path_factory.mktemp("stack"))
        company.vars = {"as_of_date": "2026-06-29", "bellwether_sources": sources + SHARED}
        make_demo(company.raw, accounts=20, weeks=30, seed=3, stack="" if name == "first" else name)
        run = company.build()
        assert run.status == 0, run.output
        made[name] = company
    return made


def scores(company: Company) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """Score and observed weight by account name, week and card, as long as it is in force."""
    return {
        row[:3]: row[3:]
        for row in company.rows(
            """
            select account_name, snapshot_week, scorecard_id, score, weight_observed
            from {marts}.fct_account_scores
            inner join (select distinct account_id, account_name from {marts}.account_overview)
                using (account_id)
            where is_in_force
            """
        )
    }


def values(company: Company) -> dict[tuple[Any, ...], Any]:
    """Raw values of signals by account name, week and signal."""
    return {
        row[:3]: row[3]
        for row in company.rows(
            """
            select distinct account_name, snapshot_week, signal_id, value
            from {marts}.fct_signal_scores
            inner join (select distinct account_id, account_name from {marts}.account_overview)
                using (account_id)
            where value is not null
            """
        )
    }


@pytest.mark.parametrize("stack", OTHERS)
def test_cards_agree(companies: dict[str, Company], stack: str) -> None:
    """Mean absolute difference under 2 points on each card that both can fill."""
    first, other = scores(companies["first"]), scores(companies[stack])
    assert first.keys() == other.keys()
    apart: dict[str, list[float]] = {}
    for key, (score, _) in first.items():
        if score is not None and other[key][0] is not None:
            apart.setdefault(key[2], []).append(abs(score - other[key][0]))
    assert {"health", "health_framework", "adoption"} <= apart.keys()
    means = {card: sum(found) / len(found) for card, found in apart.items()}
    assert {card for card, mean in means.items() if mean >= 2} == CARDS_OF_POLLS
    assert min(len(found) for found in apart.values()) > 50


@pytest.mark.parametrize("stack", OTHERS)
def test_signals_that_differ_are_known(companies: dict[str, Company], stack: str) -> None:
    """Four of five values are alike: a key that no rule matched in one tool moves all of one
    account."""
    first, other = values(companies["first"]), values(companies[stack])
    signals = {key[2] for key in first}
    assert len(signals) > 30
    unlike = set()
    for signal in signals:
        mine = {key: value for key, value in first.items() if key[2] == signal}
        theirs = {key: value for key, value in other.items() if key[2] == signal}
        alike = [
            key
            for key in mine.keys() & theirs.keys()
            if abs(mine[key] - theirs[key]) <= 0.02 * abs(mine[key]) + 0.02
        ]
        if len(alike) < 0.8 * len(mine.keys() | theirs.keys()):
            unlike.add(signal)
    assert unlike == DIFFERENT


@pytest.mark.parametrize("stack", OTHERS)
def test_every_raw_row_is_used_or_counted(companies: dict[str, Company], stack: str) -> None:
    rows = companies[stack].rows(
        "select source, raw_table, n_rows_raw, n_rows_used, n_rows_unexplained"
        " from {marts}.data_quality_raw_rows"
    )
    assert {row[0] for row in rows} == set(STACKS[stack] + SHARED)
    assert [row for row in rows if row[4] != 0] == []
    used = {source: sum(row[3] for row in rows if row[0] == source) for source in STACKS[stack]}
    assert min(used.values()) > 100


@pytest.mark.parametrize("stack", OTHERS)
def test_no_text_names_a_tool_that_is_not_there(companies: dict[str, Company], stack: str) -> None:
    """Lists of all that could be connected name it; nothing that speaks of this company does."""
    absent = sorted(set(STACKS["first"]) - set(STACKS[stack]))
    named, n_columns = set(), 0
    with companies[stack].warehouse() as connection:
        columns: dict[str, list[str]] = {}
        for table, column in connection.execute(
            "select table_name, column_name from duckdb_columns() where database_name = 'scores'"
            " and schema_name = 'bellwether' and data_type = 'VARCHAR' and not internal"
        ).fetchall():
            columns.setdefault(table, []).append(column)
        for table, names in columns.items():
            n_columns += len(names)
            for name in absent:
                counts = ", ".join(
                    f"count(case when lower(\"{column}\") like '%{name}%' then 1 end)"
                    for column in names
                )
                found = connection.execute(f'select {counts} from bellwether."{table}"').fetchone()
                named |= {
                    (table, column, name) for column, n in zip(names, found, strict=True) if n
                }
    assert n_columns > 300
    assert named == set()


def test_all_marts_are_filled(companies: dict[str, Company]) -> None:
    """What the first company fills, a company on other tools fills too; its visitors are known by
    their events alone, so that there is no list to match them with."""

    def filled(company: Company) -> set[str]:
        with company.warehouse() as connection:
            names = connection.execute(
                "select table_name from information_schema.tables"
                " where table_catalog = 'scores' and table_schema = 'bellwether'"
            ).fetchall()
            return {
                name
                for (name,) in names
                if connection.execute(f'select 1 from bellwether."{name}" limit 1').fetchone()
            }

    first = filled(companies["first"])
    assert len(first) > 40
    for stack in OTHERS:
        assert first - filled(companies[stack]) == {"data_quality_visitor_match"}


def test_a_crm_without_tickets_and_surveys_is_no_desk(companies: dict[str, Company]) -> None:
    """HubSpot could be both; where it lands neither table, neither lowers what is asked for."""
    used = companies["hubspot+mixpanel"].rows(
        "select capability from {intermediate}.int_source_capabilities"
        " where source = 'hubspot' and is_used order by 1"
    )
    assert used == [("correspondence",), ("crm",)]
