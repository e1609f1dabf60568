"""Run a command and tell what it took: time, processor, memory, what it spilled; and say where."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from tools.dbt import PROJECT

FOLDER = PROJECT / "target" / "benchmark"
END = dt.date(2026, 6, 29)
READ_ME = Path(__file__).resolve().parent / "README.md"
_EVERY = 0.1
_TICKS = os.sysconf("SC_CLK_TCK")
# More than this of a core at work for others: the figures are of a busy machine.
_BUSY_CORES = 0.1


@dataclass(frozen=True)
class Measured:
    """What a command took, its children included.

    wall: from its start to its end [s].
    cpu: user and system time [s].
    peak_memory: most resident memory at one moment, of all its processes together [bytes].
    spilled: most that DuckDB had put aside on disk at one moment [bytes].
    others: cores that other processes kept at work meanwhile, on average.
    output: what it printed to stdout.
    """

    wall: float
    cpu: float
    peak_memory: int
    spilled: int
    others: float
    output: str

    @property
    def is_busy(self) -> bool:
        """Whether others worked on the machine at the same time."""
        return self.others > _BUSY_CORES


def module(name: str, *arguments: str) -> list[str]:
    """The command that runs a module of the project."""
    return [sys.executable, "-m", name, *arguments]


def measure(
    command: list[str], env: dict[str, str] | None = None, watched: Path = FOLDER
) -> Measured:
    """Run a command in the project's folder and measure it.

    Args:
        command: program and arguments.
        env: environment variables on top of the present ones.
        watched: folder in which its databases lie, where DuckDB spills beside them.

    Raises:
        subprocess.CalledProcessError: it failed; what it printed is printed.
    """
    busy_before, began = _busy_seconds(), time.perf_counter()
    child = subprocess.Popen(
        command,
        cwd=PROJECT,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    texts = {"stdout": "", "stderr": ""}
    readers = [
        threading.Thread(target=lambda name=name: texts.update({name: getattr(child, name).read()}))
        for name in texts
    ]
    for reader in readers:
        reader.start()
    peak_memory = spilled = 0
    while True:
        # wait4 tells the processor time of the child and of all children it waited for.
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            break
        peak_memory = max(peak_memory, _memory_of_tree(child.pid))
        spilled = max(spilled, _spilled_in(watched))
        time.sleep(_EVERY)
    wall = time.perf_counter() - began
    for reader in readers:
        reader.join()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        print(texts["stdout"], texts["stderr"], sep="\n")
        raise subprocess.CalledProcessError(child.returncode, command)
    cpu = usage.ru_utime + usage.ru_stime
    others = max(0.0, _busy_seconds() - busy_before - cpu) / wall
    return Measured(wall, cpu, peak_memory, spilled, others, texts["stdout"])


def _busy_seconds() -> float:
    """Seconds that all cores of the machine have worked since it started."""
    user, nice, system = Path("/proc/stat").read_text().split("\n")[0].split()[1:4]
    return (int(user) + int(nice) + int(system)) / _TICKS


def _memory_of_tree(root: int) -> int:
    """Resident memory of a process and all that descend from it [bytes]."""
    total, waiting = 0, [root]
    while waiting:
        pid = waiting.pop()
        try:
            pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        except (OSError, IndexError):
            continue
        total += pages * os.sysconf("SC_PAGE_SIZE")
        waiting.extend(int(child) for child in children)
    return total


def _spilled_in(folder: Path) -> int:
    """What DuckDB has put aside beside the databases of a folder [bytes]."""
    total = 0
    # A run removes folders meanwhile, which os.walk passes over.
    for place, _, files in os.walk(folder):
        for name in files:
            if name.startswith("duckdb_temp"):
                with contextlib.suppress(OSError):
                    total += os.path.getsize(os.path.join(place, name))
    return total


def make_demo(path: Path, accounts: int, weeks: int, seed: int = 1) -> None:
    """Make a demo company, unless the file holds just that one."""
    size = ("--accounts", str(accounts), "--weeks", str(weeks), "--seed", str(seed))
    path.parent.mkdir(parents=True, exist_ok=True)
    measure(module("demo", "--path", str(path), *size, "--end", str(END)))


def seconds_of_nodes(target: Path) -> dict[str, float]:
    """Seconds of each node that the last dbt run with this target folder ran, by its name.

    Hooks and exposures have results too, and are no nodes that run.
    """
    results = json.loads((target / "run_results.json").read_text())["results"]
    return {
        row["unique_id"].split(".", 2)[2]: row["execution_time"]
        for row in results
        if not row["unique_id"].startswith(("operation.", "exposure."))
    }


def environment(folder: Path, raw: Path, published: Path) -> dict[str, str]:
    """Environment variables that send the tools and dbt to the files of a benchmark."""
    return {
        "BELLWETHER_RAW_PATH": str(raw),
        "BELLWETHER_PATH": str(published),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
    }


def machine(runs: list[Measured]) -> str:
    """Where and when was measured, and whether the machine had something else to do."""
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 2**20
    others = max(run.others for run in runs)
    state = f"busy: others used {others:.1f} cores" if any(run.is_busy for run in runs) else "idle"
    return f"{os.cpu_count()} cores, {memory:.0f} GB, {dt.date.today()}, {state}"


def gigabytes(size: int) -> str:
    """A size as people read it."""
    return f"{size / 1e9:.2f} GB"


def write_result(table: str, key: str, cells: list[str]) -> None:
    """Put a row into a table of README.md, in place of the row with the same first cell.

    Args:
        table: name between the comments that open and close the table.
        key: first cell.
        cells: the other cells.
    """
    text = READ_ME.read_text()
    opening, closing = f"<!-- {table} -->\n", f"<!-- end of {table} -->"
    start = text.index(opening) + len(opening)
    end = text.index(closing)
    head, rule, *rows = text[start:end].strip().split("\n")
    rows = [row for row in rows if not row.startswith(f"| {key} |")]
    rows.append(f"| {' | '.join([key, *cells])} |")
    READ_ME.write_text(text[:start] + "\n".join([head, rule, *rows]) + "\n" + text[end:])
