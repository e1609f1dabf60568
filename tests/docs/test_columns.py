"""A column that recurs is described once: by a doc block, which dbt docs shows at each of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

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
