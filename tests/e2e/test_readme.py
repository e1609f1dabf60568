"""Every command and query of the README runs as printed (on a smaller demo company)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from conftest import PROJECT

README = (PROJECT / "README.md").read_text()
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
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
    with duckdb.connect(
        str(clone / "warehouse" / "bellwether.duckdb"), read_only=True
    ) as connection:
        for query in QUERIES:
            assert connection.execute(query).fetchall(), query


@pytest.mark.parametrize("command", TABLE)
def test_commands_of_the_table_run(command: str, clone: Path) -> None:
    # The size that the table prints is the full one; a test takes the small one.
    run(re.sub(r"(ACCOUNTS|WEEKS)=\d+", "", command), clone)
