"""Vars are what they claim to be, or the run stops with a sentence before anything is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from conftest import Company

from tools import publish
from tools.dbt import PROJECT

TODAY = "2026-06-29"


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Accounts with one custom field, customers and embedded data with one key each."""
    company = Company(tmp_path_factory.mktemp("landed"))
    company.load(
        "create schema salesforce",
        "create schema stripe",
        "create schema qualtrics",
        "create table salesforce.account as select 'a' as id, 'SMB' as tier_c",
        "create table stripe.customer as select 'c' as id, '{\"Crm\": \"a\"}' as metadata",
        "create table qualtrics.survey_embedded_data as"
        " select 'r' as response_id, 'Crm' as key, 'a' as value",
    )
    return company


def said(company: Company, **dbt_vars: Any) -> tuple[int, str]:
    run = company.dbt(
        "run", "--select", "stg_salesforce__accounts",
        **{"as_of_date": TODAY, "bellwether_sources": ["salesforce", "stripe", "qualtrics"]}
        | dbt_vars,
    )  # fmt: skip
    return run.status, " ".join(run.output.split())


@pytest.mark.long
@pytest.mark.parametrize(
    ("dbt_vars", "words"),
    [
        (
            {"salesforce_fields": {"segment": ["teir_c"]}},
            "var salesforce_fields.segment names the column `teir_c`, which raw table"
            " raw.salesforce.account does not have",
        ),
        (
            {"salesforce_fields": {"segmnt": ["tier_c"]}},
            "unknown field 'segmnt'. Known fields: segment, region, use_case, plan",
        ),
        ({"as_of_date": "2026-06-29'); drop table x --"}, "and nothing else, for example 2026"),
        ({"as_of_date": "2026-02-30"}, "var as_of_date is '2026-02-30'"),
        ({"restate_from": "2026-06-29T00:00:00"}, "var restate_from is '2026-06-29T00:00:00'"),
        ({"restatement_weeks": 0}, "var restatement_weeks is '0': give a whole number"),
        ({"account_weeks_a_slice": 0.5}, "var account_weeks_a_slice is '0.5': give a whole number"),
        ({"history_start": "2026-06-29\n"}, "var history_start is"),
        ({"tested_snapshots": "opn"}, "give all or open"),
        ({"stripe_schema": 'x"; drop schema y; --'}, "var stripe_schema holds the name"),
        (
            {"qualtrics_crm_id_keys": ["id') or ('' = '"]},
            "var qualtrics_crm_id_keys holds the name",
        ),
        ({"stripe_crm_id_keys": "crm"}, "var stripe_crm_id_keys is the text 'crm': give a list"),
    ],
    ids=str,
)
def test_a_var_that_cannot_be_meant_stops_the_run(
    landed: Company, dbt_vars: dict[str, Any], words: str
) -> None:
    status, output = said(landed, **dbt_vars)
    assert status != 0
    assert words in output


def test_a_key_that_no_row_holds_is_said(landed: Company) -> None:
    status, output = said(landed, qualtrics_crm_id_keys=["crmm"], stripe_crm_id_keys=["crn"])
    assert status == 0, output
    assert "var qualtrics_crm_id_keys names the key `crmm`, which no row" in output
    assert "var stripe_crm_id_keys names the key `crn`, which no row" in output


def test_what_is_there_and_what_is_shipped_is_not_said(landed: Company) -> None:
    there = {
        "salesforce_fields": {"segment": "tier_c"},
        "qualtrics_crm_id_keys": ["crm"],
        "stripe_crm_id_keys": ["other", "crm"],
    }
    for given in ({}, there):
        status, output = said(landed, **given)
        assert status == 0, output
        assert "names the" not in output


def test_shipped_columns_are_those_of_the_project_file() -> None:
    shipped = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())["vars"]
    repeated = {
        name: told["shipped"]
        for path in (PROJECT / "models/staging").rglob("*__sources.yml")
        for source in yaml.safe_load(path.read_text())["sources"]
        for name, told in source["config"]["meta"].get("named_by_vars", {}).items()
        if "shipped" in told
    }
    assert repeated == {name: shipped[name] for name in repeated}
    assert set(repeated) == {
        "hubspot_fields", "intercom_crm_id_columns", "pendo_crm_id_columns",
        "qualtrics_crm_id_keys", "salesforce_fields", "stripe_crm_id_keys",
    }  # fmt: skip


def scores(path: Path, *values: float | None) -> Path:
    """An analytics file with an account for each score."""
    path.parent.mkdir()
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema bellwether")
        connection.execute(
            "create table bellwether.health_scores_current (account_id varchar, score double)"
        )
        for place, value in enumerate(values):
            connection.execute(
                "insert into bellwether.health_scores_current values (?, ?)", [str(place), value]
            )
    return path


@pytest.mark.parametrize(
    ("before", "after", "is_refused"),
    [([1.0, None], [None, None], True), ([None], [None], False), ([2.0], [None, 3.0], False)],
)
def test_nobody_scored_is_said_and_replaces_no_scores(
    before: list[float | None],
    after: list[float | None],
    is_refused: bool,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    published = scores(tmp_path / "published" / "b.duckdb", *before)
    path = scores(tmp_path / "work" / "b.duckdb", *after)
    work = publish.Work(
        published=published,
        source=published,
        path=path,
        is_whole=True,
        raw=tmp_path,
        origin=publish.Origin("raw", None),
        parts={},
        before={},
        dbt_vars={},
        kinship=publish.Kinship.SAME,
        lock=0,
    )
    if is_refused:
        with pytest.raises(publish.Refused, match="NOBODY HAS A SCORE"):
            work._check_scores()
    else:
        work._check_scores()
    assert ("NOBODY HAS A SCORE" in capsys.readouterr().out) is (not is_refused and not any(after))
