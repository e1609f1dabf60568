"""What do this project's SQL and tools cost beyond dbt's own time?

The default demo company is built (`make build`), built again and refreshed (`make week`), and each
time the same dbt command runs on a project of as many empty nodes: the same names, kinds and
edges, with `select 1` for a body. Snapshots stand there as tables. Exit status 1 when a ratio is
above its limit.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path
from typing import Any

from benchmarks.measure import (
    FOLDER,
    environment,
    machine,
    make_demo,
    measure,
    module,
    seconds_of_nodes,
    write_result,
)
from tools.dbt import PROJECT, command_of

LIMITS = {"make build": 2.0, "a second make build": 1.6, "make week": 1.6}

_SETTINGS = """\
name: empty
version: 0.1.0
config-version: 2
profile: bellwether
model-paths: [models]
seed-paths: [seeds]
test-paths: [tests]
flags:
  send_anonymous_usage_stats: false
"""


def write_empty_project(folder: Path, manifest: dict[str, Any]) -> None:
    """Write a project with the nodes of a manifest, each with an empty body.

    Args:
        folder: folder of the new project; what is there is replaced.
        manifest: dbt's manifest of the project that is imitated.
    """
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("models", "seeds", "tests"):
        (folder / name).mkdir(parents=True)
    (folder / "dbt_project.yml").write_text(_SETTINGS)
    nodes = {
        name: node
        for name, node in manifest["nodes"].items()
        if node["resource_type"] in ("model", "seed", "snapshot", "test")
    }
    for node in nodes.values():
        name = _name_of(node)
        parents = [
            nodes[parent]["name"]
            for parent in node.get("depends_on", {}).get("nodes", [])
            if parent in nodes
        ]
        edges = "".join(f"-- depends_on: {{{{ ref('{parent}') }}}}\n" for parent in parents)
        if node["resource_type"] == "seed":
            (folder / "seeds" / f"{name}.csv").write_text("id\n1\n")
        elif node["resource_type"] == "test":
            (folder / "tests" / f"{name}.sql").write_text(f"{edges}select 1 as id where 1 = 0\n")
        else:
            kind = node["config"]["materialized"].replace("snapshot", "table")
            key = ", unique_key='id'" if kind == "incremental" else ""
            head = f"{{{{ config(materialized='{kind}'{key}) }}}}\n"
            (folder / "models" / f"{name}.sql").write_text(f"{head}{edges}select 1 as id\n")


def _name_of(node: dict[str, Any]) -> str:
    """A node's name as a file may bear it: names of generic tests hold any sign."""
    return "".join(sign if sign.isalnum() or sign == "_" else "_" for sign in node["name"])


def names_of_run(target: Path) -> list[str]:
    """Names, in the empty project, of the nodes that the last dbt run with a target folder ran."""
    nodes = _manifest(target)["nodes"]
    results = json.loads((target / "run_results.json").read_text())["results"]
    return [
        _name_of(nodes[row["unique_id"]])
        for row in results
        # The empty project has neither hooks nor exposures, which have results too.
        if row["unique_id"] in nodes
    ]


def _manifest(target: Path) -> dict[str, Any]:
    return json.loads((target / "manifest.json").read_text())


def main() -> int:
    """Command line: python -m benchmarks.empty_project."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=400)
    parser.add_argument("--weeks", type=int, default=78)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--write-results", action="store_true", help="write them into README.md")
    given = parser.parse_args()
    folder = given.folder.resolve() / "empty_project"
    shutil.rmtree(folder, ignore_errors=True)
    raw = given.folder.resolve() / f"raw_{given.accounts}x{given.weeks}.duckdb"
    make_demo(raw, given.accounts, given.weeks)
    ours, empty, project = (folder / name for name in ("ours", "empty", "project"))
    for side in (ours, empty):
        side.mkdir(parents=True)
    our_env, empty_env = (
        environment(side, raw, side / "published.duckdb") for side in (ours, empty)
    )
    dbt = [*command_of("dbt"), "--no-use-colors", "build", "--project-dir", str(project)]
    dbt += ["--profiles-dir", str(PROJECT / "profiles")]
    tools = {"make build": "build", "a second make build": "build", "make week": "week"}
    is_slow = False
    for run, tool in tools.items():
        our_run = measure(module(f"tools.{tool}"), our_env, watched=ours)
        if not project.exists():
            write_empty_project(project, _manifest(ours / "target"))
        chosen = ["--indirect-selection", "empty", "--select", *names_of_run(ours / "target")]
        empty_run = measure(dbt + (chosen if tool == "week" else []), empty_env, watched=empty)
        ratio, limit = our_run.wall / empty_run.wall, LIMITS[run]
        is_slow |= ratio > limit
        where = machine([our_run, empty_run])
        cells = [
            f"{our_run.wall:.1f} s, {len(seconds_of_nodes(ours / 'target'))} nodes",
            f"{empty_run.wall:.1f} s, {len(seconds_of_nodes(empty / 'target'))} nodes",
            f"{ratio:.2f} (CPU {our_run.cpu / empty_run.cpu:.2f})",
            f"{limit}",
        ]
        print(f"{run}: ours {cells[0]}; empty {cells[1]}; ratio {cells[2]}, ", end="")
        print(f"at most {limit} is wanted. {where}.", flush=True)
        if given.write_results:
            write_result("empty_project", run, [*cells, where])
    return 1 if is_slow else 0


if __name__ == "__main__":
    sys.exit(main())
