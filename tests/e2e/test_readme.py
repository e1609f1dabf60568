"""Every command and query of the README and of `How do I` runs as printed, on a small demo."""

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

pytestmark = pytest.mark.ci

README = (PROJECT / "README.md").read_text()
HOW_TO = (PROJECT / "models" / "_docs" / "how_to.md").read_text()
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = BLOCK.findall(README)
BY_SQL = "... add a signal that is computed from raw tables?"
# Asks and edits nothing.
WHAT_IF = "... ask what if a weight were different?"
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
        # As if typed behind each make, those that a make starts too.
        env={**env, "MAKEFLAGS": " -- ACCOUNTS=40 WEEKS=30"},
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
    _, *texts = re.split(r"^## ", HOW_TO, flags=re.MULTILINE)
    sections = {text.splitlines()[0]: text for text in texts}
    blocks = {title: BLOCK.findall(text) for title, text in sections.items()}
    # What is told in words alone has nothing to run.
    examples = {title: found for title, found in blocks.items() if found}
    assert len(examples) == 10
    ((_, question),) = examples.pop(WHAT_IF)
    told = run(question, clone)
    assert "Who changes band" in told and "health,2,*,product_usage,usage_trend,0.4," in told
    *edits, (_, switched_off) = examples.items()
    for name, blocks in edits:
        commands = [text for kind, text in blocks if kind == "sh"]
        before = shipped_files(clone)
        run(commands[0], clone)
        if name == BY_SQL:
            after = shipped_files(clone)
            changed = {path for path in before | after if before.get(path) != after.get(path)}
            assert changed == set(re.findall(r"^\| `([^`]+)` \|", sections[name], re.MULTILINE))
            assert len(changed) == 7, "a signal computed from raw tables is seven files"
        for text in commands[1:]:
            run(text, clone)
    # Something is published already, and the columns of a weekly model have changed.
    run("make build FULL=1", clone)
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
    mails = {row[0] for row in found[BY_SQL] if row[1] == "scored"}
    assert 0 in mails and max(mails) > 1
    statuses = {row[:3] for row in found["... treat a missing signal in another way?"]}
    assert ("1", "renormalise", "excluded_missing") in statuses
    assert ("2", "default", "defaulted") in statuses
    ((_, status, answer, _, days, is_in_time),) = found["... answer an alert?"]
    assert (status, answer, days, is_in_time) == ("resolved", "done", 1, True)
    segments = {row[:2]: row[2] for row in found["... add a segment?"]}
    assert segments["mid_market", "product_usage"] == 0.5
    assert segments["smb", "product_usage"] == 0.45
    for kind, text in switched_off:
        if kind == "sh":
            run(text, clone)
    rows = answers(switched_off, clone)
    assert all("support" in row[0] and "training" in row[0] for row in rows)
    assert all("product_usage" not in row[0] for row in rows)


def shipped_files(clone: Path) -> dict[str, bytes]:
    """Contents of what a signal might be written in, by path from the project's folder."""
    folders = ("analyses", "macros", "models", "seeds", "snapshots", "tests", "tools")
    paths = (path for folder in folders for path in (clone / folder).rglob("*.*"))
    return {
        path.relative_to(clone).as_posix(): path.read_bytes()
        for path in paths
        if path.is_file() and "__pycache__" not in path.parts
    }


def answers(blocks: list[tuple[str, str]], clone: Path) -> list[tuple[Any, ...]]:
    """Rows of the one query among an example's blocks."""
    (query,) = (text for kind, text in blocks if kind == "sql")
    path = clone / "warehouse" / "scores.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute(query).fetchall()
    assert rows, query
    return rows
