"""`make week`: week after week, again, killed, a source gone, a seed edited, other raw data."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import Company, copy_project, kill_at, make_demo

from tools.files import inner_path
from tools.freshness import Load, describe
from tools.publish import Demo, Kinship, Origin, kinship, memory_limit
from tools.summary import _SILENT, gone_lines, ledger_text

END = dt.date(2026, 6, 29)
MARTS = "bellwether"
# What only `make build` brings.
OF_BUILDS = (
    "data_quality_identity", "data_quality_raw", "data_quality_rejected", "data_quality_visitor",
    "int_usage_page", "int_usage_feature_visitor",
)  # fmt: skip


class Desk:
    """A project of its own with a raw and a published file, on which the tools run as make does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = copy_project(folder / "project")
        for name in ("tools", "pyproject.toml"):
            source = Path(__file__).resolve().parents[2] / name
            if source.is_dir():
                shutil.copytree(source, self.project / name)
            else:
                shutil.copyfile(source, self.project / name)
        self.raw = folder / "raw.duckdb"
        self.published = folder / "scores.duckdb"

    def start(self, tool: str, *arguments: str) -> subprocess.Popen[str]:
        """Start `python -m tools.<tool>` in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", f"tools.{tool}", *arguments],
            cwd=self.project,
            env={
                **os.environ,
                "BELLWETHER_RAW_PATH": str(self.raw),
                "BELLWETHER_PATH": str(self.published),
                "DBT_TARGET_PATH": str(self.folder / "target"),
                "DBT_LOG_PATH": str(self.folder / "logs"),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, tool: str, *arguments: str) -> tuple[int, str]:
        """Run a tool to its end; exit status and output."""
        child = self.start(tool, *arguments)
        output, _ = child.communicate(timeout=600)
        return child.returncode, output

    def week(self, as_of: dt.date, *arguments: str) -> tuple[int, str]:
        return self.run("week", "--as-of", str(as_of), *arguments)

    @contextlib.contextmanager
    def warehouse(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The published file, the inner one attached as `work`."""
        with duckdb.connect(str(self.published), read_only=True) as connection:
            connection.execute(f"attach '{inner_path(self.published)}' as work (read_only)")
            yield connection

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a query on the published file."""
        with self.warehouse() as connection:
            return connection.execute(sql).fetchall()

    def tables(self) -> dict[str, list[tuple[Any, ...]]]:
        """Rows of every mart and of every table that keeps its weeks, apart from dates of runs."""
        manifest = json.loads((self.folder / "target" / "manifest.json").read_text())
        found = {}
        with self.warehouse() as connection:
            for node in manifest["nodes"].values():
                is_mart = node["path"].startswith("marts/")
                is_kept = is_mart or node["config"].get("materialized") == "incremental"
                name = node["name"]
                can_wait = "validation" in node["path"] or name.startswith(OF_BUILDS)
                if node["resource_type"] != "model" or not is_kept or can_wait:
                    continue
                rest = "exclude (published_at, published_by_run, is_backfill, reason, revision)"
                found[name] = connection.execute(
                    f"select * {rest if name == 'score_history' else ''} "
                    f"from {node['relation_name']} order by all"
                ).fetchall()
        return found

    def load(self, *statements: str) -> None:
        """Change the raw file."""
        with duckdb.connect(str(self.raw)) as connection:
            for statement in statements:
                connection.execute(statement)


def differing(one: dict[str, list[Any]], other: dict[str, list[Any]]) -> set[str]:
    """Names of the tables whose rows differ."""
    return {name for name in {*one, *other} if one.get(name) != other.get(name)}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    found = Desk(tmp_path_factory.mktemp("week"))
    make_demo(found.raw, accounts=12, weeks=16, seed=5, end=str(END))
    return found


@pytest.fixture
def built(desk: Desk) -> None:
    """The desk has built, also where the first tests of this file were left out."""
    if not desk.published.exists():
        status, output = desk.run("build", "--as-of", str(END))
        assert status == 0, output


def test_without_a_published_file_a_build_is_asked_for(desk: Desk) -> None:
    status, output = desk.week(END)
    assert status == 3
    assert "run `make build` first" in output
    assert not desk.published.exists()


def test_week_after_week_equals_one_build(desk: Desk) -> None:
    ours, desk.published = desk.published, desk.folder / "at_once" / "scores.duckdb"
    status, output = desk.run("build", "--as-of", str(END))
    assert status == 0, output
    at_once, desk.published = desk.tables(), ours
    status, output = desk.run("build", "--as-of", str(END - dt.timedelta(weeks=3)))
    assert status == 0, output
    # One week at a time, then two that were missed.
    for weeks_before in (2, 0):
        status, output = desk.week(END - dt.timedelta(weeks=weeks_before))
        assert status == 0, output
    assert len(at_once) > 60
    assert differing(desk.tables(), at_once) == set()


def test_it_tells_what_changed_and_what_it_took(desk: Desk) -> None:
    status, output = desk.run("week")
    assert status == 0, output
    for expected in (
        "the demo company's data end on 29 June 2026",
        "Health of 1",
        "Moved between bands",
        "Alerts opened this week",
    ):
        assert expected in output
    took = re.search(r"Published: (\d+) nodes, (\d+) s in all\.", output)
    # Without the branches of four sources that are off.
    assert took and int(took[1]) <= 153


def test_the_same_week_again_changes_nothing(desk: Desk) -> None:
    before, ledger = desk.tables(), desk.rows(f"select * from {MARTS}.score_history order by all")
    status, output = desk.run("week")
    assert status == 0, output
    assert "Ledger: nothing to add" in output
    assert desk.rows(f"select * from {MARTS}.score_history order by all") == ledger
    assert differing(desk.tables(), before) == set()


def test_a_week_tests_the_snapshots_that_it_computes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = Company(desk.folder / "tampered", project=desk.project)
    company.folder.mkdir()
    inner = inner_path(company.database)
    monkeypatch.setenv("BELLWETHER_INNER_PATH", str(inner))
    shutil.copyfile(desk.raw, company.raw)
    for weeks_ago, tested, status in ((0, "open", 1), (8, "open", 0), (8, "all", 1)):
        shutil.copyfile(desk.published, company.database)
        shutil.copyfile(inner_path(desk.published), inner)
        with duckdb.connect(str(company.database)) as connection:
            connection.execute(
                f"insert into {MARTS}.fct_account_scores select * from {MARTS}.fct_account_scores "
                f"where snapshot_week = date '{END}' - {7 * weeks_ago} limit 1"
            )
        run = company.dbt(
            "test",
            "--select",
            "grain__fct_account_scores",
            tested_snapshots=tested,
            as_of_date=str(END),
        )
        assert run.status == status, run.output


def test_an_earlier_week_is_not_taken_away(desk: Desk) -> None:
    before = desk.published.read_bytes()
    status, output = desk.week(END - dt.timedelta(weeks=1))
    assert status == 2
    assert "would be taken away" in output
    status, output = desk.week(END, "--restate-from", str(END + dt.timedelta(weeks=1)))
    assert status == 2
    assert "no week would be computed again" in output
    assert desk.published.read_bytes() == before


@pytest.mark.long
@pytest.mark.usefixtures("built")
def test_a_killed_week_leaves_the_published_file(desk: Desk) -> None:
    before = desk.published.read_bytes()
    for sign in ("Weekly refresh", " 25 of ", " 100 of "):
        kill_at(desk.start("week"), sign)
        assert desk.published.read_bytes() == before
    tables = desk.tables()
    status, output = desk.run("week")
    assert status == 0, output
    assert differing(desk.tables(), tables) == set()


def test_an_edited_seed_counts_and_a_wrong_one_is_not_published(desk: Desk) -> None:
    path = desk.project / "seeds" / "scorecards" / "playbook_actions.csv"
    good = path.read_text()
    action = desk.rows(f"select action from {MARTS}.dim_playbooks order by 1 limit 1")[0][0]
    assert action in good
    path.write_text(good.replace(action, "Bring cake"))
    status, output = desk.run("week")
    assert status == 0, output
    assert "loaded again: playbook_actions" in output
    changed = f"select count(*) from {MARTS}.dim_playbooks where action = 'Bring cake'"
    assert desk.rows(changed)[0][0] > 0
    path.write_text(good + good.splitlines()[-1] + "\n")
    before = desk.published.read_bytes()
    status, output = desk.run("week")
    assert status == 1
    assert "playbook_actions" in output and "The published file is unchanged." in output
    assert desk.published.read_bytes() == before
    path.write_text(good)
    assert desk.run("week")[0] == 0
    assert desk.rows(changed)[0][0] == 0


@pytest.mark.long
@pytest.mark.usefixtures("built")
def test_a_table_that_is_gone_does_not_stop_the_week(desk: Desk) -> None:
    emails = (
        "select count(value) from work.bellwether_intermediate.int_account_signals "
        "inner join bellwether_scorecards.signals using (signal_id) "
        f"where source_family = 'emails' and snapshot_week = '{END}'"
    )
    observed = desk.rows(emails)[0][0]
    assert observed > 0
    alert = (
        f"select reason from {MARTS}.score_alerts "
        "where source_family = 'emails' and status = 'open'"
    )
    assert desk.rows(alert) == []
    desk.load("alter table salesforce.email_message rename to kept")
    status, output = desk.run("week")
    assert status == 0, output
    assert "staged again: salesforce" in output
    assert desk.rows(emails)[0][0] == 0
    assert "for emails at all" in desk.rows(alert)[0][0]
    desk.load("alter table salesforce.kept rename to email_message")
    status, output = desk.run("week")
    assert status == 0, output
    assert desk.rows(emails)[0][0] == observed
    assert desk.rows(alert) == []


def test_a_table_that_must_be_there_is_named(desk: Desk) -> None:
    before = desk.published.read_bytes()
    desk.load("alter table zendesk.ticket rename to kept")
    status, output = desk.run("week")
    desk.load("alter table zendesk.kept rename to ticket")
    assert status == 1
    assert "Raw table raw.zendesk.ticket is missing" in output
    assert "The published file is unchanged." in output
    assert desk.published.read_bytes() == before


@pytest.mark.long
@pytest.mark.usefixtures("built")
def test_a_company_with_data_of_its_own(desk: Desk) -> None:
    """The same rows as a company's own: age of the loads, another raw file, the demo."""
    first_day = str(END - dt.timedelta(weeks=16))
    own_vars = ("--vars", json.dumps({"history_start": first_day}))
    demo, desk.raw = desk.raw, desk.folder / "own.duckdb"
    shutil.copyfile(demo, desk.raw)
    desk.load(
        "drop schema _demo cascade",
        "drop table zendesk.ticket_tag",
        "update pendo.event set _fivetran_synced = cast(now() as timestamp)",
    )
    status, output = desk.week(END, *own_vars)
    assert status == 3
    assert "run `make build` first" in output
    with duckdb.connect(str(desk.published)) as connection:
        own = Origin(str(desk.raw), None).text()
        connection.execute("update main.bellwether_origin set origin = ?", [own])
    status, output = desk.week(END, *own_vars)
    assert status == 0, output
    # Vars were given that the build did not have.
    assert "this time everything is built" in output
    assert "raw tables are fresh" in output
    assert re.search(r"salesforce: .*event last loaded on \d\d June 2026", output)
    assert re.search(r"zendesk: .*without rows or load time: ticket_tag", output)
    assert not re.search(r"pendo: (.*; )?event last loaded", output)

    ledger = desk.rows(f"select * from {MARTS}.score_history order by all")
    moved, there = desk.folder / "moved.duckdb", desk.raw
    there.rename(moved)
    desk.raw = moved
    status, output = desk.run("build", "--as-of", str(END), *own_vars)
    assert status == 0, output
    assert "computed anew" in output
    # Closed weeks had known the tags of tickets: what differs without them is added, nothing else.
    after = desk.rows(f"select * from {MARTS}.score_history order by all")
    reason = 5
    assert set(ledger) < set(after)
    assert {row[reason] for row in set(after) - set(ledger)} == {"full_refresh"}

    before, desk.raw = desk.published.read_bytes(), demo
    for tool in ("build", "week"):
        status, output = desk.run(tool, "--as-of", str(END))
        assert status == 2
        assert "holds the scores of a company's own data" in output
        assert "BELLWETHER_RAW_PATH" in output and "BELLWETHER_PATH" in output
    assert desk.published.read_bytes() == before


