"""Versions of a card: drafts beside the live one, a change from a day on, live rules that hold."""

from __future__ import annotations

import csv
import hashlib
import math
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import PROJECT, Company, Run, copy_project, make_demo

from tools import rules_hash
from tools.draft import make_draft, parse_weights
from tools.files import Refused
from tools.marts import FileMarts
from tools.new_version import new_version
from tools.rescore import Asked, rescored
from tools.what_if import Answer, tell, what_if

FIRST, START, END = "2026-05-04", "2026-06-08", "2026-06-29"
BESIDE = {"fct_account_scores", "fct_category_scores", "fct_signal_scores"}
COMPARISON = "scorecard_version_comparison"
LEDGER = "score_history"
# What the drafts of the story weigh, as the command takes it: card, weights, segment.
ASKED = {
    "health": (
        "product_usage=0.1 engagement=0.1 support_experience=0.6 financial_health=.2 "
        "usage_trend=0.5 login_frequency=0.1 feature_adoption=0.2",
        "",
    ),
    "adoption": ("usage=0.6 implementation=0.1 tracking=0.1 education=0.1 commercial=0.1", "smb"),
}

Row = dict[str, Any]
Tables = dict[str, list[Row]]


@dataclass
class Story:
    """One company whose rules change five times, and its marts after each build."""

    company: Company
    marts: dict[str, Tables] = field(default_factory=dict)
    refused: Run | None = None
    answers: dict[str, Answer] = field(default_factory=dict)
    # Of the first file and seeds, and of the checkout's, before the questions and after.
    checksums: list[dict[str, str]] = field(default_factory=list)

    @property
    def published(self) -> Path:
        """The file as it stood after the first build, and beside it the seeds of then."""
        return self.company.folder / "first" / "scores.duckdb"

    @property
    def first(self) -> FileMarts:
        return FileMarts(self.published)

    @property
    def first_seeds(self) -> Path:
        return self.published.parent / "seeds" / "scorecards"

    @property
    def seeds(self) -> Path:
        return self.company.project / "seeds" / "scorecards"

    def build(self, stage: str, *arguments: str) -> None:
        """Build, which must pass, and keep the marts under the name of the stage."""
        run = self.company.build(*arguments)
        assert run.status == 0, f"{stage}: {run.output}"
        self.marts[stage] = marts_of(self.company)


def marts_of(company: Company) -> Tables:
    """Every mart that has snapshots, its rows in order."""
    columns: dict[str, list[str]] = {}
    for table, column in company.rows(
        """
        select table_name, column_name
        from information_schema.columns
        where table_catalog = 'scores' and table_schema = 'bellwether'
        order by table_name, ordinal_position
        """
    ):
        columns.setdefault(table, []).append(column)
    with company.warehouse() as connection:
        return {
            table: [
                dict(zip(names, row, strict=True))
                for row in connection.execute(
                    f"select * from scores.bellwether.{table} order by all"
                ).fetchall()
            ]
            for table, names in columns.items()
            if "snapshot_week" in names
        }


