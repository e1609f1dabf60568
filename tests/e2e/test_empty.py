"""`dbt build --empty`: every model and test is compiled and run without reading a row."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import Company


@pytest.mark.long
def test_an_empty_build_passes_with_all_tests(small_raw: Path, company: Company) -> None:
    shutil.copyfile(small_raw, company.raw)
    run = company.dbt("build", "--empty", as_of_date="2026-06-29")
    assert run.status == 0, run.output[-4000:]
    assert company.rows("select count(*) from {marts}.fct_account_scores") == [(0,)]
