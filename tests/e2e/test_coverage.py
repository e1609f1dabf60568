"""What is not observed never flatters, who is young has a card of its own, and hands show."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import Company, make_demo

AS_OF = "2026-06-29"
ALL = ["salesforce", "pendo", "zendesk", "stripe", "qualtrics", "customer_success"]
STATUSES = ("insufficient_data", "onboarding")

SCORES = """
    select
        scorecard_id, account_id, snapshot_week, band, band_rank, weight_observed,
        families_not_observed
    from {marts}.fct_account_scores
    where is_in_force
"""

# Signals of families that only one source feeds, not even in part another.
FED_BY_ONE = """
    select min(families.source), signals.signal_id
    from {scorecards}.signals
    inner join {intermediate}.int_source_family_sources as families using (source_family)
    group by signals.signal_id
    having count(*) = 1
"""


def build(company: Company, raw: Path, sources: list[str]) -> Company:
    """Build all scores of a demo company from some of its sources, without dbt's tests."""
    shutil.copyfile(raw, company.raw)
    run = company.dbt(
        "build", "--exclude-resource-type", "unit_test", "--exclude-resource-type", "test",
        "--select", "+fct_account_scores", "+fct_signal_scores", "+health_scores_current",
        as_of_date=AS_OF, history_start="2025-12-01", bellwether_sources=sources,
    )  # fmt: skip
    assert run.status == 0, run.output[-4000:]
    return company


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Raw file of a demo company of 40 accounts and 30 weeks."""
    path = tmp_path_factory.mktemp("raw") / "raw.duckdb"
    make_demo(path, accounts=40, weeks=30, seed=1, end=AS_OF)
    return path


@pytest.fixture(scope="module")
def whole(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The company with every source."""
    return build(Company(tmp_path_factory.mktemp("whole")), raw, ALL)


def test_the_whole_company_has_no_flag(whole: Company) -> None:
    """After the first week every family that a card rests on is observed: the flag is no noise."""
    assert (
        whole.rows(
            """
        select distinct scorecard_id, families_not_observed
        from {marts}.fct_account_scores
        where families_not_observed is not null and snapshot_week > date '2025-12-01'
        """
        )
        == []
    )


@pytest.mark.parametrize(
    "source",
    [
        name if name == "zendesk" else pytest.param(name, marks=pytest.mark.long)
        for name in ALL
        if name != "salesforce"
    ],
)
def test_without_a_source_no_band_improves_unflagged(
    source: str, whole: Company, raw: Path, company: Company
) -> None:
    """A better band comes with less weight observed or with a family of the source by name."""
    reduced = build(company, raw, [name for name in ALL if name != source])
    families = {
        row[0]
        for row in whole.rows(
            "select source_family from {intermediate}.int_source_family_sources"
            f" where is_main and source = '{source}'"
        )
    }
    before = {row[:3]: row[3:] for row in whole.rows(SCORES)}
    after = {row[:3]: row[3:] for row in reduced.rows(SCORES)}
    both = before.keys() & after.keys()
    improved, unflagged = [], []
    for key in sorted(both):
        band, rank, weight, _ = before[key]
        new_band, new_rank, new_weight, not_observed = after[key]
        if new_band in (None, *STATUSES):
            continue
        if band in STATUSES or new_rank > rank:
            improved.append(key)
            named = set((not_observed or "").split(", ")) & families
            if new_weight >= weight and not named:
                unflagged.append((key, before[key], after[key]))
    assert unflagged == []
    # The comparison means something: many cells, of every card, and bands that did improve.
    assert len(both) > 5000
    assert {key[0] for key in both} == {key[0] for key in before}
    assert improved, f"no band improves without {source}: nothing was put to the test"

    alone = {row[1] for row in whole.rows(FED_BY_ONE) if row[0] == source}
    cells = reduced.rows(
        """
        select signal_id, status, count(value), count(level), count(score)
        from {marts}.fct_signal_scores
        group by all
        """
    )
    missing = [row for row in cells if row[0] in alone]
    assert {row[1:] for row in missing} <= {("excluded_missing", 0, 0, 0)}, missing
    # What Qualtrics asks is asked elsewhere too: no signal rests on it alone.
    assert missing or source == "qualtrics"


# Seven accounts: when they went live, and what was set by hand. 60 days old on 29 June: A; 59: B.
ACCOUNTS = {
    "A": "2026-04-30", "B": "2026-05-01", "C": "2025-01-01", "D": "2025-01-01",
    "E": "2025-01-01", "F": "2025-01-01", "G": "2025-01-01",
}  # fmt: skip