def edit(folder: Path, seed: str, where: dict[str, str], **values: object) -> None:
    """Set columns of the rows of a seed that hold the given cells; there must be some."""
    path = folder / f"{seed}.csv"
    with open(path, newline="") as file:
        reader = csv.DictReader(file)
        header = list(reader.fieldnames or [])
        rows = list(reader)
    found = [row for row in rows if where.items() <= row.items()]
    assert found and values.keys() <= set(header)
    for row in found:
        row.update({name: str(value) for name, value in values.items()})
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def weigh(folder: Path, version: str, **weights: float) -> None:
    """Give the categories of a version of card health these weights, in every segment."""
    for category, weight in weights.items():
        where = {"scorecard_id": "health", "version": version, "category_id": category}
        edit(folder, "scorecard_categories", where, weight=weight)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder = tmp_path_factory.mktemp("versions")
    company = Company(folder, project=copy_project(folder / "project"))
    company.vars = {"as_of_date": END, "history_start": FIRST}
    make_demo(company.raw, accounts=12, weeks=8, seed=11, end=END)
    set_by_hand(company)
    story = Story(company)
    story.build("first")
    story.published.parent.mkdir()
    shutil.copyfile(company.database, story.published)
    shutil.copytree(company.project / "seeds", story.published.parent / "seeds")

    # As who works with dbt has exported it: a question must not write there either.
    inner = story.published.with_name("scores.duckdb.work")
    duckdb.connect(str(inner)).close()
    story.checksums.append(checksums(story.published.parent, PROJECT / "seeds"))
    for card, (weights, segment) in ASKED.items():
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("BELLWETHER_INNER_PATH", str(inner))
            answer = what_if(story.first, card, weights, segment, seeds=story.first_seeds)
        story.answers[card] = answer
        for seed, rows in answer.draft.rows.items():
            with open(story.seeds / f"{seed}.csv", "a", newline="") as file:
                file.write(rows)
    story.checksums.append(checksums(story.published.parent, PROJECT / "seeds"))
    assert new_version(story.seeds, "value", START, status="shadow") == "2"
    minutes = {"scorecard_id": "value", "version": "2", "signal_id": "sum_minutes_13w"}
    edit(story.seeds, "scorecard_signals", minutes, missing_policy="zero")
    rules_hash.write(story.seeds)
    story.build("beside")

    # What if changed the weights of `*` alone; the edited draft weighs all segments alike.
    edited = {"product_usage": 0.1, "engagement": 0.1, "support_experience": 0.1}
    weigh(story.seeds, "2", **edited, financial_health=0.7)
    story.build("edited draft")

    assert new_version(story.seeds, "health", START, decision="Money tells first") == "3"
    rules_hash.write(story.seeds)
    assert rules_hash.refusals(story.seeds) == []
    story.build("new version")

    categories = story.seeds / "scorecard_categories.csv"
    kept = categories.read_bytes()
    weigh(story.seeds, "1", product_usage=0.25, engagement=0.35)
    story.refused = company.build()
    story.marts["refused"] = marts_of(company)

    categories.write_bytes(kept)
    story.build("taken back")
    story.build("full refresh", "--full-refresh")
    return story


def checksums(*folders: Path) -> dict[str, str]:
    """What each file of some folders holds."""
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    }


def set_by_hand(company: Company) -> None:
    """Overrides of the newest weeks: a score, a band, and a band beside a score."""
    company.load(
        """
        insert into customer_success.score_override by name
        select
            id as account_id, scorecard, date '2026-06-22' as valid_from, score, band,
            'Kim' as author, 'Knows better' as reason, timestamp '2026-06-18' as recorded_at,
            false as _fivetran_deleted, timestamp '2026-06-18' as _fivetran_synced
        from (select id, row_number() over (order by id) as place from salesforce.account
              where _fivetran_active)
        inner join (values
            (1, 'health', 50, null), (2, 'health', null, 'healthy'), (3, 'health', 80, 'critical'),
            (4, 'value', 12, null), (5, 'value', null, 'high_value'), (6, 'adoption', 5, null)
        ) as overrides (place, scorecard, score, band) using (place)
        """
    )


def in_force(rows: Iterable[Row]) -> list[Row]:
    """Rows of versions in force; all rows of a mart that does not tell."""
    return [row for row in rows if row.get("is_in_force", True)]


def live(tables: Tables, keep: Callable[[Row], bool] = lambda row: True) -> Tables:
    """What live marts say, and facts of versions in force; not the comparison, not the ledger."""
    return {
        table: [row for row in in_force(rows) if keep(row)]
        for table, rows in tables.items()
        if table not in (COMPARISON, LEDGER)
    }


def of_version(rows: Iterable[Row], card: str, version: str) -> list[Row]:
    return [row for row in rows if (row["scorecard_id"], row["version"]) == (card, version)]


