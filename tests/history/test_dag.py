"""The order that the filters of weekly models rely on, read from dbt's own graph."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

import pytest

from tools.dbt import PROJECT, command_of

OPENED_BY = {
    "by_snapshot": "int_open_snapshots",
    "by_version": "int_open_versions_weekly",
    "by_cell": "int_open_versions_weekly",
    "by_rescored_snapshot": "int_open_versions_weekly",
    "by_rescored_month": "int_open_versions_weekly",
}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Models of the project by name, as `dbt parse` sees them."""
    target = tmp_path_factory.mktemp("parse")
    subprocess.run(
        [*command_of("dbt"), "parse"],
        cwd=PROJECT,
        env={
            **os.environ,
            "DBT_PROFILES_DIR": str(PROJECT / "profiles"),
            "DBT_TARGET_PATH": str(target),
            "DBT_LOG_PATH": str(target),
        },
        check=True,
        stdout=subprocess.DEVNULL,
    )
    nodes = json.loads((target / "manifest.json").read_text())["nodes"].values()
    return {node["name"]: node for node in nodes if node["resource_type"] == "model"}


def ancestors(models: dict[str, Any], name: str) -> set[str]:
    """Names of all models above one."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for parent in models[waiting.pop()]["depends_on"]["nodes"]:
            parent_name = parent.split(".")[-1]
            if parent_name in models and parent_name not in found:
                found.add(parent_name)
                waiting.append(parent_name)
    return found


def weekly(models: dict[str, Any]) -> dict[str, str]:
    """Strategy of every model that keeps closed snapshots, by name."""
    return {
        name: node["config"]["incremental_strategy"]
        for name, node in models.items()
        if node["config"]["materialized"] == "incremental"
        and node["config"].get("incremental_strategy") in OPENED_BY
    }


def test_what_a_run_opens_is_known_before_any_weekly_model(models: dict[str, Any]) -> None:
    assert len(weekly(models)) > 40
    early = {
        name: OPENED_BY[strategy]
        for name, strategy in weekly(models).items()
        if OPENED_BY[strategy] not in ancestors(models, name)
    }
    assert early == {}


def test_every_weekly_model_reads_the_filter_of_its_strategy(models: dict[str, Any]) -> None:
    macro = {
        "by_snapshot": ["in_open_snapshots"],
        "by_version": ["in_open_versions"],
        "by_cell": ["in_open_cells", "in_open_versions"],
        "by_rescored_snapshot": ["in_rescored_snapshots"],
        "by_rescored_month": ["in_rescored_months"],
    }
    unfiltered = [
        name
        for name, strategy in weekly(models).items()
        # Cells follow from the versions that are open, or are read by their own keys.
        for wanted in [{f"macro.bellwether.{name}" for name in macro[strategy]}]
        if not wanted & set(models[name]["depends_on"]["macros"])
    ]
    assert unfiltered == []
