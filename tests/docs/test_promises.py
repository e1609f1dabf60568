"""What a model promises stands in its yml, names its columns, and is tested."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).parents[2]
MARTS = PROJECT / "models" / "marts"


def described() -> dict[str, dict[str, Any]]:
    """Each model's entry in its yml, by its name."""
    return {
        model["name"]: model
        for path in (PROJECT / "models").rglob("*__models.yml")
        for model in yaml.safe_load(path.read_text())["models"]
    }


def of_its_own(model: dict[str, Any]) -> dict[str, Any]:
    """What the grain test of a model's own checks."""
    tests = [test["grain"] for test in model.get("data_tests", []) if "grain" in test]
    return tests[0]["arguments"] if tests else {}


def folded(model: dict[str, Any]) -> dict[str, Any]:
    """What a model promises to a test of many."""
    return model.get("config", {}).get("meta", {}).get("grain", {})


def test_every_mart_has_a_test_of_its_own() -> None:
    models = described()
    marts = {path.stem for path in MARTS.rglob("*.sql")}
    assert len(marts) > 40
    assert {name for name in marts if not of_its_own(models[name]).get("key")} == set()


def test_what_is_promised_to_a_test_of_many_is_on_one_list() -> None:
    promised = [name for name, model in described().items() if folded(model)]
    sql = (path.read_text() for path in (PROJECT / "tests").rglob("*.sql"))
    lists = re.findall(r"{% set tables = \[.*?\] %}", "\n".join(sql), re.DOTALL)
    listed = re.findall(r"'(int_\w+)'", "\n".join(lists))
    assert len(promised) > 60
    assert sorted(promised) == sorted(listed)


def test_promises_name_columns_that_are_described() -> None:
    for name, model in described().items():
        promises = of_its_own(model) or folded(model)
        kinds = ("key", "not_null", "accepted_values", "ranges")
        named = {column for kind in kinds for column in promises.get(kind, ())}
        columns = {column["name"] for column in model.get("columns", [])}
        assert named <= columns, f"{name} promises what it does not have: {named - columns}"
