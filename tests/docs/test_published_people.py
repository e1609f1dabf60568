"""What names a person in words lies in staging and views, never in a published table."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

PROJECT = Path(__file__).parents[2]
# Folders of the intermediate layer whose tables are published.
PUBLISHED = ("entities", "signals")
# Columns that hold what people write, and by what they are called or reached.
PERSONAL = {
    "contact_name", "email", "first_name", "from_address", "headers", "last_name", "sender_address",
    "subject", "to_address", "field_value", "executive_sponsor",
}  # fmt: skip
# The sponsor stands there as a contact's key, a hash, or a name that no contact bears; the value
# of a ticket's field is its status, priority or group.
KNOWN = {
    ("int_accounts", "executive_sponsor"),
    ("int_account_attributes", "executive_sponsor"),
    ("int_account_weeks", "executive_sponsor"),
    ("int_ticket_changes__hubspot", "field_value"),
}
NOT_PUBLISHED = re.compile(r"materialized='view'|'is_published': false")


def test_no_published_table_has_a_column_for_people() -> None:
    folders = [PROJECT / "models" / "intermediate" / folder for folder in PUBLISHED]
    described = {
        model["name"]: {column["name"] for column in model.get("columns", [])}
        for folder in folders
        for path in folder.rglob("*__models.yml")
        for model in yaml.safe_load(path.read_text())["models"]
    }
    tables = {
        path.stem
        for folder in folders
        for path in folder.rglob("*.sql")
        if not NOT_PUBLISHED.search(path.read_text())
    }
    assert len(tables) > 60
    found = {(name, column) for name in tables for column in described[name] & PERSONAL}
    assert found == KNOWN, "a view, or `config(meta={'is_published': false})`"
