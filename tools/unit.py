"""Build a small demo company with all dbt tests and unit tests, away from the warehouse."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb

from tools import matrix
from tools.dbt import PROJECT, run_dbt

SCRATCH = PROJECT / "target" / "scratch"
# Written when all passed: tests may read what was built then.
PASSED = SCRATCH / "unit" / "passed"
END = "2026-06-29"


def small_company() -> Path:
    """The raw database of a demo company of 40 accounts and 30 weeks, made when it is not there."""
    raw = SCRATCH / "raw.duckdb"
    SCRATCH.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [
            sys.executable, "-m", "demo", "--path", str(raw),
            "--accounts", "40", "--weeks", "30", "--seed", "1", "--end", END,
        ],
        cwd=PROJECT,
        check=True,
    )  # fmt: skip
    return raw


def scratch_environment(name: str) -> dict[str, str]:
    """Environment of a dbt run in its own corner: raw data, analytics file, target and logs."""
    corner = SCRATCH / name
    corner.mkdir(parents=True, exist_ok=True)
    return {
        "BELLWETHER_TARGET": "duckdb",
        "BELLWETHER_RAW_PATH": str(small_company()),
        "BELLWETHER_PATH": str(corner / "scores.duckdb"),
        "BELLWETHER_INNER_PATH": "",
        "DBT_PROFILES_DIR": str(PROJECT / "profiles"),
        "DBT_TARGET_PATH": str(corner / "target"),
        "DBT_LOG_PATH": str(corner / "logs"),
    }


def main() -> int:
    """Run `dbt build` with unit tests; fail on a failed node and on any deprecation warning."""
    env = scratch_environment("unit")
    published = Path(env["BELLWETHER_PATH"])
    for file in (PASSED, published):
        file.unlink(missing_ok=True)
    log = Path(env["DBT_LOG_PATH"]) / "dbt.log"
    log.unlink(missing_ok=True)
    with matrix.passes("DuckDB", "unit tests", version=duckdb.__version__, size="40 x 30"):
        status = run_dbt(["build", "--no-partial-parse", "--vars", f"{{as_of_date: {END}}}"], env)
        deprecated = [line for line in log.read_text().splitlines() if "Deprecat" in line]
        for line in deprecated:
            print(line)
        if status or deprecated:
            raise SystemExit(status or 1)
    PASSED.touch()
    return 0


def built_file() -> Path | None:
    """What `main` built of the project as it stands; nothing where that failed or is older."""
    changed = max(
        path.stat().st_mtime
        for folder in ("models", "macros", "seeds", "snapshots", "demo", "dbt_project.yml")
        for path in (PROJECT / folder, *(PROJECT / folder).rglob("*.*"))
        if path.is_file() and path.suffix not in (".md", ".pyc")
    )
    is_new = PASSED.exists() and PASSED.stat().st_mtime > changed
    return SCRATCH / "unit" / "scores.duckdb" if is_new else None


if __name__ == "__main__":
    os.chdir(PROJECT)
    sys.exit(main())
