"""`make lint` finds what sqlfluff finds: tools.fluff only spares it work."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from conftest import PROJECT

GOOD = "select a.id\nfrom a\n"
BAD = {
    "layout": "select  a.id ,a.b\n  from a\n        where a.b=1\nunion all select a.id, a.b from a",
    "long": "select " + ", ".join(f"a.column_{n} as name_{n}" for n in range(12)) + " from a\n",
    "words": "SELECT a.Id, 1 from a join b using (id) LEFT JOIN c on a.id = c.id group by 1",
    "nested": (
        "with x as (select a.id from a), y as (\n    select id from (select id from x) as z\n)\n"
        "select y.id from y where y.id in (\n  select q.id from q and q.id\n)\n"
    ),
}


def findings(tool: list[str], folder: Path) -> list[tuple[str, list[dict[str, Any]]]]:
    """What a linter finds in each file, in order."""
    done = subprocess.run(
        [
            *tool, "lint", "--disable-progress-bar", "--processes", "2", "--templater", "raw",
            "--dialect", "duckdb", "--format", "json", str(folder),
        ],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    files = json.loads(done.stdout[done.stdout.index("[{") :])
    return sorted((file["filepath"], file["violations"]) for file in files)


def test_lint_finds_what_sqlfluff_finds(tmp_path: Path) -> None:
    for name, sql in {**BAD, "good": GOOD}.items():
        (tmp_path / f"{name}.sql").write_text(sql)
    found = findings([sys.executable, "-m", "tools.fluff"], tmp_path)
    codes = {violation["code"] for _, violations in found for violation in violations}
    assert {"LT01", "LT02", "LT05", "LT14", "CP01"} <= codes
    assert found == findings([str(Path(sys.executable).with_name("sqlfluff"))], tmp_path)