def weeks(rows: Iterable[Row]) -> list[str]:
    """The snapshots of rows, each once, in order."""
    return sorted({str(row["snapshot_week"]) for row in rows})


def test_a_draft_and_a_shadow_never_reach_live_marts(story: Story) -> None:
    before, after = story.marts["first"], story.marts["beside"]
    assert len(before["health_scores"]) > 50 and len(before) > 8
    assert live(after) == live(before)
    assert after[LEDGER] == before[LEDGER] != []
    assert before[COMPARISON] == []
    for table in sorted(BESIDE):
        for card in ("health", "value"):
            beside, standing = (of_version(after[table], card, v) for v in ("2", "1"))
            assert weeks(beside) == weeks(standing), (table, card)
            assert len(weeks(beside)) >= 8
            assert not in_force(beside) and in_force(standing) == standing


def middle_ranks(numbers: list[float]) -> list[float]:
    """Ranks from 1; equal numbers share the middle of theirs."""
    return [
        sum(other < number for other in numbers) + (numbers.count(number) + 1) / 2
        for number in numbers
    ]


def spearman(one: list[float], other: list[float]) -> float:
    """Rank correlation by its definition: Pearson's of the middle ranks."""
    middle = (len(one) + 1) / 2
    ranks = [[rank - middle for rank in middle_ranks(numbers)] for numbers in (one, other)]
    products = math.fsum(a * b for a, b in zip(*ranks, strict=True))
    return products / math.sqrt(math.prod(math.fsum(a * a for a in side) for side in ranks))


@pytest.mark.parametrize("stage", ["beside", "edited draft", "new version"])
def test_the_comparison_counts_what_changes_for_whom(story: Story, stage: str) -> None:
    """Every figure again, by hand."""
    scores = story.marts[stage]["fct_account_scores"]
    compared = story.marts[stage][COMPARISON]
    beside = {
        (row["snapshot_week"], row["scorecard_id"], row["version"])
        for row in scores
        if not row["is_in_force"]
    }
    assert {(row["snapshot_week"], row["scorecard_id"], row["version"]) for row in compared} == (
        beside
    )
    assert len(compared) == len(beside) >= 16
    for row in compared:
        week, card = row["snapshot_week"], row["scorecard_id"]
        new, old = (
            {
                score["account_id"]: score
                for score in of_version(scores, card, version)
                if score["snapshot_week"] == week and score["score_calculated"] is not None
            }
            for version in (row["version"], row["in_force_version"])
        )
        both = sorted(new.keys() & old.keys())
        assert row["n_scored_by_both"] == len(both)
        assert row["n_scored_by_version_only"] == len(new.keys() - old.keys())
        assert row["n_scored_by_in_force_only"] == len(old.keys() - new.keys())
        if len(both) < 2:
            assert row["no_rank_correlation_reason"] == "fewer_than_two_accounts"
            continue
        ones = [new[account]["score_calculated"] for account in both]
        others = [old[account]["score_calculated"] for account in both]
        gains = {
            account: round(one - other, 9)
            for account, one, other in zip(both, ones, others, strict=True)
        }
        n = len(both)
        assert row["mean_score"] == pytest.approx(math.fsum(ones) / n, abs=1e-8)
        assert row["in_force_mean_score"] == pytest.approx(math.fsum(others) / n, abs=1e-8)
        assert row["mean_difference"] == pytest.approx(
            math.fsum(map(abs, gains.values())) / n, abs=1e-8
        )
        assert row["largest_difference"] == pytest.approx(max(map(abs, gains.values())), abs=1e-8)
        changed = [account for account in both if new[account]["band"] != old[account]["band"]]
        up = [a for a in changed if new[a]["band_rank"] > old[a]["band_rank"]]
        assert (row["n_banded"], row["n_band_changes"]) == (n, len(changed))
        assert (row["n_band_up"], row["n_band_down"]) == (len(up), len(changed) - len(up))
        assert row["share_band_changes"] == pytest.approx(len(changed) / n, abs=1e-8)
        if len(set(ones)) > 1 and len(set(others)) > 1:
            assert row["rank_correlation"] == pytest.approx(spearman(ones, others), abs=1e-8)
            assert row["no_rank_correlation_reason"] is None
        else:
            assert row["no_rank_correlation_reason"] == "all_scores_equal"
        for mover, sign in (("riser", 1), ("faller", -1)):
            movers = sorted((gains[a] for a in both if gains[a] * sign > 0), key=abs, reverse=True)
            for place in (1, 2, 3):
                points = movers[place - 1] if len(movers) >= place else None
                assert row[f"{mover}_{place}_points"] == pytest.approx(points, abs=1e-8)
                account = row[f"{mover}_{place}_account_id"]
                assert (None if account is None else gains[account]) == points


