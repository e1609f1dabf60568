"""What end-to-end tests share: a project in its own corner, driven by dbt as users drive it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tools.dbt import PROJECT
from tools.publish import RUN_OPTIONS
from tools.unit import SCRATCH

# Nobody reads dbt's log of a test, which takes a tenth of its time; each of pytest's workers has
# one core.
os.environ |= {"DBT_LOG_LEVEL_FILE": "none", "BELLWETHER_THREADS": "1"}

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_COPIED = (
    "dbt_project.yml", "models", "seeds", "macros", "tests", "analyses", "snapshots", "profiles",
)  # fmt: skip


@dataclass
class Run:
    """How one dbt command ended: exit status and all that it printed, without colours."""

    status: int
    output: str


@dataclass
class Company:
    """A raw DuckDB file, an analytics file and a project to build the one from the other.

    `project` is the checkout itself, or a copy of it when the test edits seeds; dbt writes its
    manifest when `has_manifest`.
    """

    folder: Path
    project: Path = PROJECT
    vars: dict[str, Any] = field(default_factory=dict)
    has_manifest: bool = False

    @property
    def raw(self) -> Path:
        return self.folder / "raw.duckdb"

    @property
    def database(self) -> Path:
        return self.folder / "scores.duckdb"

    @contextlib.contextmanager
    def warehouse(self, read_only: bool = True) -> Iterator[duckdb.DuckDBPyConnection]:
        """The analytics file, with the raw one attached as `raw`, which staging reads."""
        with duckdb.connect(str(self.database), read_only=read_only) as connection:
            connection.execute(f"attach '{self.raw}' as raw (read_only)")
            yield connection

    def load(self, *statements: str) -> None:
        """Run SQL statements against the raw file (creating it when absent)."""
        with duckdb.connect(str(self.raw)) as connection:
            connection.execute("set TimeZone = 'UTC'")
            for statement in statements:
                connection.execute(statement)

    def dbt(self, *arguments: str, **dbt_vars: Any) -> Run:
        """Run one dbt command; keyword arguments are dbt vars on top of `vars`."""
        child = self.start(*arguments, **dbt_vars)
        output, _ = child.communicate()
        self._keep_parsed({**self.vars, **dbt_vars})
        return Run(child.returncode, _ANSI.sub("", output))

    @property
    def _parse_state(self) -> Path:
        return self.folder / "target" / "partial_parse.msgpack"

    def _parsed(self, given: dict[str, Any]) -> Path:
        """Where the parsed checkout lies for runs with these vars."""
        settings = {name: value for name, value in given.items() if name not in RUN_OPTIONS}
        text = json.dumps(settings, sort_keys=True, default=str)
        return SCRATCH / "parsed" / f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.msgpack"

    def _keep_parsed(self, given: dict[str, Any]) -> None:
        """Leave what this run parsed to later ones, in one step."""
        parsed = self._parsed(given)
        if self.project != PROJECT or parsed.exists() or not self._parse_state.exists():
            return
        parsed.parent.mkdir(parents=True, exist_ok=True)
        passing = parsed.with_suffix(f".{os.getpid()}")
        shutil.copyfile(self._parse_state, passing)
        passing.replace(parsed)

    def _take_parsed(self, given: dict[str, Any]) -> None:
        """Begin with the parsed checkout; in a copy dbt then reads what a test changed there."""
        parsed = self._parsed(given)
        if not parsed.exists() and self.project != PROJECT:
            folder = self.folder / "parsed"
            Company(folder).dbt("parse", **given)
            shutil.rmtree(folder)
        if parsed.exists():
            self._parse_state.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(parsed, self._parse_state)

    def start(self, *arguments: str, **dbt_vars: Any) -> subprocess.Popen[str]:
        """Start one dbt command in a process group of its own, for tests that kill it."""
        given = {**self.vars, **dbt_vars}
        options = {name: str(given.pop(name, None) or "") for name in RUN_OPTIONS}
        command = [
            sys.executable, "-P", str(PROJECT / "tests" / "e2e" / "parsed_once.py"), "dbt",
            "--no-use-colors", *arguments, "--vars", json.dumps(given),
        ]  # fmt: skip
        if not self._parse_state.exists():
            self._take_parsed(given)
        return subprocess.Popen(
            command,
            cwd=self.project,
            env={
                **os.environ,
                **{f"BELLWETHER_{name.upper()}": value for name, value in options.items()},
                "BELLWETHER_TARGET": "duckdb",
                "BELLWETHER_RAW_PATH": str(self.raw),
                "BELLWETHER_PATH": str(self.database),
                "DBT_PROFILES_DIR": str(self.project / "profiles"),
                "DBT_TARGET_PATH": str(self.folder / "target"),
                "DBT_LOG_PATH": str(self.folder / "logs"),
                "DBT_WRITE_JSON": str(self.has_manifest),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def build(self, *arguments: str, **dbt_vars: Any) -> Run:
        """`dbt build` without unit tests (they have their own run); asserts nothing."""
        return self.dbt("build", "--exclude-resource-type", "unit_test", *arguments, **dbt_vars)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a query on the analytics file; `{marts}`, `{staging}`, `{intermediate}` and
        `{scorecards}` stand for the schemas. The raw file is attached as `raw`."""
        names = {
            "marts": "scores.bellwether",
            "staging": "scores.bellwether_staging",
            "intermediate": "scores.bellwether_intermediate",
            "scorecards": "scores.bellwether_scorecards",
        }
        with self.warehouse() as connection:
            connection.execute("set TimeZone = 'UTC'")
            return connection.execute(sql.format(**names)).fetchall()

    def append_seed(self, seed: str, *rows: dict[str, Any]) -> None:
        """Append rows to a seed of the copied project, by the names in its header."""
        assert self.project != PROJECT, "seeds are edited in a copy of the project only"
        path = next(self.project.glob(f"seeds/**/{seed}.csv"))
        header = path.read_text().splitlines()[0].split(",")
        unknown = {name for row in rows for name in row} - set(header)
        assert not unknown, f"{seed} has no column {unknown}"
        text = path.read_text().rstrip("\n") + "\n"
        for row in rows:
            text += ",".join(str(row.get(name, "")) for name in header) + "\n"
        path.write_text(text)


