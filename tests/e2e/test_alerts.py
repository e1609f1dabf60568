"""A source that stops raises one alert and makes what rests on it missing, never zero."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import Company

# Nothing of the product comes from 25 May to 14 June; both snapshots see whole weeks.
STOPPED, BACK = "2026-05-25", "2026-06-15"
SILENT, LATER = "2026-06-15", "2026-06-29"
TABLES = ("event", "feature_event", "page_event", "poll_event")
FAMILIES = ("feature_usage", "product_usage")

ALERTS = """
    select
        source_family, status, cast(opened_week as varchar), cast(resolved_week as varchar),
        resolution, severity, owner_role, cast(due_date as varchar), account_id, reason
    from {marts}.score_alerts
    where kind = 'stale_source'
    order by source_family
"""

# Cells of what rests on the families that stopped.
CELLS = f"""
    select cells.status, count(*), count(cells.value), count(cells.score)
    from {{marts}}.fct_signal_scores as cells
    inner join {{scorecards}}.signals using (signal_id)
    where signals.source_family in {FAMILIES} and cells.snapshot_week = date '{{week}}'
    group by 1
"""


# The table as a loader lands it, once somebody has answered.
ANSWERS = """
    create table customer_success.alert_response (
        alert_id varchar, account_id varchar, rule varchar, responded_at timestamp,
        responded_by varchar, state varchar, note varchar, _fivetran_deleted boolean,
        _fivetran_synced timestamp
    )
"""
# A score set by hand for a week each: it falls to 60, to 50 and to 45.
BY_HAND = {
    "2026-04-20": 90, "2026-04-27": 60, "2026-05-04": 90, "2026-05-11": 50, "2026-05-18": 90,
    "2026-05-25": 45, "2026-06-01": 90,
}  # fmt: skip


def run_week(company: Company, as_of: str, **dbt_vars: object) -> None:
    """Bring scores and alerts up to the snapshot of a day, with their tests."""
    run = company.build(
        "--select", "+score_alerts", "+health_watchlist", "+config.materialized:incremental",
        "+data_quality_raw_rows", "+data_quality_rejected_rows", "+alert_answers_monthly",
        "assert_alerts", "assert_raw_rows_are_counted", "--indirect-selection", "cautious",
        **{"as_of_date": as_of, "history_start": "2026-02-02", **dbt_vars},
    )  # fmt: skip
    assert run.status == 0, run.output[-4000:]


def cells(company: Company, week: str) -> set[tuple[object, ...]]:
    """Statuses of the cells of a snapshot with their numbers of rows, values and scores."""
    return set(company.rows(CELLS.replace("{week}", week)))


@pytest.fixture(scope="module")
def silenced(small_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The company as built on the Monday after three weeks without a row from the product.

    Nobody has answered an alert, so the loader made no table of answers.
    """
    company = Company(tmp_path_factory.mktemp("silenced"))
    shutil.copyfile(small_raw, company.raw)
    company.load(
        "drop table customer_success.alert_response",
        *(
            f"delete from pendo.{table}"
            f" where timestamp >= timestamp '{STOPPED}' and timestamp < timestamp '{BACK}'"
            for table in TABLES
        ),
    )
    run_week(company, SILENT)
    return company


def test_a_source_that_stops_raises_one_alert_a_family(silenced: Company) -> None:
    """Whichever number of accounts it concerns; parts and families that go on are silent."""
    alerts = silenced.rows(ALERTS)
    assert [row[:9] for row in alerts] == [
        (family, "open", "2026-06-01", None, None, "high", "data_team", "2026-06-03", None)
        for family in FAMILIES
    ]
    assert all(row[9].startswith("Nothing has come from pendo for") for row in alerts)


def test_what_rests_on_it_is_missing_not_zero(silenced: Company) -> None:
    """Each cell has a status and neither value nor score; before, they had both."""
    assert {row[0] for row in cells(silenced, STOPPED)} & {"scored"}
    ((status, n_cells, n_values, n_scores),) = cells(silenced, SILENT)
    assert (status, n_values, n_scores) == ("excluded_missing", 0, 0)
    assert n_cells > 100
    assert silenced.rows(
        f"""
        select count(*) > 5, count(score), count(*) filter (where weight_observed > 0)
        from {{marts}}.fct_category_scores
        where scorecard_id = 'health' and category_id = 'product_usage'
            and snapshot_week = date '{SILENT}'
        """
    ) == [(True, 0, 0)]
    assert silenced.rows(
        f"""
        select distinct families_not_observed
        from {{marts}}.health_scores
        where snapshot_week = date '{SILENT}' and lifecycle = 'established'
        """
    ) == [("feature_usage, product_usage",)]


@pytest.mark.long
def test_with_the_source_back_the_alert_resolves(silenced: Company, company: Company) -> None:
    """The next weekly run closes it; no alert that was told before is told otherwise."""
    for path in (silenced.raw, silenced.database):
        shutil.copyfile(path, company.folder / path.name)
    told = "select alert_id, reason from {marts}.score_alerts"
    before = set(company.rows(told))
    run_week(company, LATER)
    assert [row[:5] for row in company.rows(ALERTS)] == [
        (family, "resolved", "2026-06-01", "2026-06-22", "recovered") for family in FAMILIES
    ]
    assert len(before) > len(FAMILIES)
    assert before <= set(company.rows(told))
    assert {row[0] for row in cells(company, LATER)} >= {"scored"}