def test_options_that_make_no_sense_are_named(desk: Desk) -> None:
    for arguments, expected in (
        (("--as-of", "29 June"), "AS_OF is '29 June'"),
        (("--restate-from", "June"), "RESTATE_FROM is 'June'"),
        (("--vars", "[salesforce]"), "give a mapping"),
    ):
        status, output = desk.run("week", *arguments)
        assert status == 2
        assert expected in output
    status, output = desk.run("build", "--as-of", "29 June")
    assert status == 2
    assert "AS_OF is '29 June'" in output


DEMO = Demo(accounts=40, weeks=78, seed=1, end=END, generator="abc")
A_WEEK_LATER = END + dt.timedelta(weeks=1)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (Origin("a", DEMO), Origin("b", DEMO), Kinship.SAME),
        (Origin("a", None), Origin("a", None), Kinship.SAME),
        (Origin("a", None), Origin("b", None), Kinship.MOVED),
        (None, Origin("b", None), Kinship.MOVED),
        (None, Origin("b", DEMO), Kinship.MOVED),
        (Origin("a", DEMO), Origin("a", None), Kinship.OTHER),
        (Origin("a", None), Origin("a", DEMO), Kinship.OWN_TO_DEMO),
    ],
)
def test_kinship(before: Origin | None, now: Origin, expected: Kinship) -> None:
    assert kinship(before, now) is expected
    assert Origin.read(now.text()) == now


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        # A week more at the end, the start where it was.
        (Demo(40, 79, 1, A_WEEK_LATER, "abc"), Kinship.MOVED),
        (Demo(40, 78, 1, A_WEEK_LATER, "abc"), Kinship.OTHER),
        (Demo(40, 77, 1, END - dt.timedelta(weeks=1), "abc"), Kinship.OTHER),
        (Demo(40, 78, 2, END, "abc"), Kinship.OTHER),
        (Demo(41, 78, 1, END, "abc"), Kinship.OTHER),
        (Demo(40, 78, 1, END, "abd"), Kinship.OTHER),
        # The same company, in the midst of a move to other tools.
        (Demo(40, 78, 1, END, "abc moving"), Kinship.SAME),
    ],
)
def test_kinship_of_demos(now: Demo, expected: Kinship) -> None:
    assert kinship(Origin("a", DEMO), Origin("a", now)) is expected


