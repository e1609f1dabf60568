"""The order of layers and topics, and what the filters of weekly models rely on, in dbt's graph."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
from conftest import Company

from tools.dbt import PROJECT

# Nothing reads a topic below its own in this list. `core` holds the scores as marts.
TOPICS = (
    "entities", "signals", "scoring", "core", "explanations", "value", "monitoring", "validation",
    "health", "changes", "case_study", "alerts", "quality", "adoption", "overview",
)  # fmt: skip
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
    company = Company(tmp_path_factory.mktemp("parse"), has_manifest=True)
    assert company.dbt("parse").status == 0
    nodes = json.loads((company.folder / "target" / "manifest.json").read_text())["nodes"].values()
    return {node["name"]: node for node in nodes if node["resource_type"] == "model"}


def parents(models: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The models that one reads."""
    found = [parent.split(".")[-1] for parent in models[name]["depends_on"]["nodes"]]
    return [models[parent] for parent in found if parent in models]


def arrows(models: dict[str, Any]) -> list[tuple[str, str]]:
    """Pairs of folders, of what is read and of what reads it: `intermediate/signals/...`."""
    return [
        (parent["path"], model["path"])
        for name, model in models.items()
        for parent in parents(models, name)
    ]


def test_layers_have_one_direction(models: dict[str, Any]) -> None:
    wrong = [
        (read, reader)
        for read, reader in arrows(models)
        if (reader.startswith("intermediate/") and read.startswith("marts/"))
        or (reader.startswith("marts/") and read.startswith("staging/"))
        or (reader.startswith("staging/") and not read.startswith("staging/"))
    ]
    assert wrong == []
    sources = {
        name
        for name, model in models.items()
        if any(parent.startswith("source.") for parent in model["depends_on"]["nodes"])
        and not model["path"].startswith("staging/")
    }
    assert sources == set()


def test_topics_stand_in_one_order(models: dict[str, Any]) -> None:
    place = {topic: number for number, topic in enumerate(TOPICS)}
    topics = {
        model["path"].split("/")[1]
        for model in models.values()
        if not model["path"].startswith("staging/")
    }
    assert topics == set(TOPICS)
    wrong = [
        (read, reader)
        for read, reader in arrows(models)
        if not read.startswith("staging/")
        and not reader.startswith("staging/")
        and place[read.split("/")[1]] > place[reader.split("/")[1]]
    ]
    assert wrong == []


def test_every_step_can_be_selected_from(models: dict[str, Any]) -> None:
    hidden = [
        name for name, node in models.items() if node["config"]["materialized"] == "ephemeral"
    ]
    assert hidden == []


def test_a_folder_has_one_file_of_models_and_one_of_unit_tests(models: dict[str, Any]) -> None:
    for name, model in models.items():
        if model["path"].startswith("staging/"):
            continue
        folder = os.path.dirname(model["original_file_path"])
        said = model["patch_path"].split("://")[1]
        assert said == f"{folder}/_{os.path.basename(folder)}__models.yml", name
        others = set(os.listdir(PROJECT / folder)) - {
            os.path.basename(said), f"_{os.path.basename(folder)}__unit_tests.yml",
        }  # fmt: skip
        assert not [file for file in others if file.endswith(".yml")], folder


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
