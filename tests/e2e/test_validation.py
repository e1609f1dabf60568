"""Figures of validation against scikit-learn and SciPy, verdicts on known data, and time kept."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import math
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from conftest import Company, make_demo
from scipy.stats import binomtest, mannwhitneyu, norm, rankdata
from sklearn.metrics import precision_score, recall_score, roc_auc_score

pytestmark = pytest.mark.long

END = dt.date(2026, 6, 29)
WEEKS = 44
LEADS = (30, 60, 90, 180)
# Cards of the seeds whose scores are made up here: they only lend their names and bands.
HONEST, TIED, NOISE, LEAKED, BACKWARDS = (
    "health", "value", "health_framework", "adoption", "case_study",
)  # fmt: skip
FLOORS = {HONEST: (40, 75), NOISE: (60, 80)}
Row = tuple[Any, ...]
Tables = dict[str, list[Row]]
COLUMNS = {
    "bellwether_intermediate.int_account_outcomes_weekly": (
        "account_id text, snapshot_week date, lead_days int, is_validated boolean,"
        " is_combined boolean, is_churned boolean, segment text"
    ),
    "bellwether_intermediate.int_account_weeks": (
        "account_id text, snapshot_week date, tenure_days int"
    ),
    "bellwether_intermediate.int_account_signals": (
        "account_id text, snapshot_week date, signal_id text, value double"
    ),
    "bellwether_intermediate.int_signal_scores": (
        "account_id text, snapshot_week date, scorecard_id text, version text, signal_id text,"
        " status text, score double, value double"
    ),
    "bellwether_intermediate.int_scorecard_versions_weekly": (
        "snapshot_week date, scorecard_id text, version text, is_in_force boolean, status text"
    ),
    "bellwether_intermediate.int_snapshot_weeks": "snapshot_week date",
    "bellwether_intermediate.int_source_coverage_weekly": (
        "source_family text, snapshot_week date, last_row_at timestamp"
    ),
    "bellwether_intermediate.int_subscriptions": "valid_from timestamp, ended_at timestamp",
    "bellwether_intermediate.int_banded_scores": (
        "account_id text, snapshot_week date, scorecard_id text, version text, is_in_force boolean,"
        " segment text, score_calculated double, band text, is_overridden boolean"
    ),
}
OUTCOMES, TENURE, USAGE = list(COLUMNS)[:3]
SNAPSHOTS = "bellwether_intermediate.int_snapshot_weeks"
SCORES = list(COLUMNS)[-1]


def is_combined(snapshot: dt.date, lead: int) -> bool:
    """Whether a snapshot is a whole number of lead times (in weeks) before the newest whole one."""
    newest = END - dt.timedelta(weeks=math.ceil(lead / 7))
    return ((newest - snapshot).days // 7) % math.ceil(lead / 7) == 0


def made_up(seed: int, has_signal: bool = True) -> Tables:
    """What validation reads, for 280 accounts: scores of five kinds, and who left when.

    Segment `quiet` loses nobody. Without `has_signal` nothing tells who leaves.
    """
    rng = np.random.default_rng(seed)
    tables: Tables = {name: [] for name in COLUMNS}
    tables[SNAPSHOTS] = [(END - dt.timedelta(weeks=back),) for back in range(WEEKS + 1)]
    for number in range(280):
        account, segment = f"a{number:03}", ("smb", "mid_market", "quiet")[number % 3]
        risk = rng.random()
        hazard = (0.015 if not has_signal else 0.04 if risk > 0.7 else 0.002) * (segment != "quiet")
        first_weeks = np.flatnonzero(rng.random(WEEKS + 1) < hazard)
        left = (
            END - dt.timedelta(days=int(7 * (WEEKS - first_weeks[0]))) if len(first_weeks) else END
        )
        for back in range(WEEKS, -1, -1):
            snapshot = END - dt.timedelta(weeks=back)
            if left < snapshot:
                break
            for lead in LEADS:
                end = snapshot + dt.timedelta(days=lead)
                if end <= END:
                    combined = is_combined(snapshot, lead)
                    row = (account, snapshot, lead, True, combined, left < end, segment)
                    tables[OUTCOMES].append(row)
            tables[TENURE].append((account, snapshot, 7 * (number % 40) + 7 * (WEEKS - back)))
            tables[USAGE].append((account, snapshot, "login_frequency", int(rng.integers(0, 29))))
            # Written a month before they leave: perfect then, little worth long before.
            knows = has_signal and left < min(END, snapshot + dt.timedelta(days=30))
            health = 100 * (1 - (risk if has_signal else rng.random()))
            for card, score in {
                HONEST: float(np.clip(health + rng.normal(0, 15), 0, 100)),
                TIED: 4 + round(float(np.clip(health + rng.normal(0, 40), 0, 100)) / 25),
                NOISE: float(rng.uniform(0, 100)),
                LEAKED: (0 if knows else 1) + float(rng.uniform(0, 1.1)),
                BACKWARDS: 100 - health,
            }.items():
                low, high = FLOORS.get(card, (0, 0))
                band = "critical" if score < low else "at_risk" if score < high else "healthy"
                tables[SCORES].append(
                    (account, snapshot, card, "1", True, segment, round(score, 9), band, False)
                )
    return tables


def with_permuted_labels(tables: Tables, seed: int) -> Tables:
    """The same, with labels dealt anew among the accounts of each snapshot and lead time."""
    rng = np.random.default_rng(seed)
    groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    rows = tables[OUTCOMES]
    for place, row in enumerate(rows):
        groups[row[1:3]].append(place)
    permuted = list(rows)
    for places in groups.values():
        labels = rng.permutation([rows[place][5] for place in places])
        for place, label in zip(places, labels, strict=True):
            permuted[place] = (*rows[place][:5], bool(label), *rows[place][6:])
    return {**tables, OUTCOMES: permuted}


def judged(company: Company, tables: Tables) -> Company:
    """Land the tables where dbt would have built them, and build validation on them."""
    duckdb.connect(str(company.raw)).close()
    with company.warehouse(read_only=False) as warehouse:
        for name, rows in tables.items():
            file = company.folder / "made_up.csv"
            with file.open("w", newline="") as handle:
                csv.writer(handle).writerows(rows)
            warehouse.execute(f"create schema if not exists {name.split('.')[0]}")
            warehouse.execute(f"create table {name} ({COLUMNS[name]})")
            if not rows:
                continue
            warehouse.execute(f"copy {name} from '{file}' (header false)")
    run = company.build(
        "--indirect-selection", "empty", "--select",
        "validation_parameters", "scorecard_versions", "scorecard_signals", "bands",
        "path:seeds/scorecards/signals.csv",
        "band_statuses", "band_cards", "int_bands", "int_validation_cases",
        "int_validation_by_snapshot", "int_signal_power_by_snapshot", "int_outcome_bounds",
        "int_score_power", "int_signal_power", "int_signal_power_combined",
        "int_validation_combined",
        "int_validation_group_totals", "int_validation_groups", "int_validation_places",
        "int_validation_questions", "stg_salesforce__company", "int_company",
        "score_validation", "band_validation", as_of_date=str(END),
    )  # fmt: skip
    assert run.status == 0, run.output[-4000:]
    return company


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return judged(Company(tmp_path_factory.mktemp("laboratory")), made_up(5))


@pytest.fixture(scope="module")
def cases(laboratory: Company) -> dict[Row, tuple[np.ndarray, np.ndarray]]:
    """Scores and labels by (scorecard, segment, lead, predictor, snapshot), from the tables."""
    found: dict[Row, list[tuple[float, bool]]] = defaultdict(list)
    for card, segment, lead, predictor, week, score, left in laboratory.rows(
        "select scorecard_id, cases.segment, lead_days, predictor, snapshot_week, score, is_churned"
        " from {intermediate}.int_validation_cases as cases"
        " inner join {intermediate}.int_account_outcomes_weekly using (account_id, snapshot_week)"
    ):
        for part in (segment, "*"):
            found[card, part, lead, predictor, week].append((score, left))
    return {
        key: (np.array([s for s, _ in rows]), np.array([e for _, e in rows]))
        for key, rows in found.items()
    }


def among_lowest(scores: np.ndarray, share: float) -> np.ndarray:
    """Whose mid-rank (0 to 1) is at most `share`; equal scores stand together."""
    return (rankdata(scores) - 0.5) / len(scores) <= share + 1e-9


def delong(scores: np.ndarray, left: np.ndarray) -> tuple[float, float | None, float | None]:
    """AUC and what each class adds to its variance, over all pairs as printed in 1988.

    A class of one shows no spread: None.
    """
    below = scores[left][:, None] < scores[~left][None, :]
    pairs = below + 0.5 * (scores[left][:, None] == scores[~left][None, :])
    adds = [
        float(np.var(placements, ddof=1) / len(placements)) if len(placements) > 1 else None
        for placements in (pairs.mean(axis=1), pairs.mean(axis=0))
    ]
    return float(pairs.mean()), adds[0], adds[1]


def test_each_snapshot_equals_scikit_learn(
    laboratory: Company, cases: dict[Row, tuple[np.ndarray, np.ndarray]]
) -> None:
    rows = laboratory.rows(
        "select scorecard_id, segment, lead_days, predictor, snapshot_week, n_cases, n_events,"
        " n_worst, n_worst_events, n_top_decile, n_top_decile_events, auc, auc_error,"
        " no_auc_reason from {intermediate}.int_validation_by_snapshot"
    )
    assert {row[:5] for row in rows} == set(cases)
    rows = [row for row in rows if row[2] in (30, 180)]
    reasons = defaultdict(int)
    for row in rows:
        scores, left = cases[row[:5]]
        worst, decile = among_lowest(scores, 0.2), among_lowest(scores, 0.1)
        assert row[5:11] == (
            len(scores), left.sum(), worst.sum(), (worst & left).sum(), decile.sum(),
            (decile & left).sum(),
        )  # fmt: skip
        auc, error, reason = row[11:]
        reasons[reason] += 1
        if left.all() or not left.any():
            assert (auc, error) == (None, None)
            assert reason == ("nobody left" if not left.any() else "everybody left")
            continue
        n_events, n_others = int(left.sum()), int((~left).sum())
        ranked = mannwhitneyu(-scores[left], -scores[~left]).statistic / (n_events * n_others)
        assert auc == pytest.approx(roc_auc_score(left, -scores), abs=1e-9)
        assert auc == pytest.approx(ranked, abs=1e-9)
        _, of_left, of_stayed = delong(scores, left)
        if of_left is None or of_stayed is None:
            assert error is None
        else:
            assert error == pytest.approx(math.sqrt(of_left + of_stayed), abs=1e-9)
        assert reason is None
    assert reasons["nobody left"] > 100 and reasons[None] > 1000, reasons


def test_combined_figures_equal_scikit_learn(
    laboratory: Company, cases: dict[Row, tuple[np.ndarray, np.ndarray]]
) -> None:
    combined: dict[Row, list[tuple[np.ndarray, np.ndarray]]] = defaultdict(list)
    for (card, segment, lead, predictor, week), case in cases.items():
        if is_combined(week, lead):
            combined[card, segment, lead, predictor].append(case)
    rows = laboratory.rows(
        "select scorecard_id, segment, lead_days, predictor, n_snapshots, n_cases, n_events, auc,"
        " auc_error, auc_lower, auc_upper, top_decile_lift, worst_fifth_recall,"
        " worst_fifth_precision from {marts}.score_validation where n_cases > 0"
    )
    assert {row[:4] for row in rows} == set(combined)
    z = norm.ppf(0.975)
    for row in rows:
        snapshots = combined[row[:4]]
        left = np.concatenate([events for _, events in snapshots])
        worst = np.concatenate([among_lowest(scores, 0.2) for scores, _ in snapshots])
        assert row[4:7] == (len(snapshots), len(left), left.sum())
        judged_alone = [
            (delong(scores, events), int(events.sum()) * int((~events).sum()))
            for scores, events in snapshots
            if events.any() and not events.all()
        ]
        precision = precision_score(left, worst, zero_division=0)
        assert row[13] == (pytest.approx(precision, abs=1e-9) if worst.any() else None)
        if not judged_alone:
            assert row[7:13] == (None,) * 6
            continue
        pairs = np.array([n_pairs for _, n_pairs in judged_alone], dtype=float)
        auc = float(np.average([alone[0] for alone, _ in judged_alone], weights=pairs))
        # A class of one may spread as far as its AUC allows.
        errors = np.sqrt([
            sum(auc * (1 - auc) if adds is None else adds for adds in alone[1:])
            for alone, _ in judged_alone
        ])  # fmt: skip
        error = math.sqrt(sum((pairs * errors) ** 2)) / pairs.sum()
        deciles = [(among_lowest(scores, 0.1), events) for scores, events in snapshots]
        chance = sum(decile.sum() * events.mean() for decile, events in deciles)
        lift = (
            sum((decile & events).sum() for decile, events in deciles) / chance if chance else None
        )
        expected = (
            auc, error, max(0, auc - z * error), min(1, auc + z * error), lift,
            recall_score(left, worst),
        )  # fmt: skip
        assert row[7:13] == pytest.approx(expected, abs=1.1e-9), row[:4]


def test_bands_equal_scipy(laboratory: Company) -> None:
    rows = laboratory.rows(
        "select scorecard_id, segment, lead_days, group_id, n_cases, n_events, churn_share,"
        " churn_share_lower, churn_share_upper, relative_churn, order_verdict"
        " from {marts}.band_validation where grouping_by = 'band'"
    )
    counted: dict[Row, list[int]] = defaultdict(lambda: [0, 0])
    expected: dict[Row, float] = defaultdict(float)
    by_snapshot: dict[Row, list[tuple[str, bool]]] = defaultdict(list)
    for card, segment, lead, week, band, left in laboratory.rows(
        "select scorecard_id, cases.segment, lead_days, snapshot_week, band, is_churned"
        " from {intermediate}.int_validation_cases as cases"
        " inner join {intermediate}.int_account_outcomes_weekly using (account_id, snapshot_week)"
        " where predictor = 'card' and is_combined"
    ):
        for part in (segment, "*"):
            by_snapshot[card, part, lead, week].append((band, left))
    for (card, segment, lead, _), accounts in by_snapshot.items():
        base = np.mean([left for _, left in accounts])
        for band, left in accounts:
            counted[card, segment, lead, band][0] += 1
            counted[card, segment, lead, band][1] += left
            expected[card, segment, lead, band] += base
    assert {row[:4] for row in rows} == set(counted)
    for row in rows:
        n_cases, n_events = counted[row[:4]]
        interval = binomtest(n_events, n_cases).proportion_ci(0.95, "wilson")
        assert row[4:6] == (n_cases, n_events)
        assert row[6:9] == pytest.approx((n_events / n_cases, *interval), abs=1.1e-9)
        base = expected[row[:4]]
        assert row[9] == (pytest.approx(n_events / base, abs=1.1e-9) if base else None)
    in_order = ("critical", "at_risk", "healthy", "standard", "high_value")
    by_card: dict[Row, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: in_order.index(row[3])):
        by_card[row[:3]].append(row)
    found = set()
    for bands in by_card.values():
        relative = [row[9] for row in bands]
        (verdict,) = {row[10] for row in bands}
        found.add(verdict)
        if sum(row[5] for row in bands) < 10:
            assert verdict == "too_few_events"
        elif len(bands) > 1:
            falls = all(better <= worse for worse, better in itertools.pairwise(relative))
            share = sum(row[5] for row in bands) / sum(row[4] for row in bands)
            (worst, n_worst), (best, n_best) = (
                (min(1, max(0, row[9] * share)), row[4]) for row in (bands[0], bands[-1])
            )
            leavers, stayers = (
                [kind * n for kind, n in ((worst, n_worst), (best, n_best))],
                [(1 - kind) * n for kind, n in ((worst, n_worst), (best, n_best))],
            )
            clear = arcsine_z(worst, n_worst, best, n_best) > 3.5 and (
                sum(leavers) > 0 and sum(stayers) > 0 and arcsine_z(
                    leavers[0] / sum(leavers), sum(leavers),
                    stayers[0] / sum(stayers), sum(stayers),
                ) > 3.5
            )  # fmt: skip
            assert (verdict == "ordered") == (falls and clear), bands
    assert found >= {"ordered", "not_shown", "too_few_events"}, found


def arcsine_z(one: float, n_one: float, other: float, n_other: float) -> float:
    """Distance of two shares in standard errors, after Anscombe."""
    first, second = (
        math.asin(math.sqrt(min(1, max(0, (share * n + 0.375) / (n + 0.75)))))
        for share, n in ((one, n_one), (other, n_other))
    )
    return 2 * (first - second) / math.sqrt(1 / (n_one + 0.5) + 1 / (n_other + 0.5))


def verdicts(company: Company) -> dict[Row, str]:
    return {
        row[:4]: row[4]
        for row in company.rows(
            "select scorecard_id, segment, lead_days, predictor, verdict"
            " from {marts}.score_validation"
        )
    }


def test_verdicts_tell_honest_scores_from_noise_and_from_leaks(laboratory: Company) -> None:
    found = verdicts(laboratory)
    for lead in LEADS:
        assert found[HONEST, "*", lead, "card"] == "validated", lead
        assert found[NOISE, "*", lead, "card"] == "not_validated", lead
        assert found[BACKWARDS, "*", lead, "card"] == "not_validated", lead
        assert found[HONEST, "quiet", lead, "card"] == "too_few_events", lead
    assert found[LEAKED, "*", 90, "card"] == "suspected_leakage"
    # Every baseline is shown beside every card, and what no snapshot could tell stands there too.
    assert {key[3] for key in found} == {"card", "tenure", "usage", "last_week"}
    assert found["health_onboarding", "*", 90, "card"] == "too_few_events"


@pytest.mark.parametrize("tables", [
    pytest.param(lambda: with_permuted_labels(made_up(5), 1), id="permuted labels"),
    pytest.param(lambda: made_up(6, has_signal=False), id="no signal"),
])  # fmt: skip
def test_nothing_is_claimed_where_nothing_is(tables: Any, company: Company) -> None:
    judged(company, tables())
    claims = {key: verdict for key, verdict in verdicts(company).items() if verdict not in (
        "not_validated", "too_few_events")}  # fmt: skip
    assert claims == {}
    orders = company.rows("select distinct order_verdict from {marts}.band_validation")
    assert "ordered" not in {order for (order,) in orders}
    intervals = company.rows(
        "select auc_lower <= .5 and auc_upper >= .5"
        " from {marts}.score_validation where n_events >= 10"
    )
    # One interval in twenty misses; the mart has hundreds.
    assert np.mean([holds for (holds,) in intervals]) > 0.85 and len(intervals) > 100


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The demo company as it ships, built as far as its scores are judged."""
    company = Company(tmp_path_factory.mktemp("demo"), vars={"as_of_date": str(END)})
    make_demo(company.raw, accounts=400, weeks=78, seed=1)
    run = company.build(
        "--indirect-selection", "empty", "--select", "+score_validation", "+band_validation"
    )
    assert run.status == 0, run.output[-4000:]
    return company


