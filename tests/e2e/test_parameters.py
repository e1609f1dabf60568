"""A window or cut-off changes from a day on: before it nothing moves, after it nothing is left."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from conftest import Company, copy_project, make_demo

from tools import rules_hash
from tools.new_version import new_version

# Many builds: `make long` runs it.
pytestmark = pytest.mark.long

FIRST, DAY, START, END = "2026-04-20", "2026-06-03", "2026-06-08", "2026-06-29"

# Of every kind of reader: windows, windows in pairs, the one of all segments, cut-offs, weights.
CHANGED = {
    ("login_frequency", "window_weeks"): 2,
    ("feature_adoption", "window_weeks"): 2,
    ("usage_trend", "window_weeks"): 2,
    ("depth_of_use", "benchmark"): 40,
    ("active_agents", "window_weeks"): 2,
    ("completed_actions", "window_weeks"): 5,
    ("product_usage", "window_weeks"): 3,
    ("meeting_attendance", "window_weeks"): 4,
    ("meeting_attendance", "coverage_weeks"): 2,
    ("email_responsiveness", "unresponsive_hours"): 24,
    ("ticket_volume_trend", "stable_high_from"): 1,
    ("ticket_volume_trend", "window_weeks"): 2,
    ("csat_average", "scale_to"): 4,
    ("payment_timeliness", "window_weeks"): 4,
    ("renewal_proximity", "near_weeks"): 20,
    ("expansion_signals", "window_weeks"): 4,
    ("support_load", "weight_l1"): 3,
    ("support_tickets", "window_weeks"): 2,
    ("nps_net", "promoter_from"): 10,
    ("nps_net", "half_life_weeks"): 3,
    ("advocacy", "window_weeks"): 2,
}
TABLES = (
    "{intermediate}.int_account_signals",
    "{intermediate}.int_usage_signals_weekly",
    "{intermediate}.int_value_signals_weekly",
    "{intermediate}.int_response_signals_weekly",
    "{intermediate}.int_engagement_signals_weekly",
    "{intermediate}.int_support_signals_weekly",
    "{intermediate}.int_support_load_weekly",
    "{intermediate}.int_financial_signals_weekly",
    "{intermediate}.int_relationship_signals_weekly",
    "{marts}.account_product_usage",
    "{marts}.fct_signal_scores",
    "{marts}.fct_account_scores",
)

Rows = list[tuple[Any, ...]]


@dataclass
class Story:
    """A company before and after numbers change from a day on, and one that had them ever."""

    company: Company
    ever: Company
    refusals: list[str] = field(default_factory=list)
    found: dict[str, dict[str, Rows]] = field(default_factory=dict)

    def keep(self, stage: str, company: Company) -> None:
        self.found[stage] = {
            table: company.rows(f"select * from {table} order by all") for table in TABLES
        }


def seeds_of(company: Company) -> Path:
    return company.project / "seeds" / "scorecards"


def read(folder: Path, seed: str) -> list[dict[str, str]]:
    with open(folder / f"{seed}.csv", newline="") as file:
        return list(csv.DictReader(file))


def rewrite(folder: Path, seed: str, rows: list[dict[str, str]]) -> None:
    with open(folder / f"{seed}.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def cards(folder: Path) -> list[str]:
    """Cards with a version in force."""
    rows = read(folder, "scorecard_versions")
    return [row["scorecard_id"] for row in rows if row["status"] == "live"]


def built(company: Company, *arguments: str) -> None:
    run = company.build(*arguments)
    assert run.status == 0, run.output


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    companies = []
    for name in ("changed", "ever"):
        folder = tmp_path_factory.mktemp(name)
        company = Company(folder, project=copy_project(folder / "project"))
        company.vars = {"as_of_date": END, "history_start": FIRST}
        make_demo(company.raw, accounts=12, weeks=10, seed=11, end=END)
        companies.append(company)
    story = Story(*companies)
    built(story.company)
    story.keep("before", story.company)

    seeds = seeds_of(story.company)
    story.company.append_seed(
        "signal_parameters",
        *(
            {"signal_id": signal, "parameter": name, "segment": "*", "value": value,
             "effective_from": DAY}
            for (signal, name), value in CHANGED.items()
        ),
    )  # fmt: skip
    story.refusals = rules_hash.refusals(seeds)
    for card in cards(seeds):
        new_version(seeds, card, DAY, decision="Windows as customers live")
    rules_hash.write(seeds)
    assert rules_hash.refusals(seeds) == []
    built(story.company)
    story.keep("changed", story.company)
    built(story.company, "--full-refresh")
    story.keep("full refresh", story.company)

    rows = read(seeds_of(story.ever), "signal_parameters")
    for row in rows:
        if row["segment"] == "*" and (row["signal_id"], row["parameter"]) in CHANGED:
            row["value"] = str(CHANGED[row["signal_id"], row["parameter"]])
    rewrite(seeds_of(story.ever), "signal_parameters", rows)
    rules_hash.write(seeds_of(story.ever), force=True)
    built(story.ever)
    story.keep("ever", story.ever)
    return story


def in_weeks(story: Story, stage: str, table: str, weeks: slice, but: tuple[str, ...] = ()) -> Rows:
    """Rows of snapshots before START or from it on, without some columns."""
    named = story.company.rows(f"select * from (describe select * from {table})")
    names = [name for name, *_ in named]
    week = names.index("snapshot_week")
    kept = [place for place, name in enumerate(names) if name not in but]
    first, last = str(weeks.start or ""), str(weeks.stop or "9999")
    in_force = names.index("is_in_force") if "is_in_force" in names else None
    return sorted(
        (tuple(row[place] for place in kept) for row in story.found[stage][table]
         if first <= str(row[week]) < last and (in_force is None or row[in_force])),
        key=repr,
    )  # fmt: skip


def test_every_card_that_uses_a_signal_is_named_with_the_command(story: Story) -> None:
    named = {refusal.split(" version ")[0]: refusal for refusal in story.refusals}
    assert {"health", "health_onboarding", "health_framework", "value"} <= named.keys()
    assert f"`make version CARD=health FROM={DAY}`" in named["health"]
    assert "signal_parameters" in named["health"] and "`make rules`" in named["health"]


@pytest.mark.parametrize("table", TABLES)
def test_before_the_day_nothing_moves(story: Story, table: str) -> None:
    before = in_weeks(story, "before", table, slice(None, START))
    assert before
    assert in_weeks(story, "changed", table, slice(None, START)) == before


@pytest.mark.parametrize("table", TABLES[:-2])
def test_from_the_day_on_it_is_as_if_it_had_ever_been(story: Story, table: str) -> None:
    ever = in_weeks(story, "ever", table, slice(START, None))
    assert in_weeks(story, "changed", table, slice(START, None)) == ever
    assert in_weeks(story, "before", table, slice(START, None)) != ever or "response" in table


@pytest.mark.parametrize("table", TABLES[-2:])
def test_scores_follow_under_the_new_version(story: Story, table: str) -> None:
    ever = in_weeks(story, "ever", table, slice(START, None), but=("version",))
    assert in_weeks(story, "changed", table, slice(START, None), but=("version",)) == ever


def test_a_full_refresh_gives_the_same(story: Story) -> None:
    assert story.found["full refresh"] == story.found["changed"]


def test_the_jump_stands_under_rules(story: Story) -> None:
    """No signal whose numbers are new is said to have behaved otherwise; the parts add up."""
    assert story.company.rows(
        f"""
        select count(*)
        from {{intermediate}}.int_signal_changes_weekly
        where
            snapshot_week = date '{START}'
            and signal_id in ('login_frequency', 'feature_adoption')
        """
    ) == [(0,)]
    jumps, others = (
        story.company.rows(
            f"""
            select count(*)
            from {{marts}}.score_changes
            where abs(rules_points) > 0.1 and snapshot_week {sign} date '{START}'
            """
        )[0][0]
        for sign in ("=", "<>")
    )
    assert jumps > 10 and others == 0
    sentence = story.company.rows(
        f"""
        select sentence
        from {{marts}}.score_changes
        where abs(rules_points) > 0.1 and snapshot_week = date '{START}'
        limit 1
        """
    )
    assert "new rules" in sentence[0][0]


def test_a_lock_that_was_emptied_does_not_score_again(story: Story) -> None:
    """Without its hash a published version cannot say that a change was meant."""
    seeds = seeds_of(story.ever)
    kept = {path: path.read_bytes() for path in seeds.glob("*.csv")}
    try:
        rows = read(seeds, "signal_parameters")
        for row in rows:
            if row["signal_id"] == "login_frequency" and row["parameter"] == "window_weeks":
                row["value"] = "3"
        rewrite(seeds, "signal_parameters", rows)
        versions = read(seeds, "scorecard_versions")
        for row in versions:
            row["rules_hash"] = ""
        rewrite(seeds, "scorecard_versions", versions)
        run = story.ever.build("--select", "+int_scorecard_fingerprints")
        assert run.status == 1
        told = re.findall(r"Scorecard (\w+), version 1: its rules are locked", run.output)
        assert {"health", "health_onboarding"} <= set(told)
    finally:
        for path, content in kept.items():
            path.write_bytes(content)


@pytest.fixture(scope="module")
def rules_only(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A project whose seeds are loaded and tested, without any raw row."""
    folder = tmp_path_factory.mktemp("rules_only")
    company = Company(folder, project=copy_project(folder / "project"))
    company.vars = {"as_of_date": END, "history_start": FIRST}
    make_demo(company.raw, accounts=2, weeks=2, seed=1, end=END)
    return company


