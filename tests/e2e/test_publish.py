"""`make build`: what readers see while a build runs, fails, is killed or meets another raw file."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import resource
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from conftest import PROJECT, Company, copy_project, kill_at, make_demo

from tools.files import Refused, Role, Status, inner_path, literal, stored_run
from tools.new_version import new_version
from tools.publish import finish, newest_row, work_on

# The tests themselves run below `make`, which would have this one name the folders it enters.
OUTSIDE_MAKE = {name: text for name, text in os.environ.items() if not name.startswith("MAKE")}
HEALTH = "bellwether.health_scores"
ONE_BAD_RULE = "scorecard_signals"


def _limit_files(size: int) -> None:
    """Let no file grow beyond a size: what a full disk does to a program."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


class Desk:
    """A copy of the project on which `python -m tools.build` runs as `make build` calls it."""

    def __init__(self, folder: Path, project: Path, raw: Path) -> None:
        self.folder = folder
        self.project = project
        self.raw = raw
        self.published = folder / "scores.duckdb"

    def start(
        self, *arguments: str, tool: str = "build", limit: int | None = None
    ) -> subprocess.Popen[str]:
        """Start a tool in a process group of its own; no file that it writes may pass `limit`."""
        day = ("--as-of", "2026-06-29") if tool in ("build", "week") else ()
        return subprocess.Popen(
            [sys.executable, "-m", f"tools.{tool}", *day, *arguments],
            cwd=self.project,
            env={
                **os.environ,
                "BELLWETHER_RAW_PATH": str(self.raw),
                "BELLWETHER_PATH": str(self.published or ""),
                "DBT_TARGET_PATH": str(self.folder / "target"),
                "DBT_LOG_PATH": str(self.folder / "logs"),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=None if limit is None else lambda: _limit_files(limit),
        )

    def build(
        self, *arguments: str, tool: str = "build", limit: int | None = None
    ) -> tuple[int, str]:
        """Run a tool to its end; exit status and output."""
        child = self.start(*arguments, tool=tool, limit=limit)
        output, _ = child.communicate(timeout=400)
        return child.returncode, output

    def health(self) -> list[tuple[object, ...]]:
        """What a reader finds in the published health scores."""
        with duckdb.connect(str(self.published), read_only=True) as connection:
            return connection.execute(
                f"select account_id, snapshot_week, score, band from {HEALTH} order by all"
            ).fetchall()

    def ledger(self) -> list[tuple[object, ...]]:
        """Every row of the ledger, whole."""
        with duckdb.connect(str(self.published), read_only=True) as connection:
            return connection.execute("from bellwether.score_history order by all").fetchall()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("publish")
    project = copy_project(folder / "project")
    shutil.copytree(PROJECT / "tools", project / "tools")
    raw = folder / "raw.duckdb"
    make_demo(raw, accounts=12, weeks=30, seed=5)
    return Desk(folder, project, raw)


@pytest.fixture
def built(desk: Desk) -> None:
    """The desk has built, also where the first test of this file was left out."""
    if not desk.published.exists():
        status, output = desk.build()
        assert status == 0, output


def test_first_build_publishes_and_tells_what_it_found(desk: Desk) -> None:
    status, output = desk.build()
    assert status == 0, output
    assert len(desk.health()) > 100
    for expected in ("with a score", "a week ago", "need attention most", "What to run next"):
        assert expected in output
    assert not list(desk.folder.glob(".scores-work"))


def test_what_is_published_can_be_read_alone_and_says_what_it_is(
    desk: Desk, tmp_path: Path
) -> None:
    """Under any name, without the other files; each mart and seed, and each column, has its
    comment."""
    copy = tmp_path / "anybody's copy.duckdb"
    shutil.copyfile(desk.published, copy)
    manifest = json.loads((desk.folder / "target" / "manifest.json").read_text())
    with duckdb.connect() as connection:
        connection.execute(f"attach {literal(copy)} as elsewhere (read_only)")
        tables = connection.execute(
            "select table_schema, table_name from information_schema.tables "
            "where table_catalog = 'elsewhere'"
        ).fetchall()
        for schema, table in tables:
            connection.execute(f'select * from elsewhere."{schema}"."{table}"').fetchone()
        without = connection.execute(
            "select schema_name, table_name, null from duckdb_tables() "
            "where comment is null or comment = '' union all "
            "select schema_name, table_name, column_name from duckdb_columns() "
            "where not internal and (comment is null or comment = '')"
        ).fetchall()
    assert {row for row in without if row[0] != "main"} == set()
    wanted = {
        (node["schema"], node["alias"])
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("seed", "snapshot")
        or (node["resource_type"] == "model" and node["path"].startswith("marts/"))
        or node["config"].get("meta", {}).get("is_published")
    }
    assert len(wanted) > 75
    assert {row for row in tables if row[0] != "main"} == wanted
    # What the summary asks, and what no run can compute again; no more of the inner layers.
    assert {table for schema, table in wanted if schema == "bellwether_intermediate"} == {
        "int_accounts", "int_open_snapshots", "crm_account_attributes",
    }  # fmt: skip


def test_every_model_can_be_selected_from(desk: Desk) -> None:
    """With the inner file and the raw one attached, as the README says."""
    manifest = json.loads((desk.folder / "target" / "manifest.json").read_text())
    models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    with duckdb.connect(str(desk.published), read_only=True) as connection:
        connection.execute(f"attach {literal(inner_path(desk.published))} as work (read_only)")
        connection.execute(f"attach {literal(desk.raw)} as raw (read_only)")
        for model in models:
            connection.execute(f"select * from {model['relation_name']} limit 1").fetchall()
    assert len(models) > 200


def test_no_address_of_a_person_is_published(desk: Desk) -> None:
    """In no text of a mart or of a published step; seeds hold beginnings of addresses."""
    found, n_columns = set(), 0
    with duckdb.connect(str(desk.published), read_only=True) as connection:
        columns: dict[tuple[str, str], list[str]] = {}
        for schema, table, column in connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns()"
            " where database_name = current_database() and not internal and data_type = 'VARCHAR'"
            " and schema_name <> 'bellwether_scorecards'"
        ).fetchall():
            columns.setdefault((schema, table), []).append(column)
        for (schema, table), names in columns.items():
            n_columns += len(names)
            counts = ", ".join(
                f"count(case when \"{column}\" like '%_@_%._%' then 1 end)" for column in names
            )
            row = connection.execute(f'select {counts} from {schema}."{table}"').fetchone()
            found |= {f"{table}.{column}" for column, n in zip(names, row or (), strict=True) if n}
    assert n_columns > 500
    assert found == set()


