"""Var source_branches names every branch of an entity, and by that its readers find it."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

PROJECT = Path(__file__).parents[2]
MODELS = {path.stem: path for path in (PROJECT / "models").rglob("*.sql")}
BRANCHES: dict[str, list[str]] = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())["vars"][
    "source_branches"
]
ENTITIES = {entity for entities in BRANCHES.values() for entity in entities}


def test_every_source_has_a_row() -> None:
    folders = {path.name for path in (PROJECT / "models" / "staging").iterdir() if path.is_dir()}
    assert BRANCHES.keys() == folders


def test_every_branch_is_named_once_and_is_there() -> None:
    named = [f"{entity}__{source}" for source, entities in BRANCHES.items() for entity in entities]
    assert len(named) > 50
    assert len(named) == len(set(named))
    assert set(named) == {
        name
        for name in MODELS
        if name.rpartition("__")[0] in ENTITIES and name.rpartition("__")[2] in BRANCHES
    }


def test_every_entity_is_read() -> None:
    read = {
        entity
        for path in MODELS.values()
        for entity in re.findall(r"union_branches\('(\w+)'", path.read_text())
    }
    assert read == ENTITIES
