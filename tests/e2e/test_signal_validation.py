"""Signals, suggested weights and value: every figure counted again, and no claim from noise."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from conftest import PROJECT, Company
from scipy.optimize import nnls
from sklearn.metrics import accuracy_score, precision_score, recall_score, roc_auc_score

pytestmark = pytest.mark.long

END = dt.date(2026, 6, 29)
CARD = "health"
SPACING = {30: 5, 90: 13}
N_SNAPSHOTS = {30: 9, 90: 4}
HONEST, REVERSED, LEAKED = "login_frequency", "usage_trend", "csat_average"
MARTS, INTERMEDIATE = "scores.bellwether", "scores.bellwether_intermediate"
MODELS = (
    "int_signal_power_by_snapshot", "int_outcome_bounds", "int_signal_covariances",
    "int_weight_evidence", "int_scorecard_category_weights", "int_scorecard_signal_weights",
    "int_present_weights", "int_signal_power", "int_signal_power_combined", "int_value_revenues",
    "int_weight_gains", "stg_salesforce__company", "int_company",
    "int_suggested_weights", "int_reweighted_scores", "int_value_cases",
    "signal_validation", "weight_suggestions", "value_identification",
)  # fmt: skip
SEEDS = (
    "validation_parameters", "scorecards", "scorecard_versions", "scorecard_categories",
    "scorecard_signals", "scorecard_parameters", "signals", "bands",
)  # fmt: skip


def seed(name: str) -> list[dict[str, str]]:
    with open(PROJECT / f"seeds/scorecards/{name}.csv", newline="") as file:
        return list(csv.DictReader(file))


def parameter(name: str) -> float:
    rows = [row for row in seed("validation_parameters") if row["parameter"] == name]
    assert len(rows) == 1, name
    return float(rows[0]["value"])


def weights_of(segment: str) -> dict[str, tuple[str, float, float]]:
    """Category, its weight and the signal's weight within it, for each signal of the card."""
    categories = [row for row in seed("scorecard_categories") if row["scorecard_id"] == CARD]
    own = [row for row in categories if row["segment"] == segment]
    rows = own or [row for row in categories if row["segment"] == "*"]
    weight = {row["category_id"]: float(row["weight"]) for row in rows}
    return {
        row["signal_id"]: (row["category_id"], weight[row["category_id"]], float(row["weight"]))
        for row in seed("scorecard_signals")
        if (row["scorecard_id"], row["segment"]) == (CARD, "*")
    }