def test_the_comparison_has_something_to_tell(story: Story) -> None:
    """Else the counts above would agree on nothing."""
    compared = of_version(story.marts["edited draft"][COMPARISON], "health", "2")
    assert sum(row["n_band_changes"] for row in compared) > 0
    assert any(row["rank_correlation"] not in (None, 1) for row in compared)


def test_an_edited_draft_has_its_own_weeks_computed_again_and_no_other(story: Story) -> None:
    before, after = story.marts["beside"], story.marts["edited draft"]
    assert live(after) == live(before)
    assert after[LEDGER] == before[LEDGER]
    for table in (*sorted(BESIDE), COMPARISON):
        own, own_before = (of_version(t[table], "health", "2") for t in (after, before))
        assert weeks(own) == weeks(own_before)
        for week in weeks(own):
            here, here_before = (
                [row for row in rows if str(row["snapshot_week"]) == week]
                for rows in (own, own_before)
            )
            assert here != here_before, (table, week)
        others, others_before = (
            [row for row in t[table] if (row["scorecard_id"], row["version"]) != ("health", "2")]
            for t in (after, before)
        )
        assert others == others_before != []


def test_a_new_version_leaves_what_came_before_untouched(story: Story) -> None:
    before, after = story.marts["edited draft"], story.marts["new version"]
    assert live(after, is_before_start) == live(before, is_before_start)
    assert any(live(after, is_before_start)["health_scores"])
    # The ledger keeps every row, and says what the new version gave from its first week on.
    new_rows = [row for row in after[LEDGER] if row not in before[LEDGER]]
    assert [row for row in after[LEDGER] if row in before[LEDGER]] == before[LEDGER]
    assert weeks(new_rows)[0] == START
    assert {(row["scorecard_id"], row["version"]) for row in new_rows} == {("health", "3")}
    assert {row["reason"] for row in new_rows} == {"restated"}
    assert {row["revision"] for row in new_rows} == {2}


def is_before_start(row: Row) -> bool:
    return str(row["snapshot_week"]) < START


def test_the_week_before_a_version_starts_is_scored_by_both(story: Story) -> None:
    after = story.marts["new version"]
    last_week = "2026-06-01"
    for table in sorted(BESIDE):
        starting = of_version(after[table], "health", "3")
        assert weeks(starting)[0] == last_week
        assert weeks(in_force(starting))[0] == START
        assert weeks(in_force(of_version(after[table], "health", "1")))[-1] == last_week
    compared = of_version(after[COMPARISON], "health", "3")
    assert [(str(row["snapshot_week"]), row["in_force_version"]) for row in compared] == [
        (last_week, "1")
    ]
    # From then on the draft stands beside the new one.
    draft = {
        str(row["snapshot_week"]): row["in_force_version"]
        for row in of_version(after[COMPARISON], "health", "2")
    }
    assert draft[last_week] == "1" and draft[START] == "3"
    assert {row["version"] for row in after["health_scores"] if str(row["snapshot_week"]) >= START
            and row["lifecycle"] == "established"} == {"3"}  # fmt: skip