def test_the_demo_company_proves_the_machinery(demo: Company) -> None:
    rows = demo.rows(
        "select auc, verdict, n_events, is_demo, note from {marts}.score_validation"
        " where scorecard_id = 'health' and segment = '*' and lead_days = 90"
        " and predictor = 'card'"
    )
    (auc, verdict, n_events, is_demo, note) = rows[0]
    assert 0.65 <= auc <= 0.85 and verdict == "validated" and n_events >= 40, rows
    assert is_demo and "machinery" in note
    bands = demo.rows(
        "select group_id, relative_churn, order_verdict from {marts}.band_validation"
        " where scorecard_id = 'health' and segment = '*' and lead_days = 90"
        " and grouping_by = 'band' order by churn_share desc"
    )
    assert [band for band, _, _ in bands] == ["critical", "at_risk", "healthy"]
    assert {order for _, _, order in bands} == {"ordered"}


def test_outcomes_are_what_became_of_living_accounts(demo: Company) -> None:
    """Against the generator's own record of who left, which no model reads."""
    wrong = demo.rows(
        """
        with fates as (select distinct account_id, churned_on from raw._demo.hidden_condition)
        select outcomes.account_id, snapshot_week, lead_days, is_churned, churned_at, churned_on
        from {intermediate}.int_account_outcomes_weekly as outcomes
        left join fates using (account_id)
        where churned_on < snapshot_week
            or window_end > date '2026-06-29'
            or is_churned <> coalesce(churned_on < window_end, false)
            or (is_churned and cast(churned_at as date) <> churned_on)
            or (is_churned and churn_fact <> 'subscription_ended')
        """
    )
    assert wrong == []
    (counts,) = demo.rows(
        "select count(*), sum(is_churned::int), count(distinct churned_at), count(net_revenue)"
        " from {intermediate}.int_account_outcomes_weekly where lead_days = 90"
    )
    assert counts[0] > 10000 and counts[1] > 400 and counts[2] > 40 and counts[3] > 10000, counts


