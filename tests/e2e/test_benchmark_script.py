"""The hand-written script of benchmarks/ is a yardstick while it comes to the same scores."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import duckdb
import pytest
from conftest import Company

from benchmarks.compare import COMPARED, differences
from benchmarks.script import run

END = dt.date(2026, 6, 29)


@pytest.mark.long
def test_script_and_build_come_to_the_same_scores(company: Company, small_raw: Path) -> None:
    shutil.copyfile(small_raw, company.raw)
    marts = [f"+{compared.mart}" for compared in COMPARED]
    kinds = ("--exclude-resource-type", "unit_test", "test")
    built = company.dbt("build", *kinds, "--select", *marts, as_of_date=str(END))
    assert built.status == 0, built.output
    result = company.folder / "script.duckdb"

    run(company.raw, result, END)

    n_rows, found = differences(company.database, result)
    assert not found, "\n".join(found)
    # 12 accounts in 34 weeks have some tens of signals each.
    assert n_rows["fct_signal_scores"] > 12 * 34 * 10
    assert n_rows["fct_category_scores"] > n_rows["fct_account_scores"] > 12 * 34

    with duckdb.connect(str(result)) as connection:
        connection.execute("update totals set score_calculated = score_calculated + 2e-9")
    _, found = differences(company.database, result)
    assert found and found[0].startswith("fct_account_scores: ")