def weigh(scores: dict[str, float], weights: dict[str, tuple[str, float, float]]) -> float:
    """The score of a card whose missing signals give their weight to the others."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for signal, score in scores.items():
        category, category_weight, weight = weights[signal]
        sums[category][0] = category_weight
        sums[category][1] += weight * score
        sums[category][2] += weight
    total = sum(category_weight for category_weight, _, _ in sums.values())
    return sum(share * points / weight for share, points, weight in sums.values()) / total


@dataclass
class Laboratory:
    """A made-up card: signals that know something, nothing, the reverse or the outcome itself."""

    company: Company
    is_signal: bool
    # (lead, snapshot) -> account -> (segment, left, signal scores)
    cases: dict[tuple[int, dt.date], dict[str, tuple[str, bool, dict[str, float]]]] = field(
        default_factory=dict
    )
    revenue: list[tuple[Any, ...]] = field(default_factory=list)
    tiers: list[tuple[Any, ...]] = field(default_factory=list)

    def make_up(self, number: int) -> None:
        rng = np.random.default_rng(number)
        signals = sorted(weights_of("*"))
        for lead, spacing in SPACING.items():
            for place in range(N_SNAPSHOTS[lead]):
                snapshot = END - dt.timedelta(weeks=spacing * (place + 1))
                accounts = {}
                for account in range(240):
                    segment = ("mid_market", "smb", "quiet")[account % 3]
                    risk = rng.random()
                    left = rng.random() < (0.0 if segment == "quiet" else 0.05 + 0.15 * risk)
                    scores = {signal: float(rng.integers(0, 21) * 5) for signal in signals}
                    if self.is_signal:
                        bad = 60 * left + rng.normal(0, 45)
                        scores[HONEST] = float(np.clip(round((100 - bad) / 10) * 10, 0, 100))
                        scores[REVERSED] = float(np.clip(50 + bad, 0, 100))
                        scores[LEAKED] = float(rng.integers(0, 40) + 40 * (not left))
                    kept = {s: value for s, value in scores.items() if rng.random() < 0.9}
                    accounts[f"a{account:03}"] = (segment, left, kept)
                self.cases[lead, snapshot] = accounts

    def pay(self, number: int) -> None:
        """Recurring revenue of two windows of 26 weeks, and what value cards said before."""
        rng = np.random.default_rng(number)
        for start in (END - dt.timedelta(weeks=26), END - dt.timedelta(weeks=53)):
            for account in range(50):
                size = float(rng.integers(1, 30) * 100)
                lives = int(rng.integers(0, 27)) if rng.random() < 0.1 else 26
                for week in range(lives + 1):
                    is_known = not (account == 7 and week == 3)
                    pays = size + 100 * (week > 13) * int(rng.integers(-1, 2))
                    day = start + dt.timedelta(weeks=week)
                    self.revenue.append((f"a{account:03}", day, pays if is_known else None))
                for card, noise in (
                    ("value", 900),
                    ("value_all_time", 500),
                    ("value_legacy", 3000),
                ):
                    points = round(4 + 16 * np.clip((size + rng.normal(0, noise)) / 3000, 0, 1))
                    is_scored = not (account == 9 and card == "value")
                    self.tiers.append(
                        (f"a{account:03}", start, card, points if is_scored else None,
                         2 if points >= 16 else 1)
                    )  # fmt: skip

    def build(self) -> None:
        """Write what the models read, then build them."""
        with duckdb.connect(str(self.company.raw)):
            pass
        cells = [
            (account, snapshot, signal, score, segment)
            for (_, snapshot), accounts in self.cases.items()
            for account, (segment, _, scores) in accounts.items()
            for signal, score in scores.items()
        ]
        totals = [
            (account, snapshot, CARD, weigh(scores, weights_of(segment)), 1, segment)
            for (_, snapshot), accounts in self.cases.items()
            for account, (segment, _, scores) in accounts.items()
        ]
        outcomes = [
            (account, snapshot, lead, snapshot + dt.timedelta(days=lead), True, segment, left)
            for (lead, snapshot), accounts in self.cases.items()
            for account, (segment, left, _) in accounts.items()
        ] + [
            (account, day, 182, day + dt.timedelta(days=182), False, "smb", False)
            for account, day, card, _, _ in self.tiers
            if card == "value"
        ]
        rules = [
            (segment, category, signal, category_weight, weight)
            for segment in ("mid_market", "smb", "quiet")
            for signal, (category, category_weight, weight) in weights_of(segment).items()
        ]
        with self.company.warehouse(read_only=False) as warehouse:
            for schema in (MARTS, INTERMEDIATE):
                warehouse.execute(f"create schema {schema}")
            for table, columns in {
                "int_source_coverage_weekly": "source_family text, last_row_at timestamp",
                "int_subscriptions": "valid_from timestamp, ended_at timestamp",
            }.items():
                name = f"{INTERMEDIATE}.{table}"
                warehouse.execute(f"create table {name} ({columns})")
            self._write(
                warehouse, "int_snapshot_weeks",
                [(END - dt.timedelta(weeks=back),) for back in range(60)],
                "snapshot_week::date as snapshot_week", "snapshot_week",
            )  # fmt: skip
            self._write(
                warehouse, "int_signal_scores", cells,
                "account_id, snapshot_week::date as snapshot_week, 'health' as scorecard_id,"
                " '1' as version, signal_id, 'scored' as status, score::double as score,"
                " score::double as value",
                "account_id, snapshot_week, signal_id, score, segment",
            )  # fmt: skip
            # What models read, and its face as a mart, which the tests of the marts read.
            for table in ("int_banded_scores", "fct_account_scores"):
                self._write(
                    warehouse, table, totals + [(*row, "smb") for row in self.tiers],
                    "account_id, snapshot_week::date as snapshot_week, scorecard_id,"
                    " '1' as version, true as is_in_force, false as is_overridden, segment,"
                    " score::double as score_calculated, band_rank::int as band_rank",
                    "account_id, snapshot_week, scorecard_id, score, band_rank, segment",
                )  # fmt: skip
            self._write(
                warehouse, "int_account_outcomes_weekly", outcomes,
                "account_id, snapshot_week::date as snapshot_week, lead_days::int as lead_days,"
                " window_end::date as window_end, is_validated::boolean as is_validated,"
                " true as is_combined, segment, is_churned::boolean as is_churned",
                "account_id, snapshot_week, lead_days, window_end, is_validated, segment,"
                " is_churned",
            )  # fmt: skip
            self._write(
                warehouse, "int_commercial_signals_weekly", self.revenue,
                "account_id, snapshot_week::date as snapshot_week,"
                " recurring_revenue::double as recurring_revenue",
                "account_id, snapshot_week, recurring_revenue",
            )  # fmt: skip
            self._write(
                warehouse, "int_scorecard_rules", rules,
                "'health' as scorecard_id, '1' as version, segment, category_id, signal_id,"
                " category_weight::double as category_weight,"
                " signal_weight::double as signal_weight",
                "segment, category_id, signal_id, category_weight, signal_weight",
            )  # fmt: skip
            weeks = {snapshot for _, snapshot in self.cases} | {END}
            self._write(
                warehouse, "int_scorecard_versions_weekly", [(week,) for week in weeks],
                "snapshot_week::date as snapshot_week, 'health' as scorecard_id, '1' as version,"
                " true as is_in_force, 'live' as status",
                "snapshot_week",
            )  # fmt: skip
        seeds = [f"path:seeds/scorecards/{name}.csv" for name in SEEDS]
        run = self.company.build(
            "--select", *seeds, *MODELS, "assert_signal_validation",
            "--indirect-selection", "empty", as_of_date=str(END),
        )  # fmt: skip
        assert run.status == 0, run.output[-4000:]

    def _write(
        self,
        warehouse: duckdb.DuckDBPyConnection,
        table: str,
        rows: list[tuple[Any, ...]],
        select: str,
        columns: str,
    ) -> None:
        path = self.company.folder / f"{table}.csv"
        with open(path, "w", newline="") as file:
            csv.writer(file).writerows(rows)
        schema = MARTS if table.startswith("fct") else INTERMEDIATE
        names = [name.strip() for name in columns.split(",")]
        warehouse.execute(
            f"create table {schema}.{table} as select {select}"
            f" from read_csv('{path}', header = false, all_varchar = true, names = {names})"
        )

    def pairs(self, lead: int, segment: str, signal: str) -> dict[dt.date, Any]:
        """Labels and scores of a signal at each snapshot."""
        found = {}
        for (own_lead, snapshot), accounts in self.cases.items():
            rows = [
                (left, scores[signal])
                for own_segment, left, scores in accounts.values()
                if own_lead == lead and segment in ("*", own_segment) and signal in scores
            ]
            if rows:
                found[snapshot] = tuple(np.array(column) for column in zip(*rows, strict=True))
        return found


@dataclass
class Part:
    """One snapshot: events, others, AUC and what each class adds to its variance (DeLong)."""

    events: int
    others: int
    auc: float
    variances: tuple[float | None, float | None]


def combined(parts: list[Part]) -> tuple[float, float]:
    """AUC and error of snapshots: by pairs, errors independent.

    A class of one shows no spread, and may spread as far as the combined AUC allows.
    """
    shares = np.array([part.events * part.others for part in parts], dtype=float)
    shares /= shares.sum()
    auc = float(shares @ [part.auc for part in parts])
    return auc, float(np.sqrt(np.sum(shares**2 * variances(parts, auc))))


def variances(parts: list[Part], auc: float) -> np.ndarray:
    """The variance of the AUC of each snapshot."""
    return np.array([
        sum(auc * (1 - auc) if adds is None else adds for adds in part.variances)
        for part in parts
    ])  # fmt: skip


def count(labels: np.ndarray, scores: np.ndarray) -> Part | None:
    """DeLong, DeLong and Clarke-Pearson over all pairs, ties counting half."""
    left = labels.astype(bool)
    if left.all() or not left.any():
        return None
    scores = np.round(scores, 9)
    events, others = scores[left][:, None], scores[~left][None, :]
    pairs = (events < others) + 0.5 * (events == others)
    adds = tuple(
        float(np.var(placements, ddof=1) / len(placements)) if len(placements) > 1 else None
        for placements in (pairs.mean(axis=1), pairs.mean(axis=0))
    )
    auc = float(roc_auc_score(labels, -scores))
    assert auc == pytest.approx(pairs.mean(), abs=1e-12)
    return Part(int(left.sum()), int((~left).sum()), auc, adds)


@pytest.fixture(scope="module")
def telling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    yield _laboratory(tmp_path_factory.mktemp("telling"), is_signal=True)


@pytest.fixture(scope="module")
def noise(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    yield _laboratory(tmp_path_factory.mktemp("noise"), is_signal=False)


def _laboratory(folder: Path, *, is_signal: bool) -> Laboratory:
    laboratory = Laboratory(Company(folder), is_signal)
    laboratory.make_up(number=11)
    laboratory.pay(number=12)
    laboratory.build()
    return laboratory


def test_signals_equal_scikit_learn(telling: Laboratory) -> None:
    """AUC and interval of every signal, ties and segments where nobody left included."""
    rows = telling.company.rows(
        "select segment, signal_id, lead_days, n_snapshots, n_snapshots_without_auc, n_cases,"
        " n_events, auc, auc_error, auc_lower, auc_upper, verdict from {marts}.signal_validation"
        f" where scorecard_id = '{CARD}' and n_cases > 0"
    )
    assert len(rows) == 2 * 4 * 16
    z = parameter("interval_z")
    for segment, signal, lead, n_snapshots, n_without, n_cases, n_events, *figures in rows:
        snapshots = telling.pairs(lead, segment, signal)
        counted = [count(*pair) for pair in snapshots.values()]
        compared = [row for row in counted if row is not None]
        assert n_snapshots == len(snapshots)
        assert n_without == len(snapshots) - len(compared)
        assert n_cases == sum(len(labels) for labels, _ in snapshots.values())
        assert n_events == sum(int(labels.sum()) for labels, _ in snapshots.values())
        if segment == "quiet":
            assert (n_events, *figures) == (0, None, None, None, None, "too_few_events")
            continue
        auc, error = combined(compared)
        bounds = np.clip([auc - z * error, auc + z * error], 0, 1)
        assert figures[:-1] == pytest.approx([auc, error, *bounds], abs=1e-9)


def test_directions_and_verdicts(telling: Laboratory) -> None:
    """What knows, what points the wrong way and what knows the outcome are told apart."""
    rows = telling.company.rows(
        "select signal_id, direction_declared, direction_found, verdict"
        " from {marts}.signal_validation where segment = '*' and lead_days = 90"
        f" and scorecard_id = '{CARD}'"
    )
    found = {signal: row for signal, *row in rows}
    assert found[HONEST] == ["higher", "higher", "validated"]
    assert found[REVERSED] == ["higher", "lower", "not_validated"]
    assert found[LEAKED][1:] == ["higher", "suspected_leakage"]


def test_weights_equal_their_rule(telling: Laboratory) -> None:
    """Fit, trust and floor of the older half give each weight; the leak learns nothing."""
    rows = telling.company.rows(
        "select segment, signal_id, category_id, category_weight_suggested,"
        " signal_weight_suggested, trust, kept_because from {marts}.weight_suggestions"
    )
    got: dict[str, dict[str, list[Any]]] = defaultdict(dict)
    for segment, signal, *row in rows:
        got[segment][signal] = row
    # In the segment where nobody left nothing is suggested.
    assert sorted(got) == ["*", "mid_market", "smb"]
    for segment, suggested in got.items():
        expected, trust = _suggested(telling, segment)
        assert sorted(suggested) == sorted(expected)
        for signal, (category, category_weight, weight, trusted, kept) in suggested.items():
            assert (category, trusted) == (expected[signal][0], pytest.approx(trust[signal]))
            # The fit ends within a thousandth of an exact solver.
            assert category_weight == pytest.approx(expected[signal][1], abs=2e-3)
            assert category_weight * weight == pytest.approx(
                expected[signal][1] * expected[signal][2], abs=2e-3
            )
            assert kept == ("suspected_leakage" if signal == LEAKED else None)
        assert suggested[REVERSED][1] * suggested[REVERSED][2] < _joint(
            weights_of(segment), REVERSED
        )
        assert suggested[HONEST][1] * suggested[HONEST][2] > _joint(weights_of(segment), HONEST)


def test_gain_equals_a_count_over_all_pairs(telling: Laboratory) -> None:
    """Both scores on the newer half, pair by pair, with DeLong's error of their difference."""
    rows = telling.company.rows(
        "select distinct segment, n_snapshots_judged, n_cases_judged, n_events_judged, auc_now,"
        " auc_suggested, expected_gain, gain_lower, gain_upper, verdict, judged_from_week"
        " from {marts}.weight_suggestions"
    )
    assert len(rows) == 3
    z = parameter("interval_z")
    for segment, n_snapshots, n_cases, n_events, *figures, verdict, judged_from in rows:
        suggested = {
            signal: (category, category_weight, weight)
            for signal, category, category_weight, weight in telling.company.rows(
                "select signal_id, category_id, category_weight_suggested, signal_weight_suggested"
                f" from {{marts}}.weight_suggestions where segment = '{segment}'"
            )
        }
        later = sorted(snapshot for lead, snapshot in telling.cases if lead == 90)[2:]
        assert (judged_from, n_snapshots) == (later[0], len(later))
        parts = []
        for snapshot in later:
            chosen = [
                (left, weigh(scores, weights_of(segment)), weigh(scores, suggested))
                for own, left, scores in telling.cases[90, snapshot].values()
                if segment in ("*", own)
            ]
            parts.append(_compare(chosen))
        shares = np.array([events * others for events, others, *_ in parts], dtype=float)
        shares /= shares.sum()
        now, then, gain = (float(shares @ [part[place] for part in parts]) for place in (2, 3, 4))
        error = float(
            np.sqrt(np.sum([(s * part[5]) ** 2 for s, part in zip(shares, parts, strict=True)]))
        )
        assert (n_cases, n_events) == (
            sum(part[0] + part[1] for part in parts), sum(part[0] for part in parts),
        )  # fmt: skip
        bounds = [gain - z * error, gain + z * error]
        assert figures == pytest.approx([now, then, gain, *bounds], abs=1e-8)
        margin = parameter("verdict_z") * error
        assert verdict == ("gain_shown" if gain > margin else "no_gain_shown")


