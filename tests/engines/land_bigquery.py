"""Land the raw tables of a DuckDB file in BigQuery by load jobs, as a loader leaves them there.

    .venv-bigquery/bin/python -m tests.engines.land_bigquery RAW

Where it lands is said by the environment variables that profiles/profiles.yml reads.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import duckdb
from google.api_core.client_options import ClientOptions
from google.cloud import bigquery
from google.oauth2.credentials import Credentials

from tests.engines.land import JSON_COLUMNS

TYPES = {"VARCHAR": "string", "DOUBLE": "float64", "BIGINT": "int64", "BOOLEAN": "bool"}
# Large tables, parted by month of a column, or of the load; a query has to filter by it.
PARTITIONED = {
    ("pendo", "event"): "timestamp",
    ("pendo", "page_event"): None,
    ("salesforce", "task"): "activity_date",
    ("zendesk", "ticket"): "created_at",
}


class Connection:
    """What is asked of a server; the client's own DB-API passes over errors of the emulator."""

    def __init__(self) -> None:
        token = os.environ.get("BELLWETHER_BIGQUERY_TOKEN")
        endpoint = os.environ.get("BELLWETHER_BIGQUERY_ENDPOINT")
        self.project = os.environ["BELLWETHER_BIGQUERY_PROJECT"]
        self.client = bigquery.Client(
            project=self.project,
            location=os.environ.get("BELLWETHER_BIGQUERY_LOCATION", "US"),
            credentials=Credentials(token=token) if token else None,
            client_options=ClientOptions(api_endpoint=endpoint) if endpoint else None,
        )

    def ask(self, sql: str) -> list[dict[str, Any]]:
        """Rows of a statement, column by column."""
        return [dict(row.items()) for row in self.client.query(sql, retry=None).result(retry=None)]

    def create(self, schema: str, table: str, kinds: dict[str, str]) -> None:
        """Make an empty table with columns of these types, partitioned as PARTITIONED says."""
        made = bigquery.Table(
            f"{self.project}.{schema}.{table}",
            [bigquery.SchemaField(name, kind.upper()) for name, kind in kinds.items()],
        )
        if (schema, table) in PARTITIONED:
            made.time_partitioning = bigquery.TimePartitioning(
                type_="MONTH", field=PARTITIONED[schema, table]
            )
            made.require_partition_filter = True
        self.client.delete_table(made, not_found_ok=True)
        self.client.create_table(made)

    def load(self, schema: str, table: str, rows: list[dict[str, Any]]) -> None:
        """Bring rows into a table that exists; what is no text is given as the text of it."""
        lines = "\n".join(json.dumps(row) for row in rows)
        self.client.load_table_from_file(
            io.BytesIO(lines.encode()),
            f"{self.project}.{schema}.{table}",
            job_config=bigquery.LoadJobConfig(source_format="NEWLINE_DELIMITED_JSON"),
        ).result()


def kind_of(schema: str, table: str, column: str, kind: str, has_zones: bool) -> str:
    """BigQuery's type of a column of the file."""
    if (schema, table, column) in JSON_COLUMNS:
        return "json"
    if kind == "TIMESTAMP":
        return "timestamp" if has_zones else "datetime"
    return TYPES.get(kind, kind.lower())


def cell(text: str | None, kind: str) -> Any:
    """A value as a load job takes it."""
    if text is None or kind != "json":
        return text
    with contextlib.suppress(json.JSONDecodeError):
        return json.loads(text)
    return text


def land(raw: Path) -> int:
    """Copy every table of a raw DuckDB file, schema by schema.

    Times of every other table know their zone, as loaders land them; those of the rest do not.

    Returns:
        The number of tables landed.
    """
    target = Connection()
    with duckdb.connect(str(raw), read_only=True) as source:
        tables = source.execute(
            "select schema_name, table_name from duckdb_tables() where not internal order by all"
        ).fetchall()
        for schema in dict(tables):
            target.ask(f"create schema if not exists `{schema}`")
        for place, (schema, table) in enumerate(tables):
            columns = source.execute(
                "select column_name, data_type from duckdb_columns() "
                "where schema_name = ? and table_name = ? order by column_index",
                [schema, table],
            ).fetchall()
            kinds = {
                name: kind_of(schema, table, name, kind, place % 2 == 0) for name, kind in columns
            }
            target.create(schema, table, kinds)
            texts = ", ".join(f'cast("{name}" as varchar)' for name in kinds)
            rows = [
                {name: cell(text, kinds[name]) for name, text in zip(kinds, row, strict=True)}
                for row in source.execute(f'select {texts} from "{schema}"."{table}"').fetchall()
            ]
            if rows:
                target.load(schema, table, rows)
    return len(tables)


if __name__ == "__main__":
    print(f"{land(Path(sys.argv[1]))} tables landed in BigQuery")
