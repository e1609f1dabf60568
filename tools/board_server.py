"""dbt Charts with one page more: /rows/<mart>.csv, the rows behind a board.

Run in the environment of the boards, with the arguments of `dct`; the tool offers pictures of its
boards alone. The rows are made by tools/rows.py, in the environment of the project.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from dbt_charts.core.serve import server
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

_PROJECT = Path(__file__).resolve().parent.parent
_create_server = server.create_server


def rows(request: Request) -> Response:
    """The rows of a mart as a CSV file, or the sentence that says why there are none."""
    mart = request.path_params["mart"]
    done = subprocess.run(
        [os.environ["BELLWETHER_PYTHON"], "-m", "tools.rows", "--", mart],
        cwd=_PROJECT,
        capture_output=True,
        check=False,
    )
    sys.stderr.buffer.write(done.stderr)
    if done.returncode != 0:
        told = done.stdout or "The rows cannot be read: the console of `make boards` says why."
        return PlainTextResponse(told, status_code=404)
    named = {"Content-Disposition": f'attachment; filename="{mart}.csv"'}
    return Response(done.stdout, media_type="text/csv; charset=utf-8", headers=named)


def create_server(*arguments: Any, **options: Any) -> Any:
    """The tool's application; the first route that fits a request answers it."""
    app = _create_server(*arguments, **options)
    app.router.routes.insert(0, Route("/rows/{mart}.csv", rows))
    return app


if __name__ == "__main__":
    server.create_server = create_server
    (command,) = entry_points(group="console_scripts", name="dct")
    sys.exit(command.load()())