@pytest.mark.parametrize(
    ("seed", "old", "new", "told"),
    [
        ("signal_parameters", "login_frequency,window_weeks,", "login_frequency,window_weks,",
         ["(login_frequency, segment *, window_weks): nothing reads such a parameter",
          "(login_frequency, window_weeks): the row"]),
        ("signal_parameters", "login_frequency,window_weeks,*,4",
         "login_frequency,window_weeks,*,0",
         ["(login_frequency, segment *, window_weeks): the value 0"]),
        ("signal_parameters", "usage_trend,window_weeks,*,4", "usage_trend,window_weeks,*,50",
         ["(usage_trend, segment *, window_weeks): the value 50"]),
        ("signal_parameters", "csat_average,scale_to,*,5,\n", "csat_average,scale_to,*,,\n",
         ["(csat_average, segment *, scale_to): the value is empty"]),
        ("signal_parameters", "nps_net,promoter_from,*,9,\n",
         "nps_net,promoter_from,*,9,\nnps_net,promoter_from,*,8,\n",
         ["several rows hold from the same day"]),
        ("scorecard_parameters", "trend_long_weeks", "trend_log_weeks",
         ["trend_log_weeks): nothing reads", "(*, trend_long_weeks): the row"]),
        ("monitoring_parameters", "is_monitored", "is_monitord", ["is_monitord): nothing reads"]),
        ("monitoring_parameters", "*,least_accounts,5", "*,least_accounts,5.5",
         ["no whole number"]),
        ("validation_parameters", "days_a_year", "days_year",
         ["days_year): nothing reads", "(*, days_a_year): the row"]),
    ],
)  # fmt: skip
def test_a_misspelt_parameter_stops_before_any_score(
    rules_only: Company, seed: str, old: str, new: str, told: list[str]
) -> None:
    path = seeds_of(rules_only) / f"{seed}.csv"
    kept = path.read_text()
    try:
        assert old in kept
        path.write_text(kept.replace(old, new, 1))
        run = rules_only.build("--select", "resource_type:seed")
        assert run.status == 1
        for words in told:
            assert words in run.output, run.output
        assert f"seeds/scorecards/{seed}.csv" in run.output
    finally:
        path.write_text(kept)
