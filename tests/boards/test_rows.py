"""The links of the boards to rows: what they hand out is what the mart holds."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from conftest import PROJECT
from test_boards import change, published

__all__ = ["published"]
LINK = re.compile(r"\(/rows/([a-z_]+)\.csv\)")
LINKED = sorted(
    {mart for path in (PROJECT / "charts").glob("*.yml") for mart in LINK.findall(path.read_text())}
)
HOSTILE = '=1+1,"<script>'


@pytest.fixture(scope="module")
def database(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published file in which the first customer of the Monday list has a hostile name."""
    copy = tmp_path_factory.mktemp("rows") / "scores.duckdb"
    return change(
        published,
        copy,
        f"update health_watchlist set account_name = '{HOSTILE}' where attention_rank = 1",
    )


@pytest.fixture(scope="module")
def address(database: Path) -> Iterator[str]:
    """Where the boards are served."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "tools.boards", "--port", str(port)],
        cwd=PROJECT,
        env={**os.environ, "BELLWETHER_PATH": str(database)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        for _ in range(600):
            with contextlib.suppress(urllib.error.URLError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/health").read()
                break
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, signal.SIGINT)
        server.wait()


def test_every_board_has_rows_to_take_away() -> None:
    boards = {path.stem for path in (PROJECT / "charts").glob("*.yml")} - {"meta", "index"}
    without = {
        board
        for board in boards
        if not LINK.search((PROJECT / "charts" / f"{board}.yml").read_text())
    }
    assert not without


@pytest.mark.parametrize("mart", LINKED)
def test_the_rows_are_those_of_the_mart(mart: str, address: str, database: Path) -> None:
    with urllib.request.urlopen(f"{address}/rows/{mart}.csv") as answer:
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{mart}.csv"'
        header, *rows = csv.reader(io.StringIO(answer.read().decode()))
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set schema = 'bellwether'")
        found = connection.sql(f"select * from {mart}")
        if "snapshot_week" in found.columns:
            newest = "(select max(snapshot_week) from health_scores_current)"
            found = found.filter(f"snapshot_week = {newest}")
        assert header == found.columns
        numbers = [
            name
            for name, kind in zip(found.columns, found.types, strict=True)
            if str(kind) == "DOUBLE"
        ]
        assert len(rows) == len(found.fetchall())
        for name in numbers:
            given = [float(row[header.index(name)]) for row in rows if row[header.index(name)]]
            held = [value for (value,) in found.select(name).fetchall() if value is not None]
            assert sorted(given) == sorted(held), name


def test_no_spreadsheet_runs_a_name(address: str) -> None:
    with urllib.request.urlopen(f"{address}/rows/health_watchlist.csv") as answer:
        rows = csv.DictReader(io.StringIO(answer.read().decode()))
        assert f"'{HOSTILE}" in {row["account_name"] for row in rows}


@pytest.mark.parametrize("name", ["nothing", "health_scores;drop", "..", "-h", "columns"])
def test_what_is_no_mart_is_said(name: str, address: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{address}/rows/{name}.csv")
    assert refused.value.code == 404
    assert f"There is no mart '{name}'" in refused.value.read().decode()