def test_value_equals_scikit_learn(telling: Laboratory) -> None:
    """Accuracy, precision, recall and AUC of each card, of nobody and of present revenue."""
    rows = telling.company.rows(
        "select predictor, n_snapshots, n_cases, n_high_value, n_named, accuracy, precision,"
        " recall, auc, accuracy_of_nobody, accuracy_lower, accuracy_upper"
        " from {marts}.value_identification"
    )
    cases = telling.company.rows(
        "select predictor, snapshot_week, account_id, score, is_named, is_high_value"
        " from {intermediate}.int_value_cases"
    )
    assert {row[0] for row in rows} == {
        "value", "value_all_time", "value_legacy", "nobody", "recurring_revenue",
    }  # fmt: skip
    assert not {case[2] for case in cases} & {"a007", "a009"}
    high_values = _high_values(telling)
    z = parameter("interval_z")
    for predictor, n_snapshots, n_cases, n_high, n_named, *figures in rows:
        own = [case for case in cases if case[0] == predictor]
        assert {(case[1], case[2]) for case in own if case[5]} == high_values
        named = np.array([case[4] for case in own])
        truth = np.array([case[5] for case in own])
        accuracy = accuracy_score(truth, named)
        assert (n_snapshots, n_cases, n_high) == (2, len(own), len(high_values))
        assert n_named == named.sum() and (n_named > 0) == (predictor != "nobody")
        weeks = sorted({case[1] for case in own})
        parts = [
            count(
                np.array([case[5] for case in own if case[1] == week]),
                np.array([-case[3] for case in own if case[1] == week]),
            )
            for week in weeks
        ]
        n = len(own) / 2
        middle, spread = (
            accuracy + z * z / (2 * n),
            z * np.sqrt(accuracy * (1 - accuracy) / n + z * z / (4 * n * n)),
        )
        assert figures == pytest.approx(
            [
                accuracy,
                precision_score(truth, named) if n_named else None,
                recall_score(truth, named),
                combined([part for part in parts if part is not None])[0],
                1 - truth.mean(),
                (middle - spread) / (1 + z * z / n),
                (middle + spread) / (1 + z * z / n),
            ],
            abs=1e-9,
        )


