"""Scorecards made of seed rows alone: right numbers for good rules, a clear stop for bad ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Company, Run

AS_OF = "2026-06-29"
ONLY = {"bellwether_sources": ["salesforce", "customer_success"], "as_of_date": AS_OF}

RAW = (
    "create schema salesforce",
    """
    create table salesforce.account as
    select
        '001A0000000000' || letter || 'AAA' as id,
        'Account ' || letter as name,
        timestamp '2024-01-01' as created_date,
        timestamp '2024-01-01' as last_modified_date,
        false as is_deleted,
        cast(null as varchar) as master_record_id,
        cast(null as varchar) as parent_id,
        segment as segment_c,
        date '2024-01-01' as go_live_date_c,
        timestamp '2026-06-01' as _fivetran_synced
    from (
        values ('A', 'smb'), ('B', 'smb'), ('C', 'Enterprise'), ('D', 'smb')
    ) as accounts (letter, segment)
    """,
    "create schema customer_success",
    """
    create table customer_success.custom_signal (
        account_id varchar, signal_id varchar, observed_at timestamp, value double,
        level varchar, _fivetran_synced timestamp
    )
    """,
)

# (account, signal, day, value, level); the newest before the snapshot 2026-06-29 counts.
SIGNALS = [
    ("A", "seats_used", "2026-05-01", 10, None),
    ("A", "seats_used", "2026-06-20", 80, None),
    ("A", "seats_used", "2026-06-29", 1, None),
    ("A", "mood", "2026-06-20", None, "glad"),
    ("A", "minutes", "2026-06-20", 7, None),
    ("B", "seats_used", "2026-06-20", 40, None),
    ("B", "mood", "2026-06-20", None, "martian"),
    ("B", "minutes", "2026-06-20", 7, None),
    ("C", "seats_used", "2026-06-20", 100, None),
    ("C", "mood", "2026-06-20", None, "sad"),
    ("C", "minutes", "2026-06-20", 3, None),
    ("D", "minutes", "2026-06-20", 9, None),
]


def with_signals(company: Company) -> Company:
    """Land four accounts and their custom signals."""
    company.load(*RAW)
    for account, signal, day, value, level in SIGNALS:
        company.load(
            "insert into customer_success.custom_signal values "
            f"('001A0000000000{account}AAA', '{signal}', timestamp '{day} 00:00:00', "
            f"{'null' if value is None else value}, {'null' if level is None else repr(level)}, "
            f"timestamp '{day} 12:00:00')"
        )
    company.vars = dict(ONLY)
    return company


def add_card(
    company: Company, card: str = "fit", weights: tuple[float, float] = (0.6, 0.4)
) -> None:
    """A weighted mean of two categories (use: seats_used .75 and minutes .25; mood)."""
    company.append_seed(
        "signals",
        {
            "signal_id": "seats_used",
            "family": "own",
            "better_when": "higher",
            "definition": "seats in use: of 100",
        },
        {
            "signal_id": "mood",
            "family": "own",
            "better_when": "higher",
            "is_subjective": "true",
            "definition": "mood",
        },
        {"signal_id": "minutes", "family": "own", "better_when": "higher", "definition": "minutes"},
    )
    company.append_seed(
        "scorecards",
        {"scorecard_id": card, "name": "Fit", "scale_max": 100, "rollup": "weighted_mean",
         "min_weight_observed": 0.5},
        {"scorecard_id": "total", "name": "Total", "scale_max": 10, "rollup": "sum"},
    )  # fmt: skip
    for name in (card, "total"):
        company.append_seed(
            "scorecard_versions",
            {"scorecard_id": name, "version": 1, "effective_from": "2020-01-01", "status": "live"},
        )
    own = {"scorecard_id": card, "version": 1, "segment": "*"}
    company.append_seed(
        "scorecard_categories",
        {**own, "category_id": "use", "weight": weights[0]},
        {**own, "category_id": "feeling", "weight": weights[1]},
        # A segment set: nothing but use counts for enterprise.
        {**own, "segment": "enterprise", "category_id": "use", "weight": 1},
        {**own, "segment": "enterprise", "category_id": "feeling", "weight": 0},
        {**own, "scorecard_id": "total", "category_id": "points", "weight": 1},
    )
    company.append_seed(
        "scorecard_signals",
        {**own, "category_id": "use", "signal_id": "seats_used", "weight": 0.75,
         "method": "linear", "low": 0, "high": 100, "missing_policy": "renormalise"},
        {**own, "category_id": "use", "signal_id": "minutes", "weight": 0.25,
         "method": "percentile", "missing_policy": "renormalise"},
        {**own, "category_id": "feeling", "signal_id": "mood", "weight": 1,
         "method": "rubric", "rubric_id": "mood_1", "missing_policy": "renormalise"},
        {**own, "scorecard_id": "total", "category_id": "points", "signal_id": "minutes",
         "weight": 1, "method": "quintile", "missing_policy": "renormalise"},
        {**own, "scorecard_id": "total", "category_id": "points", "signal_id": "seats_used",
         "weight": 1, "method": "quintile", "missing_policy": "renormalise"},
    )  # fmt: skip
    # Mood is subjective and holds .4: a cap of the card's own wins over the one of row `*`.
    company.append_seed(
        "scorecard_parameters",
        {"scorecard_id": card, "parameter": "max_subjective_weight", "value": 0.5},
    )
    company.append_seed(
        "rubrics",
        {"rubric_id": "mood_1", "level": "glad", "label": "glad", "score": 90},
        {"rubric_id": "mood_1", "level": "sad", "label": "sad", "score": 10},
    )
    company.append_seed(
        "bands",
        {
            **own,
            "band_on": "score",
            "band_id": "poor",
            "lower_bound": 0,
            "upper_bound": 50,
            "label": "Poor",
            "rank": 1,
        },
        {
            **own,
            "band_on": "score",
            "band_id": "good",
            "lower_bound": 50,
            "upper_bound": 100,
            "label": "Good",
            "rank": 2,
        },
    )


def build(company: Company) -> Run:
    """Build all that scores need, with the tests in front of them."""
    return company.build(
        "--select", "+fct_signal_scores", "+health_scores_current",
        "--indirect-selection", "cautious",
    )  # fmt: skip


def test_a_card_of_seed_rows_and_custom_signals_scores_as_by_hand(own_project: Company) -> None:
    """Four accounts, two cards, every number by hand.

    minutes 7, 7, 3, 9: mid-ranks A = B = (2 x 1 + 2) / 8 = .5, C = 1/8, D = 7/8.
    fit A: use .75*80 + .25*50 = 72.5; .6*72.5 + .4*90 = 79.5.
    fit B: mood is unread, so use alone: .75*40 + .25*50 = 42.5, of .6 of the weight.
    fit C (enterprise): use alone counts: .75*100 + .25*12.5 = 78.125.
    fit D: minutes alone: 87.5, of .6*.25 = .15 of the weight, below .5: no score.
    total: points least(5, 1 + floor(5 m)): minutes A 3, B 3, C 1, D 5; seats 80, 40, 100 have
    mid-ranks 1/2, 1/6, 5/6, so 3, 1, 5; D has one of two and is scaled up: 10.
    """
    company = with_signals(own_project)
    add_card(company)
    run = company.build()
    assert run.status == 0, run.output
    scores = {
        (row[0], row[1]): row[2:]
        for row in company.rows(
            """
            select scorecard_id, substr(account_id, 15, 1), score, band, weight_observed
            from {marts}.fct_account_scores
            where snapshot_week = date '2026-06-29' and scorecard_id in ('fit', 'total')
            """
        )
    }
    assert scores == {
        ("fit", "A"): (pytest.approx(79.5, abs=1e-9), "good", 1.0),
        ("fit", "B"): (pytest.approx(42.5, abs=1e-9), "poor", 0.6),
        ("fit", "C"): (pytest.approx(78.125, abs=1e-9), "good", 1.0),
        ("fit", "D"): (None, "insufficient_data", 0.15),
        ("total", "A"): (6.0, None, 1.0),
        ("total", "B"): (4.0, None, 1.0),
        ("total", "C"): (6.0, None, 1.0),
        ("total", "D"): (10.0, None, 0.5),
    }
    # The unread level is kept and countable.
    assert company.rows(
        """
        select substr(account_id, 15, 1), level, label, status
        from {marts}.fct_signal_scores
        where has_unread_value and snapshot_week = date '2026-06-29'
        """
    ) == [("B", "martian", None, "excluded_missing")]
    # Nothing else is known of these accounts: health says so, in a sentence.
    sentences = company.rows("select band, sentence from {marts}.health_scores_current")
    assert len(sentences) == 4
    assert {band for band, _ in sentences} == {"insufficient_data"}
    assert all(sentence.startswith("Not scored: ") for _, sentence in sentences)


def weights_of_nine_tenths(company: Company) -> None:
    add_card(company, weights=(0.6, 0.3))


def rubric_with_a_gap(company: Company) -> None:
    add_card(company)
    company.append_seed(
        "rubrics",
        {"rubric_id": "seats_1", "lower_bound": 0, "upper_bound": 40, "score": 10},
        {"rubric_id": "seats_1", "lower_bound": 50, "upper_bound": 100, "score": 90},
    )


def names_of_nothing(company: Company) -> None:
    """A signal that is not known, a segment set that is not whole, a card of no band."""
    add_card(company)
    company.append_seed(
        "scorecard_signals",
        {"scorecard_id": "total", "version": 1, "segment": "*", "category_id": "points",
         "signal_id": "seats_usde", "weight": 1, "method": "quintile",
         "missing_policy": "renormalise"},
    )  # fmt: skip
    company.append_seed(
        "scorecard_categories",
        {"scorecard_id": "fit", "version": 1, "segment": "smb", "category_id": "use", "weight": 1},
    )
    company.append_seed(
        "band_cards", {"scorecard_id": "fit", "band_id": "fair", "meaning": "?", "what_to_do": "?"}
    )


def doubled_rule(company: Company) -> None:
    add_card(company)
    company.append_seed(
        "scorecard_parameters",
        {"scorecard_id": "fit", "parameter": "max_subjective_weight", "value": 0.6},
    )


def doubled_segment(company: Company) -> None:
    add_card(company)
    company.append_seed("segments", {"segment": "smb", "baseline_days": 30})


@pytest.mark.parametrize(
    ("break_rules", "messages"),
    [
        (weights_of_nine_tenths, [["scorecard_categories", "fit", "0.9", "Make them sum to 1"]]),
        (rubric_with_a_gap, [["rubrics (seats_1)", "40", "gap", "50"]]),
        (
            names_of_nothing,
            [
                ["scorecard_signals", "seats_usde", "unknown", "signals.csv"],
                ["scorecard_categories", "fit", "smb", "feeling"],
                ["band_cards (fit, band fair)", "no such band"],
            ],
        ),
        (doubled_rule, [["scorecard_parameters (scorecard_id fit", "stands on 2 rows"]]),
        (doubled_segment, [["segments (segment smb)", "stands on 2 rows", "segments.csv"]]),
    ],
    ids=["weights", "rubric_gap", "references", "rule_key", "reference_key"],
)
def test_bad_rules_stop_with_a_clear_message(
    own_project: Company, break_rules: Callable[[Company], None], messages: list[list[str]]
) -> None:
    """The message names seed, key, finding and remedy; no scoring model and no mart is built."""
    company = with_signals(own_project)
    break_rules(company)
    run = build(company)
    assert run.status != 0
    for words in messages:
        told = [line for line in run.output.splitlines() if all(word in line for word in words)]
        assert told, (words, run.output)
    built = {
        name
        for (name,) in company.rows(
            "select table_name from duckdb_tables() where database_name = 'scores'"
        )
    }
    assert not built & {
        "int_scorecard_versions_weekly", "int_scored_cells", "fct_signal_scores",
        "fct_category_scores", "fct_account_scores", "health_scores", "health_scores_current",
    }  # fmt: skip
