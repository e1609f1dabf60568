"""Run dbt as a child process and show its progress in few lines."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_DONE = re.compile(r"(\d+) of (\d+) (OK|PASS|NO-OP|SKIP|WARN|ERROR|FAIL)")
_STAMP = re.compile(r"^\d\d:\d\d:\d\d(\s+|$)")


def resolve(path: str) -> Path:
    """A path as users write it: from their home, or from the project's folder."""
    given = Path(path).expanduser()
    return given if given.is_absolute() else PROJECT / given


def target_folder() -> Path:
    """Where dbt writes its manifest and results."""
    return resolve(os.environ.get("DBT_TARGET_PATH") or "target")


def command_of(tool: str) -> list[str]:
    """The head of a command line that runs a tool of the running interpreter, from any folder."""
    # -P keeps this folder off the path, where dbt.py would stand before the package.
    return [sys.executable, "-P", str(PROJECT / "tools" / "child.py"), tool]


def run_dbt(
    arguments: Sequence[str],
    env: dict[str, str],
    every: int = 25,
    is_quiet: bool = False,
    held_files: Sequence[int] = (),
    is_last: Callable[[str], bool] = lambda line: False,
) -> int:
    """Run dbt in the project's folder; print each `every`-th node and everything that went wrong.

    Args:
        arguments: what follows `dbt` on the command line.
        env: environment variables on top of the present ones.
        every: how many finished nodes make one line of progress.
        is_quiet: print nothing; the log holds it.
        held_files: descriptors of files whose lock dbt holds too, for as long as it lives.
        is_last: says of a line that nothing after it is worth printing.

    Returns:
        dbt's exit status: 0 all well, 1 a node failed, 2 dbt could not run.
    """
    started = time.monotonic()
    child = subprocess.Popen(
        [*command_of("dbt"), "--no-use-colors", *arguments],
        cwd=PROJECT,
        env={**os.environ, "DBT_PROFILES_DIR": str(PROJECT / "profiles"), **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        pass_fds=held_files,
    )
    try:
        assert child.stdout is not None
        aloud = False
        for raw_line in child.stdout:
            line = _STAMP.sub("", _ANSI.sub("", raw_line.rstrip()))
            is_quiet = is_last(line) or is_quiet
            if is_quiet:
                continue
            done = None if " hook: " in line else _DONE.search(line)
            if done and done[3] in ("OK", "PASS", "NO-OP"):
                if int(done[1]) % every == 0 or done[1] == done[2]:
                    seconds = time.monotonic() - started
                    print(f"  {done[1]:>4} of {done[2]} nodes, {seconds:.0f} s", flush=True)
            elif (done and done[3] != "SKIP") or _is_news(line):
                print(f"  {line}", flush=True)
            elif line.startswith("Completed with") or "Encountered an error" in line:
                aloud = True
            if aloud and line.strip():
                print(f"  {line}", flush=True)
        return child.wait()
    finally:
        # A run that is stopped cleans its folder, in which nobody may write any more.
        if child.poll() is None:
            child.kill()
            child.wait()


def _is_news(line: str) -> bool:
    """Whether a line of dbt's says something that a user must see at once."""
    return line.startswith(("Found ", "[WARNING]", "Problem found by "))