def test_noise_makes_no_claim(noise: Laboratory) -> None:
    """Where nothing tells who leaves, nothing is validated and no gain is shown."""
    verdicts = noise.company.rows(
        "select distinct verdict, direction_found from {marts}.signal_validation"
    )
    assert set(verdicts) == {("not_validated", "not_shown"), ("too_few_events", "not_shown")}
    gains = noise.company.rows("select distinct verdict from {marts}.weight_suggestions")
    assert gains == [("no_gain_shown",)]


def _joint(weights: dict[str, tuple[str, float, float]], signal: str) -> float:
    return weights[signal][1] * weights[signal][2]


def _suggested(
    laboratory: Laboratory, segment: str
) -> tuple[dict[str, tuple[str, float, float]], dict[str, float]]:
    """Weights by the rule of int_suggested_weights, and the trust in what was learned."""
    present = weights_of(segment)
    weight = {signal: _joint(present, signal) for signal in present}
    older = sorted(snapshot for lead, snapshot in laboratory.cases if lead == 90)[:2]
    learned = [signal for signal in sorted(present) if signal != LEAKED]
    distances, labels = [], []
    for week in older:
        rows = [
            (left, [scores.get(signal, np.nan) for signal in learned])
            for own, left, scores in laboratory.cases[90, week].values()
            if segment in ("*", own)
        ]
        numbers = np.array([scores for _, scores in rows], dtype=float)
        distances.append(np.nan_to_num(numbers - np.nanmean(numbers, axis=0)))
        labels.append(np.array([left for left, _ in rows], dtype=float))
    table, left = np.vstack(distances), np.concatenate(labels)
    spread = np.sqrt((table**2).sum(axis=0))
    penalty = parameter("suggestion_penalty") * np.eye(len(learned))
    root = np.linalg.cholesky((table / spread).T @ (table / spread) + penalty)
    fit = nnls(root.T, np.linalg.solve(root, -(table / spread).T @ left))[0] / spread
    coefficient = dict(zip(learned, fit / fit.sum(), strict=True))
    shared = sum(weight[signal] for signal in learned)
    trust, mixed = {}, {}
    for signal in present:
        pairs = laboratory.pairs(90, segment, signal)
        events = sum(part.events for week in older if (part := count(*pairs[week])) is not None)
        is_learned = signal in coefficient
        trust[signal] = events / (events + parameter("prior_events")) if is_learned else 0
        own = coefficient[signal] * shared if is_learned else weight[signal]
        mixed[signal] = trust[signal] * own + (1 - trust[signal]) * weight[signal]
    kept = parameter("least_share_kept")
    joint = {
        signal: kept * weight[signal] + (1 - kept) * mixed[signal] / sum(mixed.values())
        for signal in present
    }
    of_category: dict[str, float] = defaultdict(float)
    for signal, value in joint.items():
        of_category[present[signal][0]] += value
    return {
        signal: (category, of_category[category], joint[signal] / of_category[category])
        for signal, (category, _, _) in present.items()
    }, trust


