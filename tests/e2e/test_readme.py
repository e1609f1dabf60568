"""Every command and query of the README runs as printed (on a smaller demo company)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import PROJECT

pytestmark = pytest.mark.long

README = (PROJECT / "README.md").read_text()
HOW_DO_I = re.search(r"^## How do I.*?(?=^## )", README, re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = BLOCK.findall(README.replace(HOW_DO_I.group(), "") if HOW_DO_I else README)
SHELL = [text.strip() for kind, text in BLOCKS if kind == "sh"]
QUERIES = [text.strip() for kind, text in BLOCKS if kind == "sql"]
# `make test` is what runs this file.
TABLE = [
    line for line in re.findall(r"^\| `(make [^`]*)`", README, re.MULTILINE) if line != "make test"
]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout with the present environment, as a newcomer has it after set-up."""
    target = tmp_path_factory.mktemp("newcomer") / "bellwether"
    ignored = shutil.ignore_patterns(".git", ".venv", "warehouse", "target", "logs", "exports")
    shutil.copytree(PROJECT, target, ignore=ignored)
    environment = Path(sys.executable).parents[1]
    (target / ".venv").symlink_to(environment)
    return target


def run(command: str, clone: Path) -> str:
    """Run one command of the README in the clone; its output."""
    stamp = clone / ".venv" / "installed"
    if not stamp.exists():
        stamp.touch()
    os.utime(clone / "requirements.txt", (0, 0))
    hidden = ("BELLWETHER_", "DBT_", "MAKE", "MFLAGS")
    env = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    done = subprocess.run(
        command,
        shell=True,
        cwd=clone,
        env={**env, "ACCOUNTS": "40", "WEEKS": "30"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-2000:]}"
    return done.stdout


def test_the_readme_has_commands_to_run() -> None:
    assert "make build" in SHELL
    assert len(QUERIES) >= 2
    assert len(TABLE) >= 4


def test_shell_blocks_run(clone: Path) -> None:
    for command in SHELL:
        run(command, clone)


def test_queries_run_on_the_published_file(clone: Path) -> None:
    with duckdb.connect(str(clone / "warehouse" / "scores.duckdb"), read_only=True) as connection:
        for query in QUERIES:
            assert connection.execute(query).fetchall(), query


@pytest.mark.parametrize("command", TABLE)
def test_commands_of_the_table_run(command: str, clone: Path) -> None:
    # The size that the table prints is the full one; a test takes the small one.
    run(re.sub(r"(ACCOUNTS|WEEKS)=\d+", "", command), clone)


def test_how_do_i(clone: Path) -> None:
    """The worked examples: all edits of the rules in order and one build, then the last one's."""
    assert HOW_DO_I is not None
    title, *texts = re.split(r"^### ", HOW_DO_I.group(), flags=re.MULTILINE)
    examples = {text.splitlines()[0]: BLOCK.findall(text) for text in texts}
    assert len(examples) == 7, title
    *edits, (_, switched_off) = examples.items()
    for _, blocks in edits:
        for kind, text in blocks:
            if kind == "sh":
                run(text, clone)
    run("make build", clone)
    found = {name: answers(blocks, clone) for name, blocks in edits}
    # (snapshot, version, in force, ...): the week before version 2 starts is scored by both.
    weights = [(f"{row[0]:%m-%d}", row[1], row[2]) for row in found["... change a weight?"]]
    assert weights == [
        ("06-01", "1", True), ("06-08", "1", True), ("06-08", "2", False), ("06-15", "2", True),
        ("06-15", "3", False), ("06-22", "3", True), ("06-29", "3", True),
    ]  # fmt: skip
    windows = {f"{row[0]:%m-%d}": row[2] for row in found["... change a window or a cut-off?"]}
    assert windows["06-15"] > 0 and windows["06-08"] == windows["06-22"] == 0
    champions = dict(row[:2] for row in found["... add a scorecard from signals that exist?"])
    assert champions["Champion"] > 0 and champions["Quiet"] > 0
    assert all(row[5] > 0 for row in found["... add a signal?"])
    statuses = {row[:3] for row in found["... treat a missing signal in another way?"]}
    assert ("1", "renormalise", "excluded_missing") in statuses
    assert ("2", "default", "defaulted") in statuses
    segments = {row[:2]: row[2] for row in found["... add a segment?"]}
    assert segments["mid_market", "product_usage"] == 0.5
    assert segments["smb", "product_usage"] == 0.45
    for kind, text in switched_off:
        if kind == "sh":
            run(text, clone)
    rows = answers(switched_off, clone)
    assert all("support" in row[0] and "training" in row[0] for row in rows)
    assert all("product_usage" not in row[0] for row in rows)


def answers(blocks: list[tuple[str, str]], clone: Path) -> list[tuple[Any, ...]]:
    """Rows of the one query among an example's blocks."""
    (query,) = (text for kind, text in blocks if kind == "sql")
    path = clone / "warehouse" / "scores.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute(query).fetchall()
    assert rows, query
    return rows