# Times that say what is planned or billed for; the others say when something happened.
_PLANNED = (
    "due_at", "due_date", "target_date", "close_date", "period_start", "period_end",
    "current_period_start", "current_period_end", "trial_end", "end", "valid_from", "valid_to",
    "_fivetran_synced", "_fivetran_end",
)  # fmt: skip
SHIFT_FROM = "2026-04-06"


@pytest.fixture(scope="module")
def small(small_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    company = Company(tmp_path_factory.mktemp("small"), vars={"as_of_date": str(END)})
    shutil.copyfile(small_raw, company.raw)
    yield built_to_cases(company)


def built_to_cases(company: Company) -> Company:
    run = company.build("--indirect-selection", "empty", "--select", "+int_validation_cases")
    assert run.status == 0, run.output[-4000:]
    return company


def test_shifting_what_happens_after_a_snapshot_changes_nothing_before_it(
    small: Company, company: Company
) -> None:
    shutil.copyfile(small.raw, company.raw)
    company.vars = small.vars
    with duckdb.connect(str(company.raw)) as raw:
        raw.execute("set TimeZone = 'UTC'")
        columns = raw.execute(
            "select table_schema, table_name, column_name from information_schema.columns"
            " where data_type like 'TIMESTAMP%' and table_schema <> '_demo'"
        ).fetchall()
        for schema, table, column in columns:
            if column not in _PLANNED:
                raw.execute(
                    f'update {schema}."{table}" set "{column}" = "{column}" + interval 5 day'
                    f" where \"{column}\" >= timestamp '{SHIFT_FROM}'"
                )
    built_to_cases(company)
    query = (
        "select account_id, snapshot_week, scorecard_id, version, segment, predictor, score, band"
        " from {intermediate}.int_validation_cases"
        f" where snapshot_week {{side}} date '{SHIFT_FROM}' order by all"
    )
    before, after = (made.rows(query.replace("{side}", "<=")) for made in (small, company))
    assert len(before) > 1000 and before == after
    late, shifted = (made.rows(query.replace("{side}", ">")) for made in (small, company))
    assert late != shifted, "the shift reached no snapshot after it either"
