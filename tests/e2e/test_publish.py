"""`make build`: what readers see while a build runs, fails, is killed or meets another raw file."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from conftest import PROJECT, make_demo

HEALTH = "bellwether.bellwether.health_scores"
ONE_BAD_RULE = "scorecard_signals"


class Desk:
    """A copy of the project on which `python -m tools.build` runs as `make build` calls it."""

    def __init__(self, folder: Path, project: Path, raw: Path) -> None:
        self.folder = folder
        self.project = project
        self.raw = raw
        self.published = folder / "bellwether.duckdb"

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a build in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "tools.build", "--as-of", "2026-06-29", *arguments],
            cwd=self.project,
            env={
                **os.environ,
                "BELLWETHER_RAW_PATH": str(self.raw),
                "BELLWETHER_PATH": str(self.published),
                "DBT_TARGET_PATH": str(self.folder / "target"),
                "DBT_LOG_PATH": str(self.folder / "logs"),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def build(self, *arguments: str) -> tuple[int, str]:
        """Run a build to its end; exit status and output."""
        child = self.start(*arguments)
        output, _ = child.communicate(timeout=400)
        return child.returncode, output

    def health(self) -> list[tuple[object, ...]]:
        """What a reader finds in the published health scores."""
        with duckdb.connect(str(self.published), read_only=True) as connection:
            return connection.execute(
                f"select account_id, snapshot_week, score, band from {HEALTH} order by all"
            ).fetchall()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("publish")
    project = folder / "project"
    project.mkdir()
    names = ("models", "seeds", "macros", "tests", "analyses", "snapshots", "profiles", "tools")
    for name in names:
        if (PROJECT / name).exists():
            shutil.copytree(PROJECT / name, project / name)
    shutil.copyfile(PROJECT / "dbt_project.yml", project / "dbt_project.yml")
    raw = folder / "raw.duckdb"
    make_demo(raw, accounts=12, weeks=30, seed=5)
    return Desk(folder, project, raw)


def test_first_build_publishes_and_tells_what_it_found(desk: Desk) -> None:
    status, output = desk.build()
    assert status == 0, output
    assert len(desk.health()) > 100
    for expected in ("with a score", "a week ago", "need attention most", "What to run next"):
        assert expected in output
    assert not list(desk.folder.glob(".bellwether-work"))


def test_a_failing_build_leaves_the_last_good_marts(desk: Desk) -> None:
    before = desk.health()
    rules = next(desk.project.glob(f"seeds/**/{ONE_BAD_RULE}.csv"))
    good = rules.read_text()
    header, first, *rest = good.splitlines()
    at = header.split(",").index("weight")
    cells = first.split(",")
    cells[at] = "0.9"
    rules.write_text("\n".join([header, ",".join(cells), *rest]) + "\n")
    try:
        status, output = desk.build()
    finally:
        rules.write_text(good)
    assert status == 1
    assert "The published file is unchanged." in output
    assert "scorecard_signals" in output
    assert desk.health() == before


def test_a_killed_build_leaves_the_last_good_marts_and_the_next_one_works(desk: Desk) -> None:
    before = desk.health()
    child = desk.start()
    time.sleep(9)
    os.killpg(child.pid, signal.SIGKILL)
    child.communicate()
    assert desk.health() == before
    status, output = desk.build()
    assert status == 0, output
    assert desk.health() == before


def test_two_builds_at_once_do_not_mix(desk: Desk) -> None:
    child = desk.start()
    time.sleep(3)
    status, output = desk.build()
    child.communicate(timeout=400)
    assert child.returncode == 0
    assert status == 1
    assert "Another build" in output


def test_another_raw_file_is_computed_anew(desk: Desk) -> None:
    other = desk.folder / "other.duckdb"
    make_demo(other, accounts=8, weeks=20, seed=9)
    ours, desk.raw = desk.raw, other
    before = {row[0] for row in desk.health()}
    try:
        status, output = desk.build()
        assert status == 0, output
        assert "computed anew" in output
        with duckdb.connect(str(other), read_only=True) as connection:
            known = {
                row[0] for row in connection.execute("select id from salesforce.account").fetchall()
            }
        after = {row[0] for row in desk.health()}
        assert after and after <= known
        assert after != before
    finally:
        desk.raw = ours


def test_an_empty_crm_is_not_published_over_a_file_with_accounts(desk: Desk) -> None:
    before = desk.health()
    with duckdb.connect(str(desk.raw)) as connection:
        connection.execute("create table main.kept as from salesforce.account")
        connection.execute("delete from salesforce.account")
    try:
        status, output = desk.build()
    finally:
        with duckdb.connect(str(desk.raw)) as connection:
            connection.execute("insert into salesforce.account from main.kept")
            connection.execute("drop table main.kept")
    assert status == 1
    assert "no account is alive any more" in output
    assert desk.health() == before


def test_a_missing_raw_file_is_named(desk: Desk) -> None:
    ours, desk.raw = desk.raw, desk.folder / "nowhere.duckdb"
    try:
        status, output = desk.build()
    finally:
        desk.raw = ours
    assert status == 1
    assert "nowhere.duckdb" in output and "BELLWETHER_RAW_PATH" in output


def test_vars_that_are_no_mapping_are_refused(desk: Desk) -> None:
    status, output = desk.build("--vars", "[salesforce]")
    assert status == 1
    assert "give a mapping" in output
