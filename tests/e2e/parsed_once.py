"""dbt as tests start it: what was parsed of the project serves every company, wherever it lies.

dbt parses all anew when the profile's file is another, though nothing that it parses depends on it.
And DuckDB takes one core: pytest has a worker on each, and tables of a dozen accounts gain nothing
by a second.
"""

from __future__ import annotations

import runpy
from pathlib import Path

from dbt.adapters.duckdb.credentials import DuckDBCredentials

_complete = DuckDBCredentials.__post_init__


def _on_one_core(credentials: DuckDBCredentials) -> None:
    _complete(credentials)
    credentials.settings["threads"] = 1


DuckDBCredentials.__post_init__ = _on_one_core
DuckDBCredentials._connection_keys = lambda _: ("database", "schema")
runpy.run_path(str(Path(__file__).parents[2] / "tools" / "child.py"), run_name="__main__")