def test_the_jump_of_a_new_version_is_rules_and_not_behaviour(story: Story) -> None:
    after = story.marts["new version"]
    calculated = {
        (row["account_id"], row["version"]): row["score_calculated"]
        for row in after["fct_account_scores"]
        if row["scorecard_id"] == "health" and str(row["snapshot_week"]) == "2026-06-01"
    }
    jumps = [
        row
        for row in after["score_changes"]
        if row["scorecard_id"] == "health"
        and str(row["snapshot_week"]) == START
        and row["comparison"] == "compared"
    ]
    assert {(row["version_1_week_ago"], row["version"]) for row in jumps} == {("1", "3")}
    for row in jumps:
        by_new, by_old = (calculated[row["account_id"], version] for version in ("3", "1"))
        assert row["rules_points"] == pytest.approx(by_new - by_old, abs=1e-9)
        parts = ("behaviour", "cohort", "coverage", "rules", "segment", "override")
        assert sum(row[f"{part}_points"] for part in parts) == pytest.approx(
            row["change"], abs=1e-9
        )
    assert any(abs(row["rules_points"]) > 1 for row in jumps)


def test_an_edited_live_rule_stops_a_plain_build_and_leaves_the_marts(story: Story) -> None:
    assert story.refused is not None and story.refused.status == 1
    (problem,) = problems(story.refused)
    assert problem.startswith("Scorecard health, version 1: its rules are locked")
    assert "make version CARD=health" in problem
    assert story.marts["refused"] == story.marts["new version"]


def problems(run: Run) -> list[str]:
    """What the test of live rules found."""
    return re.findall(r"Problem found by assert_live_rules_unchanged: (.*)", run.output)


def test_rules_taken_back_score_as_before_and_so_does_a_full_refresh(story: Story) -> None:
    assert story.marts["taken back"] == story.marts["new version"]
    assert story.marts["full refresh"] == story.marts["new version"]


@pytest.fixture
def kept_seeds(story: Story) -> Iterable[Path]:
    """The seeds of the story, put back after the test."""
    kept = {path: path.read_bytes() for path in story.seeds.glob("*.csv")}
    yield story.seeds
    for path, content in kept.items():
        path.write_bytes(content)


def fingerprint(company: Company) -> Run:
    """Load the rules and test them, nothing else."""
    return company.build("--select", "+int_scorecard_fingerprints")


def test_whatever_a_locked_version_uses_is_refused(story: Story, kept_seeds: Path) -> None:
    """A name of a band, a level, a window, a row more, a scale: each by the cards that use it."""
    edit(kept_seeds, "bands", {"scorecard_id": "value", "band_id": "standard", "version": "1"},
         label="Ordinary")  # fmt: skip
    edit(kept_seeds, "rubrics", {"rubric_id": "framework_support_tickets_1"}, label="otherwise")
    edit(kept_seeds, "scorecards", {"scorecard_id": "case_study"}, min_weight_observed=0.55)
    story.company.append_seed(
        "signal_parameters",
        {
            "signal_id": "integrations_enabled",
            "parameter": "valid_weeks",
            "segment": "*",
            "value": 9,
        },
    )
    run = fingerprint(story.company)
    assert run.status == 1
    assert sorted(re.findall(r"Scorecard (\w+), version (\w+)", "\n".join(problems(run)))) == [
        ("adoption", "1"), ("case_study", "1"), ("health_framework", "1"), ("value", "1"),
    ]  # fmt: skip
    assert rules_hash.differences(kept_seeds).keys() == {
        ("adoption", "1"), ("case_study", "1"), ("health_framework", "1"), ("value", "1"),
    }  # fmt: skip