@pytest.mark.parametrize(
    ("raw_bytes", "expected"),
    [
        (10, "1000MB"),
        (100_000_000, "1000MB"),
        (126_000_000, "1500MB"),
        (500_000_000, "5000MB"),
        (1_400_000_000, "6000MB"),
    ],
)
def test_memory_follows_the_raw_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raw_bytes: int, expected: str
) -> None:
    monkeypatch.delenv("BELLWETHER_MEMORY_LIMIT", raising=False)
    raw = tmp_path / "raw.duckdb"
    with raw.open("wb") as file:
        file.truncate(raw_bytes)
    assert memory_limit(raw) == expected
    monkeypatch.setenv("BELLWETHER_MEMORY_LIMIT", "3GB")
    assert memory_limit(raw) == "3GB"


def test_words_for_the_ledger() -> None:
    newest, before = END, END - dt.timedelta(weeks=1)
    assert ledger_text([]).startswith("Ledger: nothing to add")
    added = [("first", newest, 3), ("restated", newest, 1), ("restated", before, 1)]
    assert ledger_text(added) == (
        "Ledger: 3 scores published for the first time (week of 29 June 2026: 3); "
        "2 scores restated (week of 29 June 2026: 1, week of 22 June 2026: 1)."
    )
    assert "1 score withdrawn" in ledger_text([("withdrawn", newest, 1)])