@pytest.mark.long
def test_answers_end_alerts_keep_quiet_and_are_counted(silenced: Company, company: Company) -> None:
    """A closed week stays as it was told; a fall comes back only when it is worse."""
    for path in (silenced.raw, silenced.database):
        shutil.copyfile(path, company.folder / path.name)
    closed = "select * from {marts}.health_watchlist where snapshot_week < date '2026-04-13'"
    before = set(company.rows(closed))
    assert before
    ((source_alert,),) = company.rows(
        "select alert_id from {marts}.score_alerts where source_family = 'product_usage'"
    )
    ((swinging,),) = company.rows(
        """
        select min(account_id)
        from {marts}.health_scores
        where lifecycle = 'established' and snapshot_week = date '2026-03-30'
            and account_id in (
                select account_id from {marts}.health_scores
                where lifecycle = 'established' and snapshot_week = date '2026-06-15'
            )
        """
    )
    ((rule, opened),) = company.rows(
        """
        select alert_rule_id, cast(opened_week as varchar)
        from {marts}.score_alerts
        where account_id is not null and opened_week < date '2026-04-01'
        order by opened_week, alert_id
        limit 1
        """
    )
    ((answered,),) = company.rows(
        f"""
        select min(account_id) from {{marts}}.score_alerts
        where alert_rule_id = '{rule}' and opened_week = date '{opened}'
        """
    )
    rows = [
        # Of a source, by its id; loaded twice.
        (source_alert, None, None, "2026-06-16 08:00:00", "Kim", "Done"),
        (source_alert, None, None, "2026-06-16 08:00:00", "Kim", "Done"),
        # Of an account, late: it lands when the weeks that it knows are closed.
        (None, answered, rule, f"{opened} 12:00:00", "Lee", "acknowledged"),
        (None, swinging, "health_fall_1_week", "2026-04-29 09:00:00", "Kim", "dismissed"),
        # None of these is an answer.
        (None, answered, rule, None, "Kim", "done"),
        (None, answered, rule, "2026-06-16 08:00:00", "Kim", "snoozed"),
        (None, answered, "no_such_rule", "2026-06-16 08:00:00", "Kim", "done"),
        (None, "001ghost", rule, "2026-06-16 08:00:00", "Kim", "done"),
        (None, answered, rule, "2020-01-01 08:00:00", "Kim", "done"),
        (None, answered, rule, "2026-06-30 08:00:00", "Kim", "done"),
        ("no such id", None, None, "2026-06-16 08:00:00", "Kim", "done"),
    ]
    values = ", ".join(
        "("
        + ", ".join("null" if value is None else f"'{value}'" for value in row)
        + ", 'told jo@acme.test', false, timestamp '2026-06-27 00:00:00')"
        for row in rows
    )
    company.load(
        ANSWERS,
        f"insert into customer_success.alert_response values {values}",
        "delete from customer_success.score_override",
        *(
            "insert into customer_success.score_override"
            " (account_id, scorecard, valid_from, valid_to, score, author, reason, recorded_at)"
            f" values ('{swinging}', 'health', date '{day}', date '{day}' + 7, {score}, 'Kim',"
            f" 'test', timestamp '2026-04-01 00:00:00')"
            for day, score in BY_HAND.items()
        ),
    )
    run_week(company, "2026-07-01", restate_from="2026-04-13")
    assert set(company.rows(closed)) == before
    assert company.rows(
        f"""
        select status, resolution, cast(resolved_week as varchar), answer, answered_by,
            answer_note, days_to_answer, is_answered_in_time, is_past_due
        from {{marts}}.score_alerts where alert_id = '{source_alert}'
        """
    ) == [("resolved", "done", "2026-06-22", "done", "Kim", "told (address)", 15, False, False)]
    assert company.rows(
        f"""
        select cast(opened_week as varchar), resolution, answer
        from {{marts}}.score_alerts
        where alert_rule_id = 'health_fall_1_week' and account_id = '{swinging}'
            and opened_week >= date '2026-04-20'
        order by 1
        """
    ) == [("2026-04-27", "dismissed", "dismissed"), ("2026-05-25", "recovered", None)]
    assert company.rows(
        f"""
        select answer, answered_by, days_to_answer, is_answered_in_time
        from {{marts}}.score_alerts
        where alert_rule_id = '{rule}' and account_id = '{answered}'
            and opened_week = date '{opened}'
        """
    ) == [("acknowledged", "Lee", 0, True)]
    reasons = company.rows(
        """
        select rejection_reason, cast(sum(n_rows) as integer)
        from {marts}.data_quality_rejected_rows
        where raw_table = 'alert_response'
        group by 1
        """
    )
    assert dict(reasons) == {
        "duplicate": 1, "missing_key": 1, "unknown_state": 1, "unknown_alert_rule": 1,
        "unknown_account": 1, "before_the_alert": 1, "after_the_snapshot": 1,
        "no_alert_found": 1,
    }  # fmt: skip
    assert company.rows(
        """
        select n_rows_raw, n_rows_used, n_rows_rejected
        from {marts}.data_quality_raw_rows where raw_table = 'alert_response'
        """
    ) == [(11, 3, 8)]
