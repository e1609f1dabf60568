"""What do two Spark executors save on the core of a large company, and what does DuckDB take?

The dearest steps of scoring (STEPS), as this project compiles them for each engine, run over the
same Parquet files on a Spark cluster of this machine with one executor and then two, each kept to a
core of its own, and in DuckDB with one thread and two. What they read is built first (tools.build),
or reused. Starting engines and reading files into them is not counted. The last step has to be
equal on all, row by row: exit status 1 otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.measure import (
    END,
    FOLDER,
    environment,
    machine,
    make_demo,
    measure,
    module,
    write_result,
)
from tools.dbt import PROJECT
from tools.files import inner_path

# In the order in which they build on one another; each is a model.
STEPS = (
    "int_peer_positions", "int_scored_cells", "int_category_scores", "int_account_scores",
    "int_category_contributions", "int_signal_scores",
)  # fmt: skip
# Views are computed where they are read: this one is written, so that it counts.
LAST = "int_signal_scores"
KEY = "account_id, snapshot_week, scorecard_id, version, signal_id"
NUMBERS = ("score", "applied_weight", "contribution")
TOLERANCE = 1e-9
EXECUTORS = (1, 2)
LIMIT = 0.7
SPARK_PYTHON = PROJECT / ".venv-spark" / "bin" / "python"
# Several a core, so that cores end together; as Spark's own guide says.
PARTITIONS = 8
# What one task reads. As shipped it is 128 MB, which is all of these files: one core would work.
PART_READ = "1m"
_RELATION = re.compile(r'["`]\w+["`]\.["`]\w+["`]\.["`](\w+)["`]')


def compiled_steps() -> dict[str, dict[str, str]]:
    """SQL of each step by engine, with bare names of what it reads."""
    from dbt.cli.main import dbtRunner

    from tools.portable import QUIETLY, compiled_as
    from tools.unit import scratch_environment

    os.environ |= scratch_environment("portable")
    parsed = dbtRunner().invoke([*QUIETLY, "parse"])
    if not parsed.success:
        raise SystemExit(f"dbt cannot parse the project: {parsed.exception}")
    found = {}
    for engine, name in (("duckdb", "duckdb"), ("databricks", "spark")):
        statements = {
            re.search(r"\((\w+)\)$", place)[1]: sql
            for place, sql in compiled_as(engine, parsed.result).items()
        }
        found[name] = {step: _RELATION.sub(r"\1", statements[step]) for step in STEPS}
    return found


def write_inputs(published: Path, folder: Path, steps: dict[str, str]) -> list[str]:
    """Each relation that the steps read and do not make, as a Parquet file; their names."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(published), read_only=True) as marts:
        # Some are views on what lies in the other two files.
        marts.execute(f"attach '{inner_path(published)}' as work (read_only)")
        marts.execute(f"attach '{published.with_name('raw.duckdb')}' as raw (read_only)")
        places = {
            name: f'"{database}"."{schema}"."{name}"'
            for database, schema, name in marts.execute(
                "select table_catalog, table_schema, table_name from information_schema.tables"
            ).fetchall()
        }
        text = "\n".join(steps.values())
        named = set(re.findall(r"(?:from|join)\s+(\w+)", text)) & set(places) - set(STEPS)
        for name in sorted(named):
            file = folder / f"{name}.parquet"
            marts.execute(f"copy (from {places[name]}) to '{file}' (format parquet)")
    return sorted(named)


def run_duckdb(folder: Path, threads: int) -> dict[str, float]:
    """Seconds of each step in DuckDB."""
    task = json.loads((folder / "task.json").read_text())
    target = folder / f"duckdb_{threads}"
    target.mkdir(exist_ok=True)
    seconds = {}
    with duckdb.connect() as connection:
        connection.execute(f"set threads = {threads}; set preserve_insertion_order = false")
        connection.execute("set enable_progress_bar = false")
        for name in task["inputs"]:
            connection.execute(f"create view {name} as from '{folder / 'inputs' / name}.parquet'")
        for step, sql in task["duckdb"].items():
            began, file = time.perf_counter(), target / f"{step}.parquet"
            connection.execute(f"copy ({sql}) to '{file}' (format parquet)")
            seconds[step] = time.perf_counter() - began
            connection.execute(f"create view {step} as from '{file}'")
    return seconds


def run_spark(folder: Path, executors: int) -> dict[str, float]:
    """Seconds of each step in the Spark session that the environment describes; see main."""
    from pyspark.sql import SparkSession

    task = json.loads((folder / "task.json").read_text())
    spark = (
        SparkSession.builder.config("spark.cores.max", executors)
        .config("spark.sql.shuffle.partitions", PARTITIONS)
        .config("spark.sql.files.maxPartitionBytes", PART_READ)
        .config("spark.sql.files.openCostInBytes", 0)
        .config("spark.sql.adaptive.enabled", "true")
        .getOrCreate()
    )
    for name in task["inputs"]:
        spark.read.parquet(f"{folder / 'inputs' / name}.parquet").createOrReplaceTempView(name)
    seconds = {}
    for step, sql in task["spark"].items():
        began, target = time.perf_counter(), f"{folder / f'spark_{executors}' / step}"
        spark.sql(sql).write.mode("overwrite").parquet(target)
        seconds[step] = time.perf_counter() - began
        spark.read.parquet(target).createOrReplaceTempView(step)
    return seconds


