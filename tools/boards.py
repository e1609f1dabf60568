"""Serve the boards of charts/ on the published file or, by BELLWETHER_TARGET, on PostgreSQL."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.dbt import PROJECT, target_folder
from tools.files import Refused, Status, published_path, run_tool, short

_SERVER = PROJECT / "tools" / "board_server.py"
# dbt Charts lets a source have only the fields of its type, so that one entry cannot serve both.
_POSTGRES = """\
sources:
  marts:
    type: postgres
    host: "{{ env_var('BELLWETHER_PG_HOST', '127.0.0.1') }}"
    port: "{{ env_var('BELLWETHER_PG_PORT', '5432') }}"
    dbname: "{{ env_var('BELLWETHER_PG_DATABASE', 'bellwether') }}"
    search_path: "{{ env_var('BELLWETHER_SCHEMA', 'bellwether') }}"
    user: "{{ env_var('BELLWETHER_PG_USER', 'postgres') }}"
    password: "{{ env_var('BELLWETHER_PG_PASSWORD', '') }}"
    cache: false
"""


def dct() -> Path:
    """The command of dbt Charts: in its own environment, else beside the running interpreter.

    Raises:
        Refused: it is in neither.
    """
    for folder in (PROJECT / ".venv-boards" / "bin", Path(sys.executable).parent):
        if (folder / "dct").exists():
            return folder / "dct"
    raise Refused("The boards are not set up: run `make boards`.", Status.BUILD_FIRST)


def project(target: str, name: str = "boards") -> Path:
    """The folder that dbt Charts reads.

    Args:
        target: duckdb or postgres, as profiles.yml names them.
        name: of the copy that PostgreSQL needs; who serves it and who renders have one each.

    Raises:
        Refused: another target.
    """
    if target == "duckdb":
        return PROJECT
    if target != "postgres":
        raise Refused(
            f"The boards run on DuckDB and PostgreSQL, not on {target}.", Status.NOT_AS_ASKED
        )
    folder = target_folder() / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dbt_charts.yml").write_text(_POSTGRES)
    for part in ("charts", "templates"):
        shutil.rmtree(folder / part, ignore_errors=True)
        shutil.copytree(PROJECT / part, folder / part)
    return folder


def environment() -> dict[str, str]:
    """What the served boards see of the environment: no statistics are sent to anybody."""
    return {
        **os.environ,
        "DO_NOT_TRACK": "1",
        "BELLWETHER_PATH": str(published_path()),
        "BELLWETHER_PYTHON": sys.executable,
    }


def serve(port: str) -> None:
    """Serve the boards until the process is stopped.

    Raises:
        Refused: nothing is published yet, or the tool is not set up.
    """
    target = os.environ.get("BELLWETHER_TARGET") or "duckdb"
    command, folder, published = dct(), project(target), published_path()
    if target == "duckdb":
        if not published.exists():
            raise Refused(
                f"There is no {short(published)} yet: run `make build` first.", Status.BUILD_FIRST
            )
        print(f"Boards on {short(published)}; a newly published one shows with the next page.")
    print(f"Open http://localhost:{port} in a browser; Ctrl+C ends.", flush=True)
    ended = subprocess.run(
        # -P keeps that folder off the path, where dbt.py would stand before the package.
        [str(command.with_name("python")), "-P", str(_SERVER), "serve", "--port", port],
        cwd=folder,
        env=environment(),
        check=False,
    )
    if ended.returncode not in (0, 130):
        raise Refused(f"dbt Charts ended with status {ended.returncode}.")


def main() -> int:
    """Command line of `make boards`; the exit status as tools/files.py tells it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", default="", help="where they are served (8077)")
    given = parser.parse_args()
    return run_tool(lambda: serve(given.port or "8077"))


if __name__ == "__main__":
    sys.exit(main())
