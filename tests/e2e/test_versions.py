"""Versions of a card: drafts beside the live one, a change from a day on, live rules that hold."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from conftest import Company, Run, copy_project, make_demo

from tools import rules_hash
from tools.new_version import new_version

FIRST, START, END = "2026-05-04", "2026-06-08", "2026-06-29"
BESIDE = {"fct_account_scores", "fct_category_scores", "fct_signal_scores"}
COMPARISON = "scorecard_version_comparison"
LEDGER = "score_history"

Row = dict[str, Any]
Tables = dict[str, list[Row]]


@dataclass
class Story:
    """One company whose rules change five times, and its marts after each build."""

    company: Company
    marts: dict[str, Tables] = field(default_factory=dict)
    refused: Run | None = None

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
    return {
        table: [
            dict(zip(names, row, strict=True))
            for row in company.rows(f"select * from {{marts}}.{table} order by all")
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
    story = Story(company)
    story.build("first")

    assert new_version(story.seeds, "health", START, status="draft") == "2"
    weigh(story.seeds, "2", product_usage=0.1, engagement=0.1, support_experience=0.6)
    assert new_version(story.seeds, "value", START, status="shadow") == "2"
    minutes = {"scorecard_id": "value", "version": "2", "signal_id": "sum_minutes_13w"}
    edit(story.seeds, "scorecard_signals", minutes, missing_policy="zero")
    rules_hash.write(story.seeds)
    story.build("beside")

    weigh(story.seeds, "2", support_experience=0.1, financial_health=0.7)
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