def test_what_explains_or_ends_a_version_may_change(story: Story, kept_seeds: Path) -> None:
    """Names, order, decisions, an end, rows for what comes: none of them changes a score."""
    edit(kept_seeds, "scorecards", {"scorecard_id": "value"}, name="Worth", owner="marketing")
    edit(kept_seeds, "scorecard_categories", {"scorecard_id": "adoption"}, sort_order=9)
    edit(kept_seeds, "signals", {"signal_id": "login_frequency"},
         definition="days of use", why_it_matters="habit")  # fmt: skip
    edit(kept_seeds, "scorecard_versions", {"scorecard_id": "value_legacy"},
         status="retired", effective_to="2026-07-06", decision="Nobody asks for it")  # fmt: skip
    weigh(kept_seeds, "2", support_experience=0.3, financial_health=0.5)
    story.company.append_seed("rubrics", {"rubric_id": "mood_1", "level": "glad", "score": 90})
    assert rules_hash.refusals(kept_seeds) == []
    run = fingerprint(story.company)
    assert run.status == 0, run.output


def test_a_change_that_was_locked_anew_passes(story: Story, kept_seeds: Path) -> None:
    """`--force` says that the change is meant: the lock is another one."""
    edit(kept_seeds, "bands", {"scorecard_id": "value", "band_id": "standard", "version": "1"},
         label="Ordinary")  # fmt: skip
    assert ("value", "1") in rules_hash.write(kept_seeds, force=True)
    run = fingerprint(story.company)
    assert run.status == 0, run.output


def newest(rows: Iterable[Row], card: str, version: str) -> list[Row]:
    """Rows of a version at the last snapshot."""
    return [row for row in of_version(rows, card, version) if str(row["snapshot_week"]) == END]


@pytest.mark.parametrize("card", ASKED)
def test_what_if_tells_what_the_draft_then_gives(story: Story, card: str) -> None:
    """Its printed rows were pasted and built: every score, band and point is the one foretold."""
    answer = story.answers[card]
    assert answer.draft.version == "2" and str(answer.week) == END
    for version, side in (("1", "today"), ("2", "draft")):
        built = newest(story.marts["beside"]["fct_account_scores"], card, version)
        assert len(built) == len(answer.accounts) > 5
        told = {account.account_id: account for account in answer.accounts}
        for row in built:
            account = told[row["account_id"]]
            assert getattr(account, f"score_{side}") == pytest.approx(row["score"], abs=1e-9)
            assert getattr(account, f"band_{side}") == row["band"]
    contributions = [
        {
            (row["account_id"], row["signal_id"]): row["contribution"] or 0
            for row in newest(story.marts["beside"]["fct_signal_scores"], card, version)
        }
        for version in ("1", "2")
    ]
    foretold = {
        (account, signal): points
        for account, moved in answer.points.items()
        for signal, points in moved
    }
    assert foretold.keys() == contributions[0].keys() == contributions[1].keys()
    for cell, points in foretold.items():
        assert points == pytest.approx(contributions[1][cell] - contributions[0][cell], abs=1e-9)


def test_what_if_has_something_to_tell(story: Story) -> None:
    """Else the scores above would agree on nothing: bands change, hands and segments hold."""
    health, adoption = story.answers["health"].accounts, story.answers["adoption"].accounts
    assert any(account.band_today != account.band_draft for account in health)
    assert any(a.is_overridden and a.score_today == a.score_draft for a in health)
    scores = newest(story.marts["first"]["fct_account_scores"], "adoption", "1")
    segments = {row["account_id"]: row["segment"] for row in scores}
    changed = {segments[a.account_id] for a in adoption if a.score_today != a.score_draft}
    assert changed == {"smb"}


