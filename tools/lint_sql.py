"""Lint every SQL file with sqlfluff through dbt's own templater, on a small demo company."""

from __future__ import annotations

import os
import subprocess
import sys

from tools.dbt import PROJECT, command_of
from tools.unit import scratch_environment

FOLDERS = ("models", "tests", "analyses", "snapshots")


def main() -> int:
    """Run sqlfluff over all SQL of the project; its exit status is ours."""
    folders = [name for name in FOLDERS if any((PROJECT / name).rglob("*.sql"))]
    return subprocess.call(
        [
            *command_of("sqlfluff"), "lint",
            "--disable-progress-bar", "--processes", "2", *folders,
        ],
        cwd=PROJECT,
        env={**os.environ, **scratch_environment("lint")},
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
