"""dbt as tests start it: what was parsed of the project serves every company, wherever it lies.

dbt parses all anew when the profile's file is another, though nothing that it parses depends on it.
"""

from __future__ import annotations

import runpy
from pathlib import Path

from dbt.adapters.duckdb.credentials import DuckDBCredentials

DuckDBCredentials._connection_keys = lambda _: ("database", "schema")
runpy.run_path(str(Path(__file__).parents[2] / "tools" / "child.py"), run_name="__main__")
