"""PostgreSQL counts every bad value as DuckDB does, and reads times as UTC whatever its own zone.

The server stands in New York, half of the raw times are timestamptz or text with an offset.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections import Counter
from pathlib import Path

import faults
import pytest
from conftest import Company, make_demo
from test_fault_matrix import COUNTED, SCORES, TODAY, run
from test_postgres import differs, run_dbt

from tools import postgres

pytestmark = pytest.mark.skipif(
    os.environ.get("BELLWETHER_ENGINES") != "1",
    reason="real engines are checked by .ci/run (BELLWETHER_ENGINES=1)",
)

MARTS = {"marts": "bellwether"}


@pytest.mark.parametrize(
    "as_text",
    [
        pytest.param(True, id="as text"),
        pytest.param(False, id="as landed", marks=pytest.mark.long),
    ],
)
def test_postgres_counts_every_bad_value(as_text: bool, tmp_path: Path) -> None:
    clean = Company(tmp_path / "clean")
    clean.folder.mkdir()
    make_demo(clean.raw, accounts=16, weeks=30, seed=7, end=TODAY)
    run(clean)
    raw = tmp_path / "faulty.duckdb"
    shutil.copyfile(clean.raw, raw)
    expected = faults.put_faults(raw, as_text)
    with postgres.server("America/New_York") as env:
        postgres.load_raw(raw, env)
        run_dbt(
            tmp_path, env, "build", "--exclude-resource-type", "unit_test", "test",
            "--select", "+health_scores_current", "+data_quality_rejected_rows",
        )  # fmt: skip
        with contextlib.closing(postgres.connect(env)) as server:
            cursor = server.cursor()
            cursor.execute(COUNTED.format(**MARTS))
            found = Counter({table: int(n) for table, n in cursor.fetchall()})
            cursor.execute(SCORES.format(**MARTS).replace("order by all", "order by 1, 2, 3, 4"))
            scores = cursor.fetchall()
    found.subtract({table: int(n) for table, n in clean.rows(COUNTED)})
    assert {table: n for table, n in found.items() if n} == expected
    ours = sorted(clean.rows(SCORES), key=lambda row: row[:4])
    assert len(scores) == len(ours) > 0
    problems = [
        (here, there)
        for here, there in zip(ours, sorted(scores, key=lambda row: row[:4]), strict=True)
        if any(differs(left, right) for left, right in zip(here, there, strict=True))
    ]
    assert not problems, problems[:10]
