"""The worked examples of the reference documents, fed as signals, on the seeds as shipped."""

from __future__ import annotations

import csv
from typing import Any

import pytest
from conftest import PROJECT, Company

AS_OF = "2026-06-29"
LETTERS = "ABCDEFGHI"

RAW = (
    "create schema salesforce",
    f"""
    create table salesforce.account as
    select
        '001A0000000000' || letter || 'AAA' as id,
        'Account ' || letter as name,
        timestamp '2024-01-01' as created_date,
        timestamp '2024-01-01' as last_modified_date,
        false as is_deleted,
        'smb' as segment_c,
        date '2024-01-01' as go_live_date_c,
        timestamp '2026-06-01' as _fivetran_synced
    from (select unnest(string_split('{LETTERS}', '')) as letter)
    """,
    "create schema customer_success",
    """
    create table customer_success.custom_signal (
        account_id varchar, signal_id varchar, observed_at timestamp, value double,
        level varchar, _fivetran_synced timestamp
    )
    """,
    """
    create table customer_success.score_override (
        account_id varchar, scorecard varchar, valid_from date, valid_to date, score double,
        band varchar, author varchar, reason varchar, recorded_at timestamp,
        _fivetran_synced timestamp
    )
    """,
)

# What the three examples of the framework state, and nothing else: number or word, as stated.
FRAMEWORK: dict[str, dict[str, float | str]] = {
    "A": {
        "active_agents": 5, "api_calls": 10_000, "feature_adoption": 80,
        "support_tickets": "low", "training_attendance": "high",
        "goals_achieved": "achieved", "roi": "positive", "referenceability": "referenceable",
        "nps_net": 70, "csat": 4.8,
    },
    "B": {
        "active_agents": 1, "api_calls": 1_000, "feature_adoption": 30,
        "support_tickets": "moderate", "training_attendance": "low",
        "goals_achieved": "some_achieved", "roi": "neutral",
        "nps_net": 40, "csat": 3.5,
    },
    "C": {
        "active_agents": 0, "api_calls": 100, "feature_adoption": 10,
        "support_tickets": "high", "training_attendance": "none",
        "goals_achieved": "not_achieved", "roi": "negative",
        "nps_net": 20, "csat": 2.5,
    },
}  # fmt: skip

# Account, score, NPS, usage, support and tenure as the table of the case study reference has them.
CASE_STUDIES = [
    ("D", 91.9, 95, 88, 90, 95),
    ("E", 88.7, 92, 85, 88, 90),
    ("F", 75.2, 70, 80, 75, 76),
]

# Seven different numbers, one account alone, all equal, and an account that has none of them.
VALUE: dict[str, dict[str, float]] = {
    letter: {"sum_minutes_13w": 100 * place, "count_associated_visitors_13w": 12}
    for place, letter in enumerate("ABCDEFG", start=1)
}
VALUE["D"]["count_active_days_13w"] = 40
for place, letter in enumerate("ABCDEF"):
    VALUE[letter]["nps_mean_13w"] = 5 + place / 2

# Two accounts of the all-time card; only one of them has answers.
ALL_TIME: dict[str, dict[str, float]] = {
    "H": {"sum_minutes": 10, "count_active_days": 5, "count_associated_visitors": 3},
    "I": {"sum_minutes": 20, "count_active_days": 5, "count_associated_visitors": 3,
          "nps_mean": 8},
}  # fmt: skip

# Scores set by hand on the edges of the bands, and the band that each belongs to.
EDGES = [
    ("D", "health_framework", 59.5, "critical"),
    ("E", "health_framework", 60, "at_risk"),
    ("F", "health_framework", 79.5, "at_risk"),
    ("G", "health_framework", 80, "healthy"),
    ("H", "health_framework", 100, "healthy"),
    ("A", "health", 39.99, "critical"),
    ("B", "health", 40, "at_risk"),
    ("C", "health", 74.99, "at_risk"),
    ("D", "health", 75, "healthy"),
    ("E", "health", 0, "critical"),
    ("A", "adoption", 4, "growing"),
    ("B", "adoption", 10, "mature"),
]


def scale(signal: str) -> tuple[float, float]:
    """Low and high of a linear signal of the case study card, as the shipped seed has them."""
    with open(PROJECT / "seeds/scorecards/scorecard_signals.csv", newline="") as file:
        (row,) = (
            row
            for row in csv.DictReader(file)
            if row["scorecard_id"] == "case_study" and row["signal_id"] == signal
        )
    return float(row["low"]), float(row["high"])


def value_that_scores(signal: str, points: float) -> float:
    """The value of a linear signal whose score is `points` of 100."""
    low, high = scale(signal)
    return low + (high - low) * points / 100


def account(letter: str) -> str:
    return f"001A0000000000{letter}AAA"