def differing(folder: Path) -> int:
    """Rows of the last step that are not the same in DuckDB and in Spark."""
    ours, theirs = (
        f"'{folder}/{path}'" for path in (f"duckdb_1/{LAST}.parquet", f"spark_2/{LAST}/*.parquet")
    )
    is_other = " or ".join(
        f"(ours.{name} is null) <> (theirs.{name} is null) "
        f"or abs(ours.{name} - theirs.{name}) > {TOLERANCE} * greatest(1, abs(ours.{name}))"
        for name in NUMBERS
    )
    found = duckdb.sql(
        f"select count(*) from {ours} as ours full join {theirs} as theirs using ({KEY}) "
        f"where ours.status is distinct from theirs.status or {is_other}"
    ).fetchone()
    return int(found[0]) if found else 0


def prepare(folder: Path, accounts: int, weeks: int) -> None:
    """Make and build the company, and write what the steps read."""
    raw, published = folder / "raw.duckdb", folder / "published.duckdb"
    make_demo(raw, accounts, weeks)
    if not published.exists():
        measure(module("tools.build", "--as-of", str(END)), environment(folder, raw, published))
    steps = compiled_steps()
    inputs = write_inputs(published, folder / "inputs", steps["duckdb"])
    (folder / "task.json").write_text(json.dumps({"inputs": inputs, **steps}))


def main() -> int:
    """Command line: python -m benchmarks.spark_scale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=1000)
    parser.add_argument("--weeks", type=int, default=104)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--write-results", action="store_true", help="write them into README.md")
    parser.add_argument("--run", choices=["duckdb", "spark"], help=argparse.SUPPRESS)
    parser.add_argument("--cores", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    folder = given.folder.resolve() / f"rebuild_{given.accounts}x{given.weeks}_1"
    if given.run:
        run = run_spark if given.run == "spark" else run_duckdb
        print(json.dumps(run(folder, given.cores)))
        return 0
    size = f"{given.accounts:,} x {given.weeks}"
    print(f"The demo company of {size} in {folder} ...", flush=True)
    prepare(folder, given.accounts, given.weeks)
    from tests.engines.spark_cluster import cluster

    seconds: dict[tuple[str, int], dict[str, float]] = {}
    runs = []
    shared = ["--accounts", str(given.accounts), "--weeks", str(given.weeks)]
    for engine in ("duckdb", "spark"):
        for cores in EXECUTORS:
            command = ["-m", "benchmarks.spark_scale", *shared, "--folder", str(given.folder)]
            command += ["--run", engine, "--cores", str(cores)]
            if engine == "spark":
                with cluster(folder / "cluster", memory="3g", is_pinned=True) as env:
                    # Spark's own folders come and go while they are looked at.
                    found = measure([str(SPARK_PYTHON), *command], env, folder / "inputs")
            else:
                found = measure([sys.executable, *command], watched=folder)
                # Spark's executors are no children of what is measured, and would count as others.
                runs.append(found)
            seconds[engine, cores] = json.loads(found.output.splitlines()[-1])
            print(f"  {engine}, {cores}: {sum(seconds[engine, cores].values()):.1f} s", flush=True)
    return tell(size, seconds, differing(folder), machine(runs), given.write_results)


def tell(
    size: str,
    seconds: dict[tuple[str, int], dict[str, float]],
    n_differing: int,
    where: str,
    is_written: bool,
) -> int:
    """Print what each step took on each engine; the exit status."""
    heads = [f"{engine} {cores}" for engine, cores in seconds]
    print(
        f"\nSeconds of each step, {size}:\n\n  {'':<28}" + "".join(f"{head:>12}" for head in heads)
    )
    for step in STEPS:
        print(f"  {step:<28}" + "".join(f"{taken[step]:>12.1f}" for taken in seconds.values()))
    totals: dict[Any, float] = {run: sum(taken.values()) for run, taken in seconds.items()}
    print(f"  {'together':<28}" + "".join(f"{total:>12.1f}" for total in totals.values()))
    ratio = totals["spark", 2] / totals["spark", 1]
    beside = totals["spark", 2] / totals["duckdb", 2]
    print(f"\nTwo executors take {ratio:.2f} of the time of one; at most {LIMIT} is wanted.")
    print(f"Spark takes {beside:.1f} times as long as DuckDB on as many cores. {where}.")
    print(f"{n_differing} rows of {LAST} differ between DuckDB and Spark.")
    if is_written:
        cells = [f"{totals[run]:.1f} s" for run in totals]
        write_result("spark_scale", size, [*cells, f"{ratio:.2f}", f"{beside:.1f}", where])
    return int(n_differing > 0 or ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