def make_demo(
    raw: Path, accounts: int, weeks: int, seed: int, end: str = "2026-06-29", stack: str = ""
) -> None:
    """Write the raw tables of a demo company into `raw`; `stack` as `python -m demo` has it."""
    subprocess.run(
        [
            sys.executable, "-m", "demo", "--path", str(raw), "--accounts", str(accounts),
            "--weeks", str(weeks), "--seed", str(seed), "--end", end, "--stack", stack,
        ],
        cwd=PROJECT,
        check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip


def kill_at(child: subprocess.Popen[str], sign: str, is_alone: bool = False) -> None:
    """Kill a process and its children (or it alone) as soon as its output holds `sign`."""
    assert child.stdout is not None
    assert any(sign in line for line in child.stdout), f"it ended before {sign!r}"
    (os.kill if is_alone else os.killpg)(child.pid, signal.SIGKILL)
    child.communicate(timeout=30)


@pytest.fixture
def company(tmp_path: Path) -> Company:
    """A company without raw data yet, built by the checkout itself."""
    return Company(tmp_path)


@pytest.fixture
def own_project(tmp_path: Path) -> Company:
    """A company whose project is a copy, so that a test may edit its seeds."""
    return Company(tmp_path, project=copy_project(tmp_path / "project"))


def copy_project(target: Path) -> Path:
    """Copy what dbt reads of the project, without end-to-end tests; DuckDB takes one core there,
    as parsed_once.py says of the checkout."""
    target.mkdir()
    for name in _COPIED:
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("e2e", "*.pyc"))
        elif source.exists():
            shutil.copyfile(source, target / name)
    profile = target / "profiles" / "profiles.yml"
    text, setting = profile.read_text(), "        TimeZone: UTC\n"
    assert setting in text
    profile.write_text(text.replace(setting, f"{setting}        threads: 1\n"))
    return target


@pytest.fixture(scope="session")
def small_raw(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Raw file of a demo company of a dozen accounts and 34 weeks; copy it, do not change it."""
    raw = tmp_path_factory.mktemp("small") / "raw.duckdb"
    make_demo(raw, accounts=12, weeks=34, seed=7)
    yield raw
