"""`make build`: what readers see while a build runs, fails, is killed or meets another raw file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from conftest import PROJECT, kill_at, make_demo

from tools.new_version import new_version

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


def seeds_of(desk: Desk) -> Path:
    """The rules of the desk's project."""
    return desk.project / "seeds" / "scorecards"


def set_first_weight(desk: Desk, version: str) -> None:
    """Give the first signal of card health a weight with which its category sums to no 1."""
    rules = seeds_of(desk) / f"{ONE_BAD_RULE}.csv"
    lines = rules.read_text().splitlines()
    at = lines[0].split(",").index("weight")
    row = next(n for n, line in enumerate(lines) if line.startswith(f"health,{version},"))
    cells = lines[row].split(",")
    cells[at] = "0.9"
    lines[row] = ",".join(cells)
    rules.write_text("\n".join(lines) + "\n")


@pytest.fixture
def kept_seeds(desk: Desk) -> Iterator[None]:
    """Puts the seeds back when a test has edited them."""
    kept = desk.folder / "kept_seeds"
    shutil.copytree(seeds_of(desk), kept)
    yield
    shutil.rmtree(seeds_of(desk))
    kept.rename(seeds_of(desk))


@pytest.mark.usefixtures("kept_seeds")
def test_a_failing_build_leaves_the_last_good_marts(desk: Desk) -> None:
    before = desk.health()
    assert new_version(seeds_of(desk), "health", "2026-06-15", status="draft") == "2"
    set_first_weight(desk, version="2")
    status, output = desk.build()
    assert status == 1
    assert "The published file is unchanged." in output
    assert "scorecard_signals (health, version 2" in output
    assert desk.health() == before


@pytest.mark.usefixtures("kept_seeds")
def test_an_edited_live_rule_is_refused_before_anything_is_built(desk: Desk) -> None:
    before = desk.health()
    set_first_weight(desk, version="1")
    status, output = desk.build()
    assert status == 1
    assert "health version 1 is locked, but its rows in scorecard_signals have changed" in output
    assert "make version" in output
    assert "The published file is unchanged." in output
    assert "Building from" not in output
    assert desk.health() == before
    # A fresh file and a full refresh are no way around it.
    ours, desk.published = desk.published, desk.folder / "fresh" / "bellwether.duckdb"
    try:
        status, output = desk.build("--full-refresh")
    finally:
        fresh, desk.published = desk.published, ours
    assert status == 1
    assert "health version 1 is locked" in output and "Nothing is published." in output
    assert not fresh.exists()


def test_a_killed_build_leaves_the_last_good_marts_and_the_next_one_works(desk: Desk) -> None:
    before = desk.health()
    # Alone, without its dbt, is what `kill -9` of a scheduler's job ends.
    for is_alone in (False, True):
        kill_at(desk.start(), " 75 of ", is_alone)
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
