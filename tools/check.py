"""Check the rules alone: the seeds as files, their locks, and the tests that read rules."""

from __future__ import annotations

import os
import sys

import duckdb

from tools.dbt import PROJECT, run_dbt
from tools.rules_hash import SEEDS, refusals
from tools.seed_files import problems
from tools.unit import SCRATCH

# What reads nothing but rules.
TESTS = (
    "assert_ranges_tile",
    "assert_reference_seeds",
    "assert_review_words",
    "assert_rule_references",
    "assert_rule_seeds",
    "assert_scorecard_weights",
    "assert_words_are_known",
)


def main() -> int:
    """Command line of `make check`; 0 when every rule can be scored by, else 1."""
    found = problems() or refusals(SEEDS)
    for problem in found:
        print(problem)
    if found:
        return 1
    corner = SCRATCH / "check"
    corner.mkdir(parents=True, exist_ok=True)
    env = {
        "BELLWETHER_TARGET": "duckdb",
        "BELLWETHER_PATH": str(corner / "scores.duckdb"),
        "BELLWETHER_RAW_PATH": str(corner / "raw.duckdb"),
        "BELLWETHER_INNER_PATH": "",
        "DBT_TARGET_PATH": str(corner / "target"),
        "DBT_LOG_PATH": str(corner / "logs"),
    }
    selected = ["--indirect-selection", "empty", "--select", *(f"+{test}" for test in TESTS)]
    # Rules need no raw tables, but the profile attaches a file.
    duckdb.connect(env["BELLWETHER_RAW_PATH"]).close()
    status = run_dbt(["build", *selected, "--exclude-resource-type", "unit_test"], env)
    if status == 0:
        print("The rules are right. `make rules` locks them, `make build` scores by them.")
    return status


if __name__ == "__main__":
    os.chdir(PROJECT)
    sys.exit(main())
