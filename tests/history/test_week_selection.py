"""What `make week` builds: all that a new week changes, and nothing that can wait."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Company

from tools import week
from tools.dbt import PROJECT

# 141, and what a page about an account needs: terms, days, overview, its test; answers to alerts
# by month, and their test; the review of a customer; what triggers alerts.
MOST_NODES = 152
# What dbt runs; it lists metrics too.
_RUN = ("--resource-types", "model", "seed", "snapshot", "test")


@dataclass(frozen=True)
class Project:
    """dbt's manifest and the ids of the nodes that the week builds."""

    nodes: dict[str, Any]
    parents: dict[str, list[str]]
    macros: dict[str, Any]
    selected: set[str]

    @property
    def of_rules(self) -> set[str]:
        """Names of what only says what the rules are."""
        return {node["name"] for node in self.nodes.values() if "rules" in node["tags"]}

    def name(self, unique_id: str) -> str:
        return self.nodes[unique_id]["name"]

    def macros_of(self, unique_id: str) -> set[str]:
        """Ids of the macros that a node uses, and of those that they use."""
        found: set[str] = set()
        waiting = list(self.nodes[unique_id]["depends_on"]["macros"])
        while waiting:
            macro = waiting.pop()
            if macro not in found:
                found.add(macro)
                waiting += self.macros[macro]["depends_on"]["macros"]
        return found

    def is_view(self, unique_id: str) -> bool:
        """Whether a model has no rows of its own."""
        return self.nodes[unique_id]["config"].get("materialized") == "view"

    def ancestors(self, unique_id: str) -> set[str]:
        """Models and snapshots upstream of a node that are tables."""
        found: set[str] = set()
        waiting = list(self.parents[unique_id])
        while waiting:
            parent = waiting.pop()
            if parent in self.nodes and parent not in found:
                found.add(parent)
                waiting += self.parents[parent]
        kinds = ("model", "snapshot")
        return {
            parent
            for parent in found
            if self.nodes[parent]["resource_type"] in kinds and not self.is_view(parent)
        }


def dbt(folder: Path, *arguments: str) -> str:
    """Output of a dbt command on the project, apart from everybody else's target folder."""
    done = Company(folder, has_manifest=True).dbt("--quiet", *arguments)
    assert done.status == 0, done.output
    return done.output


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("selection")
    listed = dbt(
        folder, "ls", *week.selection(), *_RUN, "--output", "json", "--output-keys", "unique_id",
    )  # fmt: skip
    manifest = json.loads((folder / "target" / "manifest.json").read_text())
    selected = {
        json.loads(line)["unique_id"] for line in listed.splitlines() if line.startswith("{")
    }
    return Project(manifest["nodes"], manifest["parent_map"], manifest["macros"], selected)


def test_the_week_has_few_nodes(project: Project) -> None:
    """Of the shipped company; branches of sources that are off are not built."""
    settings = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())["vars"]
    off = set(week.known_sources()) - set(settings["bellwether_sources"])
    assert len(off) == 4
    arguments = week.selection(sources_off=sorted(off))
    left_out = arguments[arguments.index("--exclude") + 1 :]
    built = {
        unique_id
        for unique_id in project.selected
        if not any(fnmatchcase(project.name(unique_id), pattern) for pattern in left_out)
    }
    assert len(project.selected) - len(built) > 10
    assert 60 < len(built) <= MOST_NODES


def test_all_weekly_models_and_the_tables_that_they_read_are_built(project: Project) -> None:
    weekly = {
        unique_id
        for unique_id, node in project.nodes.items()
        if node["resource_type"] == "model"
        and (node["config"].get("incremental_strategy") or "").startswith("by_")
        and not project.is_view(unique_id)
    }
    wanted = set(weekly)
    for unique_id in weekly:
        wanted |= project.ancestors(unique_id)
    missing = {project.name(unique_id) for unique_id in wanted - project.selected}
    assert len(weekly) > 30
    assert missing <= project.of_rules


