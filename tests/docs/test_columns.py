"""A column that recurs is described once: by a doc block, which dbt docs shows at each of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2
import yaml

PROJECT = Path(__file__).parents[2]
FOLDERS = ("models", "seeds", "snapshots")
# So often may a column be described in the same words before they become a block.
OFTEN = 5


def columns() -> Iterator[tuple[str, str]]:
    """Name and description of each column of each model, seed and snapshot."""
    for path in (path for folder in FOLDERS for path in (PROJECT / folder).rglob("*.yml")):
        for nodes in (yaml.safe_load(path.read_text()) or {}).values():
            for node in nodes if isinstance(nodes, list) else []:
                for column in node.get("columns") or []:
                    yield column["name"], str(column.get("description"))


def test_recurring_columns_are_doc_blocks() -> None:
    counted = Counter(columns())
    assert len(counted) > 1000
    repeated = {key: n for key, n in counted.items() if n >= OFTEN and "doc('" not in key[1]}
    assert repeated == {}, "write them once in models/_docs/columns.md"


def test_every_block_of_columns_is_used() -> None:
    page = (PROJECT / "models" / "_docs" / "columns.md").read_text()
    blocks = re.findall(r"\{% docs (\w+) %\}", page)
    used = set(re.findall(r"doc\('(\w+)'\)", " ".join(text for _, text in columns())))
    assert len(blocks) == len(set(blocks))
    assert set(blocks) <= used


def test_bigquery_is_given_no_description_above_its_limit() -> None:
    """The request for a table fails as a whole where one of its columns has too long a text."""

    class Adapter:
        given: dict[str, dict[str, Any]]

        def update_columns(self, relation: str, columns: dict[str, dict[str, Any]]) -> None:
            self.given = columns

    adapter = Adapter()
    macro = PROJECT / "macros" / "bigquery" / "bigquery__alter_column_comment.sql"
    rendered = jinja2.Environment(extensions=["jinja2.ext.do"]).from_string(
        macro.read_text() + "{% do bigquery__alter_column_comment('table', described) %}"
    )
    described = {
        "long": {"description": "word " * 400, "data_type": "text"},
        "whole": {"description": "a" * 1024},
        "bare": {"data_type": "text"},
    }
    rendered.render(adapter=adapter, described=described)
    cut = adapter.given["long"]
    assert len(cut["description"]) <= 1024 and cut["description"].endswith("word ...")
    assert cut["data_type"] == "text"
    assert adapter.given["whole"]["description"] == "a" * 1024
    assert adapter.given["bare"] == {"data_type": "text", "description": ""}