def test_two_parts_name_a_mart_also_where_the_file_is_called_as_the_schema(
    desk: Desk, tmp_path: Path
) -> None:
    """DuckDB finds two parts ambiguous there, so three are told."""
    ours, desk.published = desk.published, tmp_path / "bellwether.duckdb"
    shutil.copyfile(ours, desk.published)
    try:
        status, output = desk.build(tool="summary")
    finally:
        desk.published, other = ours, desk.published
    assert status == 0, output
    assert "from bellwether.bellwether.health_scores_current" in output
    assert "Readers must name tables by three parts" in output
    with duckdb.connect(str(other), read_only=True) as connection:
        connection.execute("from bellwether.bellwether.health_scores_current").fetchone()
    status, output = desk.build(tool="summary")
    assert "from bellwether.health_scores_current" in output and "three parts" not in output


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
    ours, desk.published = desk.published, desk.folder / "fresh" / "scores.duckdb"
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


def test_a_kill_between_the_two_files_is_finished_by_the_next_run(tmp_path: Path) -> None:
    published = tmp_path / "scores.duckdb"
    inner = inner_path(published)

    def write(path: Path, run_id: str) -> None:
        with duckdb.connect(str(path)) as connection:
            connection.execute(f"create table bellwether_run as select '{run_id}' as run_id")

    for stands, waits, expected in (("1", "2", "1"), ("2", "2", "2")):
        for file in tmp_path.iterdir():
            file.unlink()
        write(published, stands)
        write(inner, "1")
        write(inner.with_name(f"{inner.name}-{waits}"), waits)
        finish(published)
        assert stored_run(inner, Role.INNER) == expected
        assert {file.name for file in tmp_path.iterdir()} == {published.name, inner.name}


@pytest.mark.long
@pytest.mark.usefixtures("built")
def test_without_its_inner_file_everything_is_computed_anew(desk: Desk) -> None:
    """Its rows and the ledger stay; a week asks for the build first."""
    before, ledger = desk.health(), desk.ledger()
    inner_path(desk.published).unlink()
    status, output = desk.build(tool="week")
    assert status == Status.BUILD_FIRST
    assert "scores.duckdb.work" in output and "make build" in output
    status, output = desk.build()
    assert status == 0, output
    assert "scores.duckdb.work): everything is computed anew" in output
    assert desk.health() == before and desk.ledger() == ledger
    assert desk.build(tool="week")[0] == 0