def test_what_is_built_reads_only_what_is_built(project: Project) -> None:
    for unique_id in project.selected:
        if project.nodes[unique_id]["resource_type"] == "test":
            continue
        left_out = {project.name(parent) for parent in project.ancestors(unique_id)}
        left_out -= {project.name(parent) for parent in project.selected}
        assert left_out <= project.of_rules, unique_id


def test_what_is_left_to_the_rules_reads_rules_only(project: Project) -> None:
    by_name = {node["name"]: unique_id for unique_id, node in project.nodes.items()}
    known = {*project.of_rules, "int_scorecard_versions_weekly"}
    for name in project.of_rules:
        for parent in project.parents[by_name[name]]:
            is_rule = parent.startswith("seed.") or project.name(parent) in known
            assert is_rule or project.is_view(parent), f"{name} reads {parent}"


def test_every_test_of_what_is_built_runs(project: Project) -> None:
    tables = {
        unique_id
        for unique_id in project.selected
        if project.nodes[unique_id]["resource_type"] in ("model", "snapshot")
    }
    # Staging's tests hold raw rows against what became of them: all that ever landed, not a week.
    left_out = {*project.of_rules, *(f"assert_{source}_staging" for source in week.known_sources())}
    for unique_id, node in project.nodes.items():
        can_wait = node["name"] in left_out or "validation" in node["original_file_path"]
        if node["resource_type"] == "test" and tables & set(project.parents[unique_id]):
            assert unique_id in project.selected or can_wait, node["name"]


def test_what_can_wait_is_not_built(project: Project) -> None:
    for unique_id in project.selected:
        path = project.nodes[unique_id]["original_file_path"]
        assert "validation" not in path
        assert not path.startswith(("models/staging", "tests/staging"))
        assert not unique_id.startswith("seed.")
        assert not project.is_view(unique_id)


def test_names_that_are_left_out_exist(project: Project) -> None:
    names = {node["name"] for node in project.nodes.values()}
    assert {f"assert_{source}_staging" for source in week.known_sources()} <= names
    assert len(project.of_rules) > 10


def test_a_test_of_one_model_has_its_tag(project: Project) -> None:
    for node in project.nodes.values():
        model = node.get("attached_node")
        if node["resource_type"] == "test" and model:
            assert set(node["tags"]) == set(project.nodes[model]["tags"]), node["name"]


def test_the_selector_for_servers_is_the_week_with_rules_and_views(
    project: Project, tmp_path: Path
) -> None:
    listed = dbt(
        tmp_path, "ls", "--selector", "weekly", *_RUN, "--output", "json",
        "--output-keys", "unique_id",
    )  # fmt: skip
    selected = {
        json.loads(line)["unique_id"] for line in listed.splitlines() if line.startswith("{")
    }
    assert project.selected < selected
    for unique_id in selected - project.selected:
        node = project.nodes[unique_id]
        assert "rules" in node["tags"] or project.is_view(unique_id), unique_id


def test_views_that_stand_hold_no_day(project: Project) -> None:
    dated = {"as_of_date", "as_of_week", "restate_from", "restatement_weeks", "stored_relation"}
    for unique_id, node in project.nodes.items():
        if node["resource_type"] == "model" and node["config"]["materialized"] == "view":
            used = {macro.split(".")[-1] for macro in project.macros_of(unique_id)}
            assert not dated & used, f"{node['name']} would keep the day of the last build"


def test_a_changed_seed_brings_what_follows_from_it(tmp_path: Path) -> None:
    listed = dbt(
        tmp_path, "ls", "--exclude-resource-type", "unit_test", "--output", "name",
        *week.selection(["playbook_actions"], ["zendesk"], has_rules=True),
    ).splitlines()  # fmt: skip
    expected = {
        "playbook_actions", "dim_playbooks", "assert_rule_seeds", "int_scorecard_fingerprints",
        "stg_zendesk__tickets", "assert_zendesk_staging",
    }  # fmt: skip
    assert expected <= set(listed)
    assert not {"bands", "stg_pendo__events", "assert_pendo_staging"} & set(listed)