# (account, scorecard, from, to, score, band, reason, recorded at, withdrawn)
OVERRIDES = [
    ("B", "health", "2026-06-01", None, 10, None, "not its card", "2026-05-30", False),
    ("C", "health", "2026-06-15", None, 30, None, "sponsor left", "2026-06-14", False),
    ("D", "health", "2026-06-08", "2026-06-22", None, "at_risk", "migration", "2026-06-07", False),
    ("E", "health", "2026-06-01", None, 20, None, "by mistake", "2026-05-31", True),
    ("F", "health", "2026-06-01", None, 50, None, "told late", "2026-06-17", False),
    ("G", "health", "2026-06-01", None, 50, None, "first word", "2026-05-31", False),
    ("G", "health", "2026-06-15", "2026-06-29", 80, "critical", "last word", "2026-06-14", False),
    # Words that cannot be meant are refused and counted; capitals and blanks do not matter.
    ("E", "health", "2026-06-01", None, 150, None, "typo", "2026-05-31", False),
    ("E", "health", "2026-06-01", None, None, "atrisk", "typo", "2026-05-31", False),
    ("E", "helth", "2026-06-01", None, 10, None, "typo", "2026-05-31", False),
    ("E", "health", "2026-06-15", "2026-06-08", 10, None, "typo", "2026-05-31", False),
    ("D", "health", "2026-06-29", None, None, "At Risk", "says eve@x.example", "2026-06-20", False),
]

# Half the weight of health: use .25 x 100 + .3 x 80 + .25 x 100 + .2 x 100 = 94, the rest 100.
VALUES = {
    "login_frequency": 20, "feature_adoption": 80, "usage_trend": 0.2, "depth_of_use": 1,
    "csat_average": 5, "payment_timeliness": 0, "discount_dependency": 0,
}  # fmt: skip
BY_RULES = 97.2
# The young: use .35 x 100 + .4 x 80 + .25 x 100 = 92 of .35 of the weight, the rest 100 of .4.
BY_RULES_YOUNG = 96.27


def literal(value: object) -> str:
    """A value as SQL."""
    return "null" if value is None else repr(value)


def crm_id(account: str) -> str:
    """The CRM's id of an account named by one letter."""
    return f"001A0000000000{account}AAA"