def test_todays_weights_give_what_is_published(story: Story) -> None:
    """Every card and account: score, place, band, and each category's and signal's points."""
    marts = story.marts["first"]
    published = {
        (row["account_id"], row["scorecard_id"]): row
        for row in marts["fct_account_scores"]
        if row["is_in_force"] and str(row["snapshot_week"]) == END
    }
    cards = sorted({card for _, card in published})
    assert len(cards) == 8 and sum(row["is_overridden"] for row in published.values()) >= 5
    asked = [Asked(card, "1", "1") for card in cards]
    day = next(iter(published.values()))["snapshot_week"]
    with rescored(story.first, story.first_seeds, day, asked) as scores:
        banded = scores.sql("from bellwether_intermediate.int_banded_scores")
        columns = [name for name in banded.columns if name != "families_not_observed"]
        computed = [dict(zip(columns, row, strict=True)) for row in
                    banded.select(*columns).fetchall()]  # fmt: skip
        cells = scores.sql(
            "select account_id, scorecard_id, signal_id, declared_weight, applied_weight, "
            "contribution, points_lost from bellwether_intermediate.int_signal_scores"
        ).fetchall()
    assert len(computed) == len(published)
    for row in computed:
        own = published[row["account_id"], row["scorecard_id"]]
        assert row == {name: own[name] for name in columns}
    names = ("declared_weight", "applied_weight", "contribution", "points_lost")
    assert sorted(cells, key=lambda cell: cell[:3]) == sorted(
        (
            (row["account_id"], row["scorecard_id"], row["signal_id"], *(row[n] for n in names))
            for row in in_force(marts["fct_signal_scores"])
            if str(row["snapshot_week"]) == END
        ),
        key=lambda cell: cell[:3],
    )