def test_accounts_that_were_withdrawn_are_named() -> None:
    """Gone now; back with a hole; back without one; withdrawn before it was created; gone before.

    A card that was taken from an account which has another one in that week is no hole.
    """
    with duckdb.connect() as connection:
        connection.execute(
            "create table score_history as select * from (values "
            "('gone', date '2026-06-08', 'health', 1, 'first', 'old'), "
            "('gone', date '2026-06-15', 'health', 1, 'first', 'old'), "
            "('gone', date '2026-06-15', 'health', 2, 'withdrawn', 'now'), "
            "('gone', date '2026-06-22', 'health', 1, 'first', 'old'), "
            "('gone', date '2026-06-22', 'health', 2, 'withdrawn', 'now'), "
            "('back', date '2026-06-01', 'health', 1, 'first', 'old'), "
            "('back', date '2026-06-01', 'health', 2, 'withdrawn', 'old'), "
            "('back', date '2026-06-01', 'value', 1, 'first', 'old'), "
            "('back', date '2026-06-01', 'value', 2, 'withdrawn', 'old'), "
            "('back', date '2026-06-29', 'health', 1, 'first', 'now'), "
            "('healed', date '2026-06-01', 'health', 1, 'withdrawn', 'old'), "
            "('healed', date '2026-06-01', 'health', 2, 'restated', 'now'), "
            "('late', date '2026-06-01', 'health', 2, 'withdrawn', 'old'), "
            "('onboarded', date '2026-06-01', 'health_onboarding', 2, 'withdrawn', 'now'), "
            "('onboarded', date '2026-06-01', 'health', 1, 'first', 'now'), "
            "('left', date '2026-06-01', 'health', 2, 'withdrawn', 'old') "
            ") as rows (account_id, snapshot_week, scorecard_id, revision, reason, "
            "published_by_run)"
        )
        connection.execute("create table int_open_snapshots as select 'now' as run_id")
        connection.execute(
            "create table health_scores_current as select id as account_id, upper(id) as "
            "account_name from unnest(['back', 'healed', 'late', 'onboarded']) as rows (id)"
        )
        connection.execute(
            "create table health_scores as select 'gone' as account_id, 'Gone Ltd' as "
            "account_name, date '2026-06-08' as snapshot_week"
        )
        connection.execute(
            "create table int_accounts as select account_id, case account_id when 'late' then "
            "timestamp '2026-06-10' else timestamp '2020-01-01' end as created_at "
            "from health_scores_current"
        )
        lines = gone_lines(connection, {"marts": "main", "intermediate": "main"})
    gone, back = (" ".join(line.split()) for line in lines)
    assert "Gone Ltd (from the week of 15 June 2026: 2 weeks)" in gone
    assert "BACK (from the week of 01 June 2026: 1 week)." in back
    assert back.endswith("make week RESTATE_FROM=2026-06-01")


