"""Lint every SQL file with sqlfluff through dbt's own templater, on a small demo company."""

from __future__ import annotations

import os
import subprocess
import sys

from tools.dbt import PROJECT
from tools.unit import scratch_environment

FOLDERS = ("models", "tests", "analyses", "snapshots")


def main() -> int:
    """Run sqlfluff over all SQL of the project; 0 when it read every file and found nothing."""
    folders = [name for name in FOLDERS if any((PROJECT / name).rglob("*.sql"))]
    child = subprocess.Popen(
        [
            sys.executable, "-m", "tools.fluff", "lint",
            "--disable-progress-bar", "--processes", "2", *folders,
        ],
        cwd=PROJECT,
        env={**os.environ, **scratch_environment("lint")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )  # fmt: skip
    assert child.stdout is not None
    is_unread = False
    for line in child.stdout:
        print(line, end="", flush=True)
        # sqlfluff itself goes on without a file that dbt cannot compile. Macros are no SQL yet.
        is_unread |= "Skipped file" in line and "because it is a macro" not in line
    return child.wait() or int(is_unread)


if __name__ == "__main__":
    sys.exit(main())
