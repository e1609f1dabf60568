"""Land raw tables in Spark as Iceberg tables, fetch marts from there, and ask questions.

    python -m tests.engines.spark_tables land RAW
    python -m tests.engines.spark_tables fetch FILE
    python -m tests.engines.spark_tables ask QUESTIONS FILE

Run by the Python of `.venv-spark`; the session is what spark-defaults.conf in SPARK_CONF_DIR says,
the same as dbt's. FILE holds one object of JSON: name of a table to its columns and rows; or, of a
list of statements, a list of the first value of each answer, null where there is no row.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from pathlib import Path
from typing import Any

import duckdb
from pyspark.sql import SparkSession

from tests.engines.fetch import plain


def session() -> SparkSession:
    """The session that the environment describes."""
    return SparkSession.builder.enableHiveSupport().getOrCreate()


def land(raw: Path) -> int:
    """Copy every table of a raw DuckDB file, schema by schema, by way of Parquet.

    Times of every other table know their zone, as loaders land them; those of the rest do not.

    Returns:
        The number of tables landed.
    """
    spark = session()
    with (
        duckdb.connect(str(raw), read_only=True) as source,
        tempfile.TemporaryDirectory() as folder,
    ):
        source.execute("set TimeZone = 'UTC'")
        tables = source.execute(
            "select schema_name, table_name from duckdb_tables() where not internal order by all"
        ).fetchall()
        for schema in dict(tables):
            spark.sql(f"create schema if not exists `{schema}`")
        for place, (schema, table) in enumerate(tables):
            file = f"{folder}/{place}.parquet"
            source.execute(f'copy "{schema}"."{table}" to \'{file}\' (format parquet)')
            rows = spark.read.parquet(file)
            names = [
                f"cast(`{name}` as timestamp) as `{name}`"
                if kind == "timestamp_ntz" and place % 2 == 0
                else f"`{name}`"
                for name, kind in rows.dtypes
            ]
            rows.selectExpr(*names).writeTo(f"`{schema}`.`{table}`").using(
                "iceberg"
            ).createOrReplace()
    return len(tables)


def fetch(schema: str) -> dict[str, dict[str, Any]]:
    """Every table of a schema, by name."""
    spark = session()
    found = {}
    for row in spark.sql(f"show tables in {schema}").collect():
        rows = spark.table(f"{schema}.{row.tableName}")
        found[row.tableName] = {
            "columns": rows.columns,
            "rows": [[plain(value) for value in cells] for cells in rows.collect()],
        }
    return found


def answers(questions: list[str]) -> list[Any]:
    """The first value that each statement gives."""
    spark = session()
    rows = (spark.sql(question).first() for question in questions)
    return [plain(row[0]) if row else None for row in rows]


def main() -> None:
    """Do what is asked for, and say how much it was."""
    parser = argparse.ArgumentParser(description="Land raw tables in Spark, fetch marts, or ask.")
    parser.add_argument("what", choices=["land", "fetch", "ask"])
    parser.add_argument("file", type=Path)
    parser.add_argument("answered", type=Path, nargs="?")
    given = parser.parse_args()
    if given.what == "land":
        print(f"{land(given.file)} tables landed in Spark")
    elif given.what == "ask":
        found = answers(json.loads(given.file.read_text()))
        given.answered.write_text(json.dumps(found))
        print(f"{len(found)} answers of Spark")
    else:
        found = fetch(os.environ.get("BELLWETHER_SCHEMA", "bellwether"))
        given.file.write_text(json.dumps(found))
        print(f"{len(found)} tables fetched from Spark")


if __name__ == "__main__":
    main()