def test_sources_that_are_off_are_not_asked_how_fresh_they_are(
    small_raw: Path, company: Company
) -> None:
    shutil.copyfile(small_raw, company.raw)
    run = company.dbt("source", "freshness", bellwether_sources=["salesforce", "stripe"])
    asked = set(re.findall(r"START freshness of (\w+)\.", run.output))
    assert asked == {"salesforce", "stripe"}, run.output


def test_the_summary_names_the_source_that_fell_silent() -> None:
    """A family that another source brings is not silent, and who never spoke has not stopped."""
    with duckdb.connect() as connection:
        connection.execute(
            """
            create table data_quality_source_freshness as
            select * from (
                values
                ('support', 'one', true, true, date '2026-06-28', 14, null),
                ('support', 'gone', true, false, date '2026-01-05', 14, null),
                ('support', 'new', true, false, null, 14, null),
                ('billing', 'stripe', true, false, date '2026-01-05', 45, null),
                ('training', 'success', false, false, null, 14, null),
                ('csat_ratings', 'one', true, false, null, 91, 'csat')
            ) as t (
                source_family, source, is_source_on, is_observed, last_row_at, stale_days, part_of
            )
            """
        )
        found = connection.execute(_SILENT.format(marts="main")).fetchall()
    assert found == [("billing", True), ("support of gone", True), ("training", False)]


def test_words_for_freshness() -> None:
    at = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    assert describe(
        [
            Load("pendo", "event", at, True),
            Load("pendo", "page_event", None, False),
            Load("stripe", "invoice", at, False),
            Load("zendesk", "ticket", None, False),
        ]
    ) == [
        "Freshness: 1 of 4 raw tables are fresh.",
        "  pendo: event last loaded on 01 June 2026; without rows or load time: page_event",
        "  zendesk: nothing landed",
    ]
