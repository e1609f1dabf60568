"""A telecom's customers, landed as custom signals with cards of seed rows, judged on who left.

The generator has the shape of published data of that trade: complaints of few, four measures of
one use, a sixth of the customers leaving. Beside the honest card stand one with a signal that
knows who leaves, one with a signal that is landed only for them, and one of noise.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import Company, copy_project
from scipy.optimize import nnls
from scipy.stats import rankdata
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

pytestmark = pytest.mark.long

END = dt.date(2026, 6, 29)
OLDER, NEWER = END - dt.timedelta(weeks=26), END - dt.timedelta(weeks=13)
N_ACCOUNTS = 1500
# Signal and the direction in which it is good.
HONEST = {
    "seconds": "higher", "calls": "higher", "numbers": "higher", "spending": "higher",
    "messages": "higher", "active": "higher", "charge": "higher", "length": "higher",
    "complaints": "lower", "failures": "lower",
}  # fmt: skip
NOISE = {f"noise_{number}": "higher" if number % 2 else "lower" for number in range(8)}
LEAKS = {"notice": "lower", "exit_interview": "lower"}
CARDS = {
    "honest": list(HONEST),
    "points": list(HONEST),
    "knows": [*HONEST, "notice"],
    "only_landed_for_leavers": [*HONEST, "exit_interview"],
    "noise": list(NOISE),
}
GONE_BEFORE = range(900_001, 900_008)
Values = dict[str, np.ndarray]


def customers(rng: np.random.Generator, n: int) -> tuple[Values, np.ndarray]:
    """Values of `n` customers by signal (null is not landed), and whether each leaves."""
    use = rng.normal(size=n)

    def near(share: float) -> np.ndarray:
        return share * use + np.sqrt(1 - share**2) * rng.normal(size=n)

    complains = rng.random(n) < 0.075
    active = near(0.8) > -0.68
    charge = np.clip(np.round(0.9 + 1.2 * near(0.4)), 0, 9)
    failures = np.round(np.maximum(0, 7 + 4 * near(0.3) + 4 * rng.normal(size=n)))
    odds = (
        -2.9 + 4.0 * complains - 1.4 * use - 1.6 * (active - 0.75) - 0.7 * (charge - 0.9)
        + 0.10 * (failures - 7)
    )  # fmt: skip
    leaves = rng.random(n) < 1 / (1 + np.exp(-odds))
    values: Values = {
        "seconds": np.round(np.exp(7.7 + near(0.95)) * (rng.random(n) > 0.05)),
        "calls": np.round(np.exp(3.9 + 0.9 * near(0.93))),
        "numbers": np.round(np.exp(2.9 + 0.8 * near(0.85))),
        "spending": np.round(np.exp(5.2 + 1.1 * near(0.8)), 2),
        "messages": np.round(np.exp(2.5 + 1.8 * near(0.4))),
        "active": active.astype(float),
        "charge": charge,
        "length": np.clip(np.round(33 + 8 * rng.normal(size=n)), 3, 47),
        "complaints": complains.astype(float),
        "failures": failures,
        "notice": np.where(leaves, 3, 0) + rng.normal(size=n),
        "exit_interview": np.where(leaves & (rng.random(n) < 0.5), 1.0, np.nan),
    }
    return values | {name: rng.normal(size=n) for name in NOISE}, leaves


class Telecom:
    """Two quarters: whoever leaves in the first is replaced, everybody is measured anew."""

    def __init__(self, company: Company, number: int) -> None:
        self.company = company
        self.output = ""
        rng = np.random.default_rng(number)
        self.cases: dict[dt.date, tuple[Values, np.ndarray]] = {}
        ids = np.arange(N_ACCOUNTS)
        created = np.full(N_ACCOUNTS, "2024-01-01 00:00:00")
        accounts: dict[int, tuple[str, str | None]] = {}
        signals: list[tuple[Any, ...]] = []
        for snapshot in (OLDER, NEWER):
            values, leaves = customers(rng, N_ACCOUNTS)
            self.cases[snapshot] = values, leaves
            for place in range(N_ACCOUNTS):
                # 2 to 89 days: inside the window and no later than its last whole day.
                days = int(rng.integers(2, 90))
                left = f"{snapshot + dt.timedelta(days=days)} 12:00:00" if leaves[place] else None
                accounts[ids[place]] = (created[place], left)
            landed = f"{snapshot - dt.timedelta(days=1)} 06:00:00"
            for name, numbers in values.items():
                signals += [
                    (self.key(number), name, landed, value)
                    for number, value in zip(ids, numbers, strict=True)
                    if not np.isnan(value)
                ]
            ids = np.where(leaves, ids + N_ACCOUNTS, ids)
            created = np.where(leaves, f"{NEWER - dt.timedelta(days=1)} 00:00:00", created)
        self._land(accounts, signals)
        self._add_cards()

    @staticmethod
    def key(number: int) -> str:
        return f"001{number:012d}AAA"

    def _land(self, accounts: dict[int, Any], signals: list[tuple[Any, ...]]) -> None:
        versions = []
        for number, (created, left) in accounts.items():
            end = left or "9999-12-31 00:00:00"
            versions.append((self.key(number), "Customer", created, created, end, left is None))
            if left:
                row = (self.key(number), "Former Customer", created, left, "9999-12-31", True)
                versions.append(row)
        # One row, no past: nobody can know when these were customers.
        start = "2023-01-01 00:00:00"
        for number in GONE_BEFORE:
            row = (self.key(number), "Former Customer", start, start, "9999-12-31", True)
            versions.append(row)
        for name, rows in (("accounts", versions), ("signals", signals)):
            with (self.company.folder / f"{name}.csv").open("w", newline="") as file:
                csv.writer(file).writerows(rows)
        self.company.load(
            "create schema salesforce",
            "create schema customer_success",
            f"""
            create table salesforce.account as
            select
                id, 'Customer ' || id as name, type, created_date::timestamp as created_date,
                _fivetran_start::timestamp as _fivetran_start,
                _fivetran_end::timestamp as _fivetran_end,
                _fivetran_active::boolean as _fivetran_active, false as is_deleted,
                date '2024-01-01' as go_live_date_c, _fivetran_start::timestamp as _fivetran_synced
            from read_csv('{self.company.folder}/accounts.csv', header = false, all_varchar = true,
                names = ['id', 'type', 'created_date', '_fivetran_start', '_fivetran_end',
                    '_fivetran_active'])
            """,
            f"""
            create table customer_success.custom_signal as
            select
                account_id, signal_id, observed_at::timestamp as observed_at,
                value::double as value, cast(null as varchar) as level,
                observed_at::timestamp as _fivetran_synced
            from read_csv('{self.company.folder}/signals.csv', header = false, all_varchar = true,
                names = ['account_id', 'signal_id', 'observed_at', 'value'])
            """,
        )

    def _add_cards(self) -> None:
        directions = HONEST | NOISE | LEAKS
        self.company.append_seed("signals", *(
            {"signal_id": name, "family": "own", "better_when": better, "definition": name}
            for name, better in directions.items()
        ))  # fmt: skip
        for card, names in CARDS.items():
            is_sum = card == "points"
            top = 5 * len(names) if is_sum else 100
            own = {"scorecard_id": card, "version": 1, "segment": "*"}
            self.company.append_seed("scorecards", {
                "scorecard_id": card, "name": card, "scale_max": top,
                "rollup": "sum" if is_sum else "weighted_mean", "min_weight_observed": 0.5,
            })  # fmt: skip
            self.company.append_seed("scorecard_versions", {
                "scorecard_id": card, "version": 1, "effective_from": "2020-01-01",
                "status": "live",
            })  # fmt: skip
            self.company.append_seed(
                "scorecard_categories", {**own, "category_id": "all", "weight": 1}
            )
            self.company.append_seed("scorecard_signals", *(
                {**own, "category_id": "all", "signal_id": name,
                 "weight": 1 if is_sum else 1 / len(names),
                 "method": "quintile" if is_sum else "percentile",
                 "missing_policy": "renormalise"}
                for name in names
            ))  # fmt: skip
            cuts = [0, 0.35 * top, 0.55 * top, top]
            self.company.append_seed("bands", *(
                {**own, "band_on": "score", "band_id": f"band_{rank}", "label": f"Band {rank}",
                 "lower_bound": cuts[rank - 1], "upper_bound": cuts[rank], "rank": rank}
                for rank in (1, 2, 3)
            ))  # fmt: skip

    def percentiles(self, snapshot: dt.date) -> tuple[np.ndarray, np.ndarray]:
        """Percentile of each honest signal, the better the higher, and who left."""
        values, leaves = self.cases[snapshot]
        columns = [
            (rankdata(values[name] if better == "higher" else -values[name]) - 0.5) / N_ACCOUNTS
            for name, better in HONEST.items()
        ]
        return 100 * np.array(columns).T, leaves


@pytest.fixture(scope="module")
def telecom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Telecom]:
    folder: Path = tmp_path_factory.mktemp("telecom")
    company = Company(folder, project=copy_project(folder / "project"))
    company.vars = {
        "bellwether_sources": ["salesforce", "customer_success"],
        "as_of_date": str(END), "history_start": str(OLDER),
    }  # fmt: skip
    made = Telecom(company, 3)
    run = company.build(
        "--indirect-selection", "empty", "--select", "+score_validation", "+signal_validation",
        "+band_validation", "+weight_suggestions", "+int_value_cases",
        "assert_signal_validation", "assert_validation_inputs",
        "assert_former_customers_are_known",
    )  # fmt: skip
    assert run.status == 0, run.output[-6000:]
    made.output = run.output
    yield made


def verdict_of(telecom: Telecom, card: str, lead: int = 90) -> tuple[Any, ...]:
    (row,) = telecom.company.rows(
        "select auc, verdict, is_unusually_good, leaking_signals, reason"
        f" from {{marts}}.score_validation where scorecard_id = '{card}' and segment = '*'"
        f" and lead_days = {lead} and predictor = 'card'"
    )
    return row


def test_an_honest_card_is_validated_however_strong(telecom: Telecom) -> None:
    """Percentiles by declared directions tell what a plain mean of the ranks tells."""
    auc, verdict, is_unusual, leaks, reason = verdict_of(telecom, "honest")
    expected = np.mean([
        roc_auc_score(leaves, -scores.mean(axis=1))
        for scores, leaves in map(telecom.percentiles, (OLDER, NEWER))
    ])  # fmt: skip
    assert auc == pytest.approx(expected, abs=0.002) and auc > 0.82
    assert (verdict, leaks) == ("validated", None)
    assert is_unusual == (auc > 0.85) and ("Unusually good" in reason) == is_unusual
    assert verdict_of(telecom, "points")[1] == "validated"


def test_directions_are_read_from_the_value(telecom: Telecom) -> None:
    found = dict(telecom.company.rows(
        "select signal_id, direction_found from {marts}.signal_validation"
        " where scorecard_id = 'honest' and segment = '*' and lead_days = 90"
    ))  # fmt: skip
    assert {name: HONEST[name] for name, way in found.items() if way != "not_shown"} == {
        name: way for name, way in found.items() if way != "not_shown"
    }
    assert (found["complaints"], found["calls"]) == ("lower", "higher")


def test_both_leaks_are_caught(telecom: Telecom) -> None:
    """By its value, and by being landed only for half of those who leave."""
    for card, signal in (("knows", "notice"), ("only_landed_for_leavers", "exit_interview")):
        _, verdict, _, leaks, reason = verdict_of(telecom, card)
        assert (verdict, leaks) == ("suspected_leakage", signal), card
        assert signal in reason
        suspects = telecom.company.rows(
            "select signal_id from {marts}.signal_validation where verdict = 'suspected_leakage'"
            f" and scorecard_id = '{card}' and segment = '*' and lead_days = 90"
        )
        assert suspects == [(signal,)]
        (kept,) = telecom.company.rows(
            "select kept_because from {marts}.weight_suggestions"
            f" where scorecard_id = '{card}' and signal_id = '{signal}'"
        )
        assert kept == ("suspected_leakage",)


def test_noise_is_neither_validated_nor_ordered(telecom: Telecom) -> None:
    verdicts = telecom.company.rows(
        "select distinct verdict from {marts}.score_validation"
        " where scorecard_id = 'noise' and predictor in ('card', 'last_week') and n_cases > 0"
    )
    assert verdicts == [("not_validated",)]
    orders = telecom.company.rows(
        "select distinct order_verdict from {marts}.band_validation where scorecard_id = 'noise'"
    )
    assert ("ordered",) not in orders and orders
    honest = telecom.company.rows(
        "select distinct order_verdict from {marts}.band_validation where scorecard_id = 'honest'"
        " and grouping_by = 'band' and lead_days = 90"
    )
    assert honest == [("ordered",)]


def test_weights_near_those_of_a_logistic_regression(telecom: Telecom) -> None:
    """Without a row that asks for it; four measures of one use do not take what complaints say."""
    rows = telecom.company.rows(
        "select signal_id, weight_suggested, auc_now, auc_suggested, verdict, trust"
        " from {marts}.weight_suggestions where scorecard_id = 'honest' and segment = '*'"
    )
    weights = {row[0]: row[1] for row in rows}
    auc_now, auc_suggested, verdict = rows[0][2:5]
    (older, left_before), (newer, left_after) = map(telecom.percentiles, (OLDER, NEWER))
    model = LogisticRegression(max_iter=5000).fit(older / 50, left_before)
    regression = roc_auc_score(left_after, model.decision_function(newer / 50))
    assert verdict == "gain_shown" and auc_now < auc_suggested
    assert auc_suggested > regression - 0.01, (auc_now, auc_suggested, regression)
    use = [weights[name] for name in ("seconds", "calls", "numbers", "spending")]
    assert weights["complaints"] > max(use) and weights["complaints"] > 0.2
    # The rounds end where an exact solver of the same fit ends.
    distances = older - older.mean(axis=0)
    spread = np.sqrt((distances**2).sum(axis=0))
    matrix = (distances / spread).T @ (distances / spread) + 0.1 * np.eye(len(HONEST))
    pull = -(distances / spread).T @ left_before
    root = np.linalg.cholesky(matrix)
    exact = nnls(root.T, np.linalg.solve(root, pull))[0] / spread
    trust, kept = rows[0][5], 0.1
    share = 1 / len(HONEST)
    expected = kept * share + (1 - kept) * (trust * exact / exact.sum() + (1 - trust) * share)
    assert [weights[name] for name in HONEST] == pytest.approx(list(expected), abs=2e-3)


def test_former_customers_without_a_past_are_named(telecom: Telecom) -> None:
    """The first five by name, how many there are, and what to land."""
    (line,) = [line for line in telecom.output.splitlines() if "salesforce.account: of " in line]
    assert "of 7 former customers" in line and "Land the history" in line
    assert [telecom.key(number) in line for number in GONE_BEFORE] == [True] * 5 + [False] * 2


def test_a_company_that_lands_values_itself_may_fill_any_card(telecom: Telecom) -> None:
    """Value cards too, without a product source; what nothing can fill has a unit test."""
    cards = {card for (card,) in telecom.company.rows(
        "select distinct scorecard_id from {marts}.fct_account_scores")}  # fmt: skip
    assert cards >= {*CARDS, "health", "case_study", "adoption"}
    assert cards >= {"value", "value_all_time", "value_legacy"}


def test_rows_do_not_stand_twice_without_segments(telecom: Telecom) -> None:
    for mart in ("score_validation", "band_validation", "signal_validation", "weight_suggestions"):
        segments = telecom.company.rows(f"select distinct segment from {{marts}}.{mart}")
        assert segments == [("*",)], mart