@pytest.mark.long
@pytest.mark.usefixtures("built")
def test_plain_dbt_on_a_published_file_asks_for_the_inner_one(
    desk: Desk, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = Company(elsewhere)
    for file, copy in ((desk.published, company.database), (desk.raw, company.raw)):
        shutil.copyfile(file, copy)
    inner = inner_path(company.database)
    shutil.copyfile(inner_path(desk.published), inner)
    before = company.database.read_bytes()
    run = company.dbt("test", "--select", "health_scores")
    assert run.status != 0 and company.database.read_bytes() == before
    assert "scores was published by `make build`" in run.output
    assert "BELLWETHER_INNER_PATH" in run.output
    monkeypatch.setenv("BELLWETHER_INNER_PATH", str(inner))
    run = company.dbt("test", "--select", "health_scores")
    assert run.status == 0, run.output


@pytest.mark.long
@pytest.mark.usefixtures("built")
def test_a_file_of_an_earlier_version_gives_its_ledger(desk: Desk, elsewhere: Path) -> None:
    """It held every model, and was called bellwether.duckdb where nobody gave it a name."""
    ledger = desk.ledger()
    captured = "select account_id, dbt_valid_from from bellwether_intermediate.{} order by all"
    warehouse = desk.project / "warehouse"
    warehouse.mkdir()
    earlier = warehouse / "bellwether.duckdb"
    shutil.copyfile(desk.published, earlier)
    with duckdb.connect(str(earlier)) as connection:
        snapshot = connection.execute(captured.format("crm_account_attributes")).fetchall()
        connection.execute(f"attach {literal(desk.raw)} as raw (read_only)")
        connection.execute("drop table main.bellwether_run")
        connection.execute("create schema bellwether_staging")
        for view in (
            "bellwether_staging.stg_salesforce__accounts",
            "bellwether_intermediate.int_x",
        ):
            connection.execute(f"create view {view} as from raw.salesforce.account")
        connection.execute("drop table bellwether.bellwether.health_scores_current")
        marts = "bellwether.bellwether"
        connection.execute(
            f"create view {marts}.health_scores_current as from {marts}.health_scores"
        )
        connection.execute("create table bellwether_intermediate.int_y as select 1 as x")
    ours, desk.published = desk.published, None
    try:
        status, output = desk.build()
        assert status == 0, output
        assert "warehouse/scores.duckdb takes the place of warehouse/bellwether.duckdb" in output
        desk.published = warehouse / "scores.duckdb"
        assert desk.ledger() == ledger and desk.health()
        with duckdb.connect(str(desk.published), read_only=True) as connection:
            assert (
                connection.execute(captured.format("crm_account_attributes")).fetchall() == snapshot
            )
            inner = connection.execute(
                "select table_name from information_schema.tables "
                "where table_schema in ('bellwether_staging', 'bellwether_intermediate')"
            ).fetchall()
        left = {name for (name,) in inner}
        assert left == {"crm_account_attributes", "int_accounts", "int_open_snapshots"}
        assert earlier.exists()
    finally:
        desk.published = ours
        shutil.rmtree(warehouse)


@pytest.mark.long
@pytest.mark.usefixtures("built")
def test_tables_go_to_the_file_where_they_lie_now(desk: Desk) -> None:
    """Entities and signals were published until version 0.1: closed weeks go on as they stood."""
    inner, schema = inner_path(desk.published), "bellwether_intermediate"
    # Nothing computes this again: a closed week says otherwise than its raw rows.
    first = f"where snapshot_week = (select min(snapshot_week) from {schema}.int_account_weeks)"
    segment = f"select distinct segment from {schema}.int_account_weeks {first}"
    with duckdb.connect(str(inner)) as connection:
        connection.execute(f"update {schema}.int_account_weeks set segment = 'moved' {first}")
        connection.execute(f"attach {literal(desk.published)} as marts")
        rows = connection.execute(
            "select table_name from duckdb_tables() where database_name = current_database() and "
            "schema_name = ? and regexp_matches(table_name, '^int_(usage|account|invoices)')",
            [schema],
        ).fetchall()
        for (table,) in rows:
            connection.execute(f"create table marts.{schema}.{table} as from {schema}.{table}")
            # A move that was killed half way left both.
            if table != "int_account_signals":
                connection.execute(f"drop table {schema}.{table}")
    assert len(rows) > 10
    ledger = desk.ledger()
    status, output = desk.build(tool="week")
    assert status == 0, output
    assert desk.ledger() == ledger
    with duckdb.connect(str(inner), read_only=True) as connection:
        assert connection.execute(segment).fetchall() == [("moved",)]
    with duckdb.connect(str(desk.published), read_only=True) as connection:
        left = connection.execute("select table_name from duckdb_tables()").fetchall()
    assert not {*left} & {*rows}
    status, output = desk.build("--full-refresh")
    assert status == 0, output
    assert desk.ledger() == ledger


@pytest.mark.long
@pytest.mark.usefixtures("built")
def test_readers_go_on_while_a_build_runs(desk: Desk) -> None:
    """One holds the file open all the time, others come at every stage; the next one finds the new
    file."""
    before, stood = desk.health(), desk.published.stat().st_ino
    count = f"held.sql('select count(*) from {HEALTH}').fetchone()[0]"
    hold = (
        "import duckdb, sys; held = duckdb.connect(sys.argv[1], read_only=True); "
        f"print({count}, flush=True); input(); print({count}, flush=True)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(desk.published)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout and int(holder.stdout.readline()) == len(before)
        child = desk.start()
        assert child.stdout
        n_read = 0
        for line in child.stdout:
            if re.search(r" (25|75|125|175) of ", line):
                assert desk.health() == before
                n_read += 1
        assert child.wait() == 0
        output, _ = holder.communicate("\n")
    assert n_read > 1
    assert int(output) == len(before)
    assert desk.published.stat().st_ino != stood
    assert desk.health() == before


@pytest.mark.long
@pytest.mark.usefixtures("built")
def test_two_builds_at_once_do_not_mix(desk: Desk) -> None:
    child = desk.start()
    time.sleep(3)
    status, output = desk.build()
    child.communicate(timeout=400)
    assert child.returncode == 0
    assert status == Status.BUSY
    assert "Another build" in output


@pytest.mark.long
@pytest.mark.usefixtures("built")
def test_a_full_disk_is_one_sentence(desk: Desk, elsewhere: Path) -> None:
    """While the published file is copied, and while DuckDB writes."""
    before = desk.published.read_bytes()
    status, output = desk.build(limit=1_000_000)
    assert status == Status.NO_ROOM
    assert "no room left" in output and len(output.splitlines()) == 1
    assert desk.published.read_bytes() == before
    desk.published = elsewhere / "scores.duckdb"
    status, output = desk.build(limit=24_000_000)
    assert status == Status.NO_ROOM, output
    assert "no room left" in output and "Nothing is published." in output
    assert "Traceback" not in output
    assert not desk.published.exists() and not list(elsewhere.glob(".*-work"))


@pytest.mark.long
@pytest.mark.usefixtures("built")
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


@pytest.mark.long
@pytest.mark.usefixtures("built")
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
    assert status == Status.NOT_AS_ASKED
    assert "nowhere.duckdb" in output and "BELLWETHER_RAW_PATH" in output


def test_vars_that_are_no_mapping_are_refused(desk: Desk) -> None:
    status, output = desk.build("--vars", "[salesforce]")
    assert status == Status.NOT_AS_ASKED
    assert "give a mapping" in output


@pytest.fixture
def elsewhere(desk: Desk) -> Iterator[Path]:
    """An empty folder; the desk's files are put back when a test has given it others."""
    folder, raw, published = desk.folder / "elsewhere", desk.raw, desk.published
    folder.mkdir()
    yield folder
    desk.raw, desk.published = raw, published
    shutil.rmtree(folder)


@pytest.mark.long
@pytest.mark.usefixtures("built")
def test_a_link_a_mode_and_a_strange_name_are_kept(desk: Desk, elsewhere: Path) -> None:
    """The file behind the link is replaced for the same readers; what a killed run left goes."""
    target = elsewhere / "store" / "my company-v1.2.duckdb"
    left = target.parent / ".my company-v1.2-work" / "half.duckdb"
    left.parent.mkdir(parents=True)
    left.touch()
    with duckdb.connect(str(target)) as connection:
        connection.execute("create table notes as select 1 as note")
    target.chmod(0o640)
    desk.published = elsewhere / "link.duckdb"
    desk.published.symlink_to(target)
    status, output = desk.build()
    assert status == 0, output
    assert 'schema "my company-v1"."bellwether"' in output
    assert desk.published.is_symlink() and desk.published.resolve() == target
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert not left.parent.exists()
    with duckdb.connect(str(desk.published), read_only=True) as connection:
        assert connection.execute(
            "select count(score) from bellwether.health_scores_current"
        ).fetchall() > [(0,)]
    for tool, arguments in (("summary", ()), ("export", ("--folder", str(elsewhere / "lists")))):
        status, output = desk.build(*arguments, tool=tool)
        assert status == 0, output


@pytest.mark.parametrize("name", ["raw.duckdb", "temp.duckdb", "it's.duckdb"])
def test_a_name_that_duckdb_cannot_take_is_refused(desk: Desk, elsewhere: Path, name: str) -> None:
    desk.published = elsewhere / name
    for tool in ("build", "week", "summary", "export"):
        status, output = desk.build(tool=tool)
        assert status == Status.NOT_AS_ASKED
        assert "Give it another name" in output and "Traceback" not in output


def damage(path: Path) -> None:
    """Write over the middle of a file."""
    with open(path, "r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"z" * 300_000)


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda path: path.write_bytes(b""), "it is empty"),
    "no database": (lambda path: path.write_text("id,name"), "it is no DuckDB database"),
    "cut off": (lambda path: os.truncate(path, path.stat().st_size // 2), "it is cut off"),
    "a folder": (lambda path: (path.unlink(), path.mkdir()), "it is a folder"),
}


@pytest.mark.parametrize("kind", SPOILT)
def test_a_file_that_cannot_be_read_is_one_sentence(desk: Desk, elsewhere: Path, kind: str) -> None:
    spoil, words = SPOILT[kind]
    raw, published = elsewhere / "landed.duckdb", elsewhere / "scores.duckdb"
    shutil.copyfile(desk.raw, raw)
    shutil.copyfile(desk.published, published)
    spoil(raw)
    ours = desk.raw
    desk.raw, desk.published = raw, published
    for tool in ("build", "week"):
        status, output = desk.build(tool=tool)
        assert status == Status.RAW_UNREADABLE
        assert words in output and len(output.splitlines()) == 1
    spoil(published)
    desk.raw = ours
    for tool in ("build", "week", "summary", "export"):
        status, output = desk.build(tool=tool)
        assert status == Status.PUBLISHED_UNREADABLE
        assert words in output and len(output.splitlines()) == 1
    assert not list(elsewhere.glob(".*-work"))


@pytest.mark.long
@pytest.mark.usefixtures("built")
def test_a_damaged_block_is_found_and_the_file_named(desk: Desk, elsewhere: Path) -> None:
    before = desk.health()
    raw = elsewhere / "landed.duckdb"
    shutil.copyfile(desk.raw, raw)
    damage(raw)
    desk.raw = raw
    status, output = desk.build()
    assert status == Status.RAW_UNREADABLE, output
    assert "landed.duckdb cannot be read: it is damaged" in output and "Traceback" not in output
    assert desk.health() == before


def test_a_file_that_somebody_writes_is_busy(desk: Desk, elsewhere: Path) -> None:
    raw, published = elsewhere / "landed.duckdb", elsewhere / "scores.duckdb"
    shutil.copyfile(desk.raw, raw)
    shutil.copyfile(desk.published, published)
    ours, desk.published = desk.raw, published
    hold = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print(1, flush=True); input()"
    for path, role, tools in (
        (published, "published", ("build", "week", "summary", "export")),
        (raw, "raw", ("build", "week")),
    ):
        desk.raw = raw if role == "raw" else ours
        with subprocess.Popen(
            [sys.executable, "-c", hold, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as holder:
            assert holder.stdout and holder.stdout.readline()
            for tool in tools:
                status, output = desk.build(tool=tool)
                assert status == Status.BUSY
                assert f"The {role} file" in output and f"PID {holder.pid}" in output
                assert len(output.splitlines()) == 1
            holder.communicate("\n")


def test_a_run_that_is_asked_to_end_cleans_up(desk: Desk) -> None:
    before = desk.published.read_bytes()
    child = desk.start()
    assert child.stdout is not None
    assert any(" 25 of " in line for line in child.stdout)
    child.send_signal(signal.SIGTERM)
    output, _ = child.communicate(timeout=60)
    assert child.returncode == 128 + signal.SIGTERM
    assert "Stopped by SIGTERM" in output and "Traceback" not in output
    assert desk.published.read_bytes() == before
    assert not list(desk.folder.glob(".*-work"))


def test_a_day_that_nobody_meant_is_refused(
    desk: Desk, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past a demo company's end; past today or past the data of a company's own."""
    before = desk.published.read_bytes()
    for tool in ("build", "week"):
        for arguments in (("--as-of", "2031-06-30"), ("--vars", "{as_of_date: 2031-06-30}")):
            status, output = desk.build("--as-of", "", *arguments, tool=tool)
            assert status == Status.NOT_AS_ASKED, output
            assert "2031-06-30 is past the demo company's end, 2026-06-29" in output
            assert "FORCE=1" in output and len(output.splitlines()) == 1
        status, output = desk.build("--as-of", "20310630", tool=tool)
        assert status == Status.NOT_AS_ASKED and "YYYY-MM-DD" in output
    assert desk.published.read_bytes() == before

    own = elsewhere / "landed.duckdb"
    shutil.copyfile(desk.raw, own)
    with duckdb.connect(str(own)) as connection:
        connection.execute("drop schema _demo cascade")
    # An account of the demo is dated a few days ahead.
    newest = newest_row(own, dt.date(2030, 1, 1))
    assert newest and dt.date(2026, 6, 28) <= newest <= dt.date(2026, 7, 12)
    monkeypatch.setenv("BELLWETHER_RAW_PATH", str(own))
    monkeypatch.setenv("BELLWETHER_PATH", str(elsewhere / "scores.duckdb"))
    today = dt.datetime.now(dt.UTC).date()
    days = {today + dt.timedelta(days=3): "is past today"}
    if today > newest + dt.timedelta(days=60):
        days[newest + dt.timedelta(days=60)] = "is past the data"
    for day, words in days.items():
        with pytest.raises(Refused, match=words), work_on(str(day), {}):
            pass
        with work_on(str(day), {}, is_forced=True) as work:
            assert work.dbt_vars["as_of_date"] == str(day)
    if today > newest + dt.timedelta(days=7):
        with work_on(str(newest + dt.timedelta(days=7)), {}):
            pass


def test_what_options_hold_reaches_no_shell(tmp_path: Path) -> None:
    """`make` hands values on as they are typed, whatever a shell or make would read in them."""
    tool = tmp_path / "python"
    tool.write_text(
        f"#!{sys.executable}\nimport json, sys\nprint(json.dumps(sys.argv[2:]), flush=True)\n"
    )
    tool.chmod(0o755)
    stamp, boards = tmp_path / "installed", tmp_path / "boards"
    boards.mkdir()
    for installed in (stamp, boards / "installed"):
        installed.touch()
    hack = tmp_path / "hack"
    values = [
        f"`touch {hack}`", f"$(touch {hack})", f"$$(touch {hack})", f"$(shell touch {hack})",
        f"'; touch {hack}; '", f'"; touch {hack}; "', f"a\nb; touch {hack}", f"x; touch {hack} #",
        "costs $5, not ${HOME}", "-x", "",
    ]  # fmt: skip
    for command, options in {
        "demo": {"ACCOUNTS": "accounts", "WEEKS": "weeks", "SEED": "seed", "END": "end"},
        "build": {"AS_OF": "as-of", "VARS": "vars"},
        "week": {"AS_OF": "as-of", "RESTATE_FROM": "restate-from", "VARS": "vars"},
        "export": {"MONTH": "month"},
        "review": {"ACCOUNT": "account"},
        "version": {"CARD": "card", "FROM": "from", "DECISION": "decision", "STATUS": "status"},
        "what-if": {"CARD": "card", "WEIGHTS": "weights", "SEGMENT": "segment", "WEEK": "week"},
    }.items():
        for value in values:
            given = [f"{option}={value}" for option in options]
            done = subprocess.run(
                ["make", f"BIN={tmp_path}", f"STAMP={stamp}", f"BOARDS={boards}", command, *given],
                cwd=PROJECT,
                env={**OUTSIDE_MAKE, "BELLWETHER_RAW_PATH": f"/nowhere/{value}".replace("\n", "")},
                capture_output=True,
                text=True,
                check=True,
            )
            got = json.loads(done.stdout)
            for name in options.values():
                wanted = value or ("live" if name == "status" else "")
                assert f"--{name}={wanted}" in got, (command, value, got)
    assert not hack.exists()
    assert not list(PROJECT.glob("hack*"))