def land(company: Company, letter: str, signals: dict[str, Any]) -> None:
    """Land signals of an account in the week before the snapshot; words as levels."""
    company.load(
        *(
            "insert into customer_success.custom_signal values"
            f" ('{account(letter)}', '{signal}', timestamp '2026-06-24 09:00',"
            f" {'null' if isinstance(seen, str) else seen},"
            f" {repr(seen) if isinstance(seen, str) else 'null'}, timestamp '2026-06-24 12:00')"
            for signal, seen in signals.items()
        )
    )


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Nine accounts with all examples of this file, built once by the checkout itself."""
    company = Company(
        tmp_path_factory.mktemp("examples"),
        vars={"bellwether_sources": ["salesforce", "customer_success"], "as_of_date": AS_OF},
    )
    company.load(*RAW)
    for letter, signals in FRAMEWORK.items():
        land(company, letter, signals)
    for letter, _, nps, usage, support, tenure in CASE_STUDIES:
        land(
            company,
            letter,
            {
                "nps_ltr": nps,
                "feature_adoption": usage,
                "support_load": value_that_scores("support_load", support),
                "tenure_days": value_that_scores("tenure_days", tenure),
            },
        )
    for letter, metrics in [*VALUE.items(), *ALL_TIME.items()]:
        land(company, letter, metrics)
    company.load(
        *(
            "insert into customer_success.score_override values"
            f" ('{account(letter)}', '{card}', date '2026-06-01', date '2026-12-31', {score},"
            " null, 'tester', 'edge of a band', timestamp '2026-06-01', timestamp '2026-06-02')"
            for letter, card, score, _ in EDGES
        )
    )
    run = company.build()
    assert run.status == 0, run.output[-4000:]
    return company


def scores(company: Company, card: str, column: str = "score_calculated") -> dict[str, Any]:
    """A column of the newest snapshot of a card, by letter of the account."""
    return dict(
        company.rows(
            f"select substr(account_id, 15, 1), {column} from {{marts}}.fct_account_scores"
            f" where scorecard_id = '{card}' and is_in_force and snapshot_week = date '{AS_OF}'"
        )
    )


def test_the_framework_examples_land_in_their_bands(examples: Company) -> None:
    """85 healthy, 65 at risk, 45 critical, within 5 points, from the stated inputs alone.

    A by hand: usage 85, engagement 85, outcomes (85 + 85 + 90) / 3, relationship (85 + 90) / 2:
    .4*85 + .3*85 + .2*86.667 + .1*87.5 = 85.58.
    """
    found = scores(examples, "health_framework")
    assert found["A"] == pytest.approx(0.7 * 85 + 0.2 * 260 / 3 + 0.1 * 87.5, abs=1e-9)
    assert abs(found["A"] - 85) <= 5
    assert abs(found["B"] - 65) <= 5
    assert abs(found["C"] - 45) <= 5
    bands = scores(examples, "health_framework", "band")
    assert [bands[letter] for letter in "ABC"] == ["healthy", "at_risk", "critical"]
    observed = scores(examples, "health_framework", "n_observed")
    assert {letter: observed[letter] for letter in FRAMEWORK} == {
        letter: len(signals) for letter, signals in FRAMEWORK.items()
    }
    weights = scores(examples, "health_framework", "weight_observed")
    assert weights["A"] == pytest.approx(0.52)
    assert weights["B"] == weights["C"] == pytest.approx(0.48)


def test_the_case_study_rows_follow_the_formula(examples: Company) -> None:
    """91.9, 88.7 and 75.2 from the components of the reference's table.

    The table prints 92.3 for HealthOne and 75.4 for Core Primary Care: misprints, since
    .3*95 + .3*88 + .2*90 + .2*95 = 91.9 and .3*70 + .3*80 + .2*75 + .2*76 = 75.2. Its support
    column is already inverted (100 - support_issue_score). Completed actions are left out, so
    feature adoption alone is the engagement.
    """
    found = scores(examples, "case_study")
    for letter, score, nps, usage, support, tenure in CASE_STUDIES:
        assert score == pytest.approx(0.3 * nps + 0.3 * usage + 0.2 * support + 0.2 * tenure)
        assert found[letter] == pytest.approx(score, abs=1e-9)
    parts = examples.rows(
        "select signal_id, round(score, 6) from {marts}.fct_signal_scores where"
        f" scorecard_id = 'case_study' and account_id = '{account('D')}'"
        f" and snapshot_week = date '{AS_OF}' and score is not null order by 1"
    )
    assert parts == [
        ("feature_adoption", 88.0), ("nps_ltr", 95.0), ("support_load", 90.0), ("tenure_days", 95.0)
    ]  # fmt: skip


def test_quintiles_of_seven_of_one_and_of_equals(examples: Company) -> None:
    """Points by mid-rank: seven different 1, 2, 2, 3, 4, 4, 5; one alone 3; all equal 3."""
    points: dict[str, dict[str, float]] = {}
    for signal, letter, score in examples.rows(
        "select signal_id, substr(account_id, 15, 1), score from {marts}.fct_signal_scores"
        f" where scorecard_id = 'value' and snapshot_week = date '{AS_OF}'"
        " and score is not null"
    ):
        points.setdefault(signal, {})[letter] = score
    assert points == {
        "sum_minutes_13w": dict(zip("ABCDEFG", [1, 2, 2, 3, 4, 4, 5], strict=True)),
        "count_active_days_13w": {"D": 3},
        "count_associated_visitors_13w": dict.fromkeys("ABCDEFG", 3),
        # Six answers: mid-ranks 1/12, 3/12, ... 11/12; the account without one has no rank.
        "nps_mean_13w": dict(zip("ABCDEF", [1, 2, 3, 3, 4, 5], strict=True)),
    }


def test_a_total_without_nps_is_scaled_up_from_three(examples: Company) -> None:
    """H: minutes 2 (mid-rank 1/4), days 3, visitors 3, no NPS: 8 x 4 / 3 of .75 of the weight."""
    totals = scores(examples, "value_all_time")
    weights = scores(examples, "value_all_time", "weight_observed")
    assert (totals["H"], weights["H"]) == (pytest.approx(8 * 4 / 3), 0.75)
    assert (totals["I"], weights["I"]) == (4 + 3 + 3 + 3, 1)
    # Of the 13 weeks G has two metrics, too little for a total, and H none.
    totals = scores(examples, "value")
    weights = scores(examples, "value", "weight_observed")
    assert (totals["D"], weights["D"]) == (3 + 3 + 3 + 3, 1)
    assert (totals["A"], weights["A"]) == (pytest.approx((1 + 3 + 1) * 4 / 3), 0.75)
    assert (totals["G"], weights["G"]) == (None, 0.5)
    assert (totals["H"], weights["H"]) == (None, 0)
    assert scores(examples, "value", "band")["H"] == "insufficient_data"


def test_bands_are_half_open(examples: Company) -> None:
    """A band holds its lower end and not its upper one; the highest holds both."""
    found = {
        (row[0], row[1]): row[2]
        for row in examples.rows(
            "select substr(account_id, 15, 1), scorecard_id, band from {marts}.fct_account_scores"
            f" where is_overridden and snapshot_week = date '{AS_OF}'"
        )
    }
    assert found == {(letter, card): band for letter, card, _, band in EDGES}


def test_the_playbooks_keep_the_cadence_of_the_framework(examples: Company) -> None:
    """Healthy monthly, at risk every two weeks, critical weekly, each with actions to its end."""
    assert examples.rows(
        "select band_id, cadence_days, count(*), max(escalate_to) is not null"
        " from {marts}.dim_playbooks where scorecard_id = 'health_framework'"
        " group by 1, 2 order by 2"
    ) == [("critical", 7, 5, True), ("at_risk", 14, 5, True), ("healthy", 28, 5, False)]


def test_every_signal_in_force_has_its_card(examples: Company) -> None:
    (counts,) = examples.rows(
        "select count(*), count(why_it_matters), count(what_moves_it), count(what_to_do)"
        " from {marts}.dim_signals where n_scorecards > 0"
    )
    assert len(set(counts)) == 1
    assert counts[0] > 50


def test_too_much_judgement_is_refused_without_a_row_for_the_card(own_project: Company) -> None:
    """The cap of row `*` holds for a card that scorecard_parameters does not name."""
    company = own_project
    company.load(*RAW)
    own = {"scorecard_id": "gut", "version": 1, "segment": "*"}
    company.append_seed(
        "scorecards",
        {"scorecard_id": "gut", "name": "Gut", "scale_max": 100, "rollup": "weighted_mean"},
    )
    company.append_seed(
        "scorecard_versions",
        {"scorecard_id": "gut", "version": 1, "effective_from": "2020-01-01", "status": "shadow"},
    )
    company.append_seed("scorecard_categories", {**own, "category_id": "all", "weight": 1})
    company.append_seed(
        "scorecard_signals",
        *(
            {**own, "category_id": "all", "signal_id": signal, "weight": weight,
             "method": "linear", "low": 1, "high": 5, "missing_policy": "renormalise"}
            for signal, weight in (("relationship_strength", 0.36), ("csat", 0.64))
        ),
    )  # fmt: skip
    run = company.dbt("build", "--select", "+assert_scorecard_weights", as_of_date=AS_OF)
    said = " ".join(run.output.split())
    assert run.status != 0
    assert "scorecard_signals (gut, version 1, segment *): subjective signals hold 0.36" in said
    assert "more than the cap 0.35" in said