@pytest.fixture(scope="module")
def young_and_old(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Two young and five old accounts with equal values, some of them set by hand."""
    company = Company(tmp_path_factory.mktemp("hands"))
    accounts = ", ".join(f"('{crm_id(name)}', date '{day}')" for name, day in ACCOUNTS.items())
    values = ", ".join(f"('{signal}', {value})" for signal, value in VALUES.items())
    overrides = ", ".join(
        f"('{crm_id(account)}', '{card}', date '{start}', {literal(end)}::date,"
        f" {literal(score)}::double, {literal(band)}::varchar, 'Kim', '{reason}',"
        f" timestamp '{recorded} 10:00:00', {withdrawn}, timestamp '2026-06-29')"
        for account, card, start, end, score, band, reason, recorded, withdrawn in OVERRIDES
    )
    company.load(
        "create schema salesforce",
        f"""
        create table salesforce.account as
        select
            id, 'Account ' || id as name, timestamp '2025-01-01' as created_date,
            timestamp '2025-01-01' as last_modified_date, false as is_deleted,
            cast(null as varchar) as master_record_id, cast(null as varchar) as parent_id,
            go_live as go_live_date_c, timestamp '2026-06-01' as _fivetran_synced
        from (values {accounts}) as accounts (id, go_live)
        """,
        "create schema customer_success",
        f"""
        create table customer_success.custom_signal as
        select
            id as account_id, signal_id, timestamp '2026-05-01' as observed_at,
            cast(value as double) as value, cast(null as varchar) as level,
            timestamp '2026-05-02' as _fivetran_synced
        from (values {accounts}) as accounts (id, go_live)
        cross join (values {values}) as signals (signal_id, value)
        """,
        f"""
        create table customer_success.score_override as
        from (values {overrides}) as overrides (
            account_id, scorecard, valid_from, valid_to, score, band, author, reason, recorded_at,
            _fivetran_deleted, _fivetran_synced
        )
        """,
    )
    run = company.build(
        "--select", "+health_scores_current", "+data_quality_rejected_rows",
        "--indirect-selection", "cautious",
        as_of_date=AS_OF, history_start="2026-06-01",
        bellwether_sources=["salesforce", "customer_success"],
    )  # fmt: skip
    assert run.status == 0, run.output[-4000:]
    return company


def test_an_account_is_young_until_the_day_it_is_not(young_and_old: Company) -> None:
    """59 days: onboarding, with the reason, by its own card alone. 60 days: health alone."""
    rows = young_and_old.rows(
        f"""
        select
            substr(scores.account_id, 15, 1), cast(snapshot_week as varchar),
            scores.scorecard_id, scores.band, health.band, health.lifecycle_reason,
            health.sentence like 'Onboarding at %, younger than 60 days since go-live%'
        from {{marts}}.fct_account_scores as scores
        inner join {{marts}}.health_scores as health using (account_id, snapshot_week)
        where scores.scorecard_id in ('health', 'health_onboarding')
            and scores.account_id in ('{crm_id("A")}', '{crm_id("B")}')
            and snapshot_week >= date '2026-06-22'
        order by 1, 2
        """
    )
    reason = "younger than 60 days since go-live ({} days)"
    assert rows == [
        ("A", "2026-06-22", "health_onboarding", "healthy", "onboarding", reason.format(53), True),
        ("A", "2026-06-29", "health", "healthy", "healthy", None, False),
        ("B", "2026-06-22", "health_onboarding", "healthy", "onboarding", reason.format(52), True),
        ("B", "2026-06-29", "health_onboarding", "healthy", "onboarding", reason.format(59), True),
    ]
    # A change of card is no change of score, and the framework waits for the end of onboarding.
    assert young_and_old.rows(
        f"""
        select score is not null, score_last_week, framework_band is not null, playbook_id
        from {{marts}}.health_scores_current
        where account_id in ('{crm_id("A")}', '{crm_id("B")}')
        order by account_id
        """
    ) == [
        (True, None, True, "health_healthy"),
        (True, BY_RULES_YOUNG, False, "health_onboarding_healthy"),
    ]


def test_what_is_set_by_hand_shows_and_stops_by_itself(young_and_old: Company) -> None:
    """Scores before and after, author and reason stand on each row while the word holds."""
    rows = young_and_old.rows(
        """
        select
            substr(account_id, 15, 1), strftime(snapshot_week, '%d'), round(score_calculated, 6),
            round(score, 6), band, override_author, override_reason
        from {marts}.fct_account_scores
        where scorecard_id = 'health' and substr(account_id, 15, 1) > 'B'
        """
    )
    found = {(row[0], row[1]): row[2:] for row in rows}
    set_by_hand = {
        **{("C", day): (30.0, "critical", "Kim", "sponsor left") for day in ("15", "22", "29")},
        **{("D", day): (BY_RULES, "at_risk", "Kim", "migration") for day in ("08", "15")},
        ("D", "29"): (BY_RULES, "at_risk", "Kim", "says (address)"),
        **{("F", day): (50.0, "at_risk", "Kim", "told late") for day in ("22", "29")},
        **{("G", day): (50.0, "at_risk", "Kim", "first word") for day in ("01", "08", "29")},
        **{("G", day): (80.0, "critical", "Kim", "last word") for day in ("15", "22")},
    }
    by_rules = (BY_RULES, "healthy", None, None)
    assert found == {
        (account, day): (BY_RULES, *set_by_hand.get((account, day), by_rules))
        for account in "CDEFG"
        for day in ("01", "08", "15", "22", "29")
    }
    shown = young_and_old.rows(
        """
        select substr(account_id, 15, 1), score, score_calculated, band_label, grade, playbook_id,
            split_part(sentence, ':', 1)
        from {marts}.health_scores
        where (substr(account_id, 15, 1) = 'C' and snapshot_week = date '2026-06-29')
            or (substr(account_id, 15, 1) in ('D', 'G') and snapshot_week = date '2026-06-15')
        order by 1
        """
    )
    assert shown == [
        ("C", 30.0, BY_RULES, "Critical", "F", "health_critical",
         "Critical at 30.0 (unchanged on last week), set by hand by Kim (sponsor left), by the"
         " rules 97.2"),
        ("D", BY_RULES, BY_RULES, "At risk", None, "health_at_risk",
         "At risk at 97.2 (unchanged on last week), set by hand by Kim (migration), by the rules"
         " 97.2"),
        ("G", 80.0, BY_RULES, "Critical", None, "health_critical",
         "Critical at 80.0 (30.0 up on last week), set by hand by Kim (last word), by the rules"
         " 97.2"),
    ]  # fmt: skip
    # An override of another card than the account's leaves it alone.
    assert young_and_old.rows(
        f"""
        select count(*), count(override_author)
        from {{marts}}.fct_account_scores
        where account_id = '{crm_id("B")}'
            and scorecard_id in ('health', 'health_onboarding')
        """
    ) == [(5, 0)]


def test_words_that_cannot_be_meant_are_refused_and_counted(young_and_old: Company) -> None:
    """Nothing changes by them (E above), the quality mart says why."""
    assert young_and_old.rows(
        """
        select rejection_reason, n_rows
        from {marts}.data_quality_rejected_rows
        where raw_table = 'score_override'
        order by 1
        """
    ) == [
        ("deleted", 1), ("ends_before_it_starts", 1), ("score_out_of_scale", 1),
        ("unknown_band", 1), ("unknown_scorecard", 1),
    ]  # fmt: skip