def test_the_answer_says_who_changes_band_and_what_to_paste(
    story: Story, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = story.answers["health"]
    tell(answer)
    told = capsys.readouterr().out
    words = " ".join(told.split())
    movers = [account for account in answer.accounts if account.band_today != account.band_draft]
    assert f"Who changes band: {len(movers)} " in words
    for account in movers:
        assert f"{account.name} (owner {account.owner}" in words
    for seed, rows in answer.draft.rows.items():
        assert f"\nseeds/scorecards/{seed}.csv\n{rows}" in told
    assert "enterprise and smb weigh categories in their own way" in words


def test_asking_writes_nothing(story: Story) -> None:
    before, after = story.checksums
    assert before == after and any(name.endswith("scores.duckdb") for name in before)


def test_the_command_ends_with_the_status_of_what_was_asked_wrongly(story: Story) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.what_if", "--card", "helth", "--weights", SAME],
        cwd=PROJECT,
        env={**os.environ, "BELLWETHER_PATH": str(story.published)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (2, "") and "'helth'" in done.stdout


SAME = "usage_trend=0.25"
# By what is wrong: card, weights, other options, what is said.
WRONG: dict[str, tuple[str, str, dict[str, str], str]] = {
    "no card": ("", SAME, {}, "Name the card: .* health_framework"),
    "unknown card": ("helth", SAME, {}, "'helth' are published. Name one of: .*health"),
    "unknown signal": ("health", "usage_trand=1", {}, "'usage_trand'. Is usage_trend meant"),
    "signal of another card": ("health", "nps_net=1", {}, "nps_net is a signal, but not one of"),
    "no number": ("health", "usage_trend=much", {}, "'usage_trend=much', which is no name with"),
    "not finite": ("health", "usage_trend=inf", {}, "'usage_trend=inf', which is no name with"),
    "decimal comma": ("health", "usage_trend=0,4", {}, "write usage_trend=0.4"),
    "no name": ("health", "0.4", {}, "'0.4', which is no name"),
    "negative": ("health", "usage_trend=-0.1", {}, "a weight is 0 or more"),
    "twice": ("health", f"{SAME} {SAME}", {}, "usage_trend twice"),
    "nothing": ("health", " ", {}, "Say which weights are others"),
    "all zero": ("case_study", "nps_ltr=0", {}, "signals of category nps are all 0"),
    "a sum card": ("value", "nps_mean_13w=2", {}, "adds its signals up .*its signals weighs 1"),
    "no snapshot": ("health", SAME, {"week": "2026-06-30"}, "Monday from .* to 2026-06-29"),
    "no day": ("health", SAME, {"week": "now"}, "WEEK is 'now': give a day"),
    "unknown segment": ("health", SAME, {"segment": "sbm"}, "'sbm'. Name one of: .*smb"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_answered_is_refused(story: Story, name: str) -> None:
    card, weights, options, message = WRONG[name]
    with pytest.raises(Refused, match=message):
        what_if(story.first, card, weights, seeds=story.first_seeds, **options)


def test_what_if_asks_for_a_published_file(story: Story, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"no published file at .* Run `make build` first"):
        what_if(
            FileMarts(tmp_path / "none.duckdb"), "health", "usage_trend=1", seeds=story.first_seeds
        )


@pytest.mark.parametrize(
    ("weights", "total", "offer"),
    [
        ("usage_trend=0.4", "1.15", "login_frequency=0.2 feature_adoption=0.24 depth_of_use=0.16"),
        ("usage_trend=40 login_frequency=20", "60.5", "usage_trend=0.6611 login_frequency=0.3306"),
        ("engagement=0.2 csat_average=0.2", "0.95; .* sum to 0.9", "product_usage=0.3734"),
    ],
)
def test_weights_that_do_not_sum_to_1_are_offered_scaled(
    story: Story, tmp_path: Path, weights: str, total: str, offer: str
) -> None:
    with pytest.raises(Refused, match=total) as refused:
        what_if(story.first, "health", weights, week=END, seeds=story.first_seeds)
    found = re.search(
        rf"make what-if CARD=health WEIGHTS='(.*)' WEEK={END}$", str(refused.value), re.M
    )
    assert found and all(part in found[1].split() for part in offer.split())
    # What is offered is a draft.
    given = parse_weights(found[1])
    make_draft(story.first_seeds, tmp_path / "draft", "health", "1", given, "", END)


def test_a_name_that_a_segment_does_not_weigh_is_refused(story: Story, tmp_path: Path) -> None:
    seeds = Path(shutil.copytree(story.first_seeds, tmp_path / "seeds" / "scorecards"))
    rows = seeds / "scorecard_signals.csv"
    kept = [
        line
        for line in rows.read_text().splitlines()
        if not line.startswith("health,1,smb,product_usage,usage_trend,")
    ]
    header, *lines = kept
    # A set of its own that leaves the signal out.
    lines += [
        line.replace("health,1,*,", "health,1,smb,", 1)
        for line in lines
        if line.startswith("health,1,*,") and ",usage_trend," not in line
    ]
    rows.write_text("\n".join([header, *dict.fromkeys(lines)]) + "\n")
    given = {"usage_trend": Decimal("0.4")}
    with pytest.raises(Refused, match="usage_trend is not weighed in segment smb of card health"):
        make_draft(seeds, tmp_path / "draft", "health", "1", given, "smb", END)


def test_rules_refuse_too_much_that_is_subjective(story: Story) -> None:
    weights = "product_usage=0 engagement=1 support_experience=0 financial_health=0"
    with pytest.raises(Refused, match=r"subjective signals hold 0.55 .*more than the cap 0.35"):
        what_if(story.first, "health", weights, seeds=story.first_seeds)


def test_rules_edited_since_the_build_are_noticed(story: Story, tmp_path: Path) -> None:
    seeds = Path(shutil.copytree(story.first_seeds, tmp_path / "seeds" / "scorecards"))
    edit(seeds, "bands", {"scorecard_id": "case_study", "band_id": "possible"}, upper_bound=99)
    edit(seeds, "bands", {"scorecard_id": "case_study", "band_id": "strong"}, lower_bound=99)
    with pytest.raises(Refused, match=r"do not give the scores that are published: .*`make build`"):
        what_if(story.first, "case_study", "nps=0.3", seeds=seeds)
