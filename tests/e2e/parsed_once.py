"""dbt as tests start it: what was parsed of the project serves every company, wherever it lies.

dbt parses all anew when the profile's file is another, though nothing that it parses depends on it.
And DuckDB takes one core: pytest has a worker on each, and tables of a dozen accounts gain nothing
by a second. Tables get no comments, which take an eighth of a build: `tools.build` writes them, and
tests/e2e/test_publish.py reads them.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2]))
from tools.child import drop_debug_events, main

drop_debug_events()

from dbt.adapters.duckdb.credentials import DuckDBCredentials  # noqa: E402
from dbt.context.providers import RuntimeConfigObject  # noqa: E402

_complete = DuckDBCredentials.__post_init__


def _on_one_core(credentials: DuckDBCredentials) -> None:
    _complete(credentials)
    credentials.settings["threads"] = 1


DuckDBCredentials.__post_init__ = _on_one_core
DuckDBCredentials._connection_keys = lambda _: ("database", "schema")
RuntimeConfigObject.persist_relation_docs = lambda _: False
RuntimeConfigObject.persist_column_docs = lambda _: False
if __name__ == "__main__":
    sys.exit(main())
