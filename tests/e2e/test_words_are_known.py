"""Every word of a seed that SQL or another seed finds it by: misspelt, `make check` refuses it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import PROJECT, Company

from tools.check import TESTS

# What people read, or what a raw table says: no SQL and no other seed finds a row by these.
FREE = {
    ("bands", "grade"), ("bands", "label"), ("crm_values", "crm_value"),
    ("playbooks", "owner"), ("rubrics", "label"), ("scorecard_versions", "decided_by"),
    ("scorecards", "owner"), ("signals", "family"), ("signals", "unit"),
    ("support_levels", "mapped_value"), ("survey_instruments", "read_value"),
}  # fmt: skip
# Rows that allow a parameter; without such a row its use is refused, as another test shows.
ALLOWING = {("parameter_rules", "parameter")}


def words_in_sql() -> set[str]:
    """Every quoted word of models and macros."""
    files = [*PROJECT.glob("models/**/*.sql"), *PROJECT.glob("macros/**/*.sql")]
    return {word for file in files for word in re.findall(r"'([^'\n{}]+)'", file.read_text())}


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Company:
    company = Company(tmp_path_factory.mktemp("words"), has_manifest=True)
    company.load("select 1")
    run = company.build(
        "--indirect-selection", "empty", "--select", *(f"+{test}" for test in TESTS)
    )
    assert run.status == 0, run.output[-3000:]
    return company


@pytest.mark.long
def test_a_misspelt_word_is_refused(rules: Company) -> None:
    target = rules.folder / "target"
    manifest = json.loads((target / "manifest.json").read_text())
    tests = [Path(next(target.glob(f"run/**/{name}.sql"))).read_text() for name in TESTS]
    seeds = [node for node in manifest["nodes"].values() if node["resource_type"] == "seed"]
    read_by_sql = words_in_sql()
    tried, passed_over = 0, []
    with rules.warehouse(read_only=False) as connection:

        def refused() -> bool:
            return any(connection.execute(test).fetchone()[0] for test in tests)

        assert not refused()
        for seed in seeds:
            relation = f"{seed['schema']}.{seed['alias']}"
            columns = connection.execute(
                "select column_name from duckdb_columns() where data_type = 'VARCHAR'"
                f" and schema_name = '{seed['schema']}' and table_name = '{seed['alias']}'"
            ).fetchall()
            for (column,) in columns:
                words = connection.execute(f"select distinct {column} from {relation}").fetchall()
                for (word,) in words:
                    if word not in read_by_sql or word == "*":
                        continue
                    tried += 1
                    connection.execute("begin")
                    connection.execute(
                        f"update {relation} set {column} = {column} || 'x' where rowid ="
                        f" (select min(rowid) from {relation} where {column} = ?)",
                        [word],
                    )
                    if not refused():
                        passed_over.append((seed["name"], column, word))
                    connection.execute("rollback")
    assert tried > 600
    assert {(seed, column) for seed, column, _ in passed_over} <= FREE | ALLOWING, passed_over