def _compare(rows: list[tuple[bool, float, float]]) -> tuple[int, int, float, float, float, float]:
    """Events, others, both AUCs, their difference and DeLong's error of it, pair by pair."""
    left = np.array([row[0] for row in rows])
    parts = []
    for place in (1, 2):
        scores = np.round([row[place] for row in rows], 9)
        events, others = scores[left][:, None], scores[~left][None, :]
        parts.append((events < others) + 0.5 * (events == others))
    now, then = parts
    difference = then - now
    error = np.sqrt(
        np.var(difference.mean(axis=1), ddof=1) / left.sum()
        + np.var(difference.mean(axis=0), ddof=1) / (~left).sum()
    )
    return (
        int(left.sum()), int((~left).sum()), float(now.mean()), float(then.mean()),
        float(difference.mean()), float(error),
    )  # fmt: skip


def _high_values(laboratory: Laboratory) -> set[tuple[dt.date, str]]:
    """Accounts in the top 20% by mid-rank of what the 26 weeks after the snapshot brought."""
    scored = {(day, account) for account, day, card, points, _ in laboratory.tiers if points}
    unscored = {(day, account) for account, day, _, points, _ in laboratory.tiers if not points}
    found = set()
    for start in {day for day, _ in scored}:
        sums: dict[str, float] = defaultdict(float)
        for account, day, pays in laboratory.revenue:
            if account == "a007" or (start, account) in unscored:
                continue
            if start <= day <= start + dt.timedelta(weeks=26):
                sums[account] += pays if day > start else 0
        for account, value in sums.items():
            below = sum(other < value for other in sums.values())
            equal = sum(other == value for other in sums.values())
            if (2 * below + equal) / (2 * len(sums)) >= parameter("high_value_mid_rank"):
                found.add((start, account))
    return found
