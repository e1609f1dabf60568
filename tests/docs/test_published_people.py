"""What names a person in words lies in staging and views, never in a table of marts, entities or
signals."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

PROJECT = Path(__file__).parents[2]
# Whose tables are published, and what people ask who doubt a score.
READ = ("marts", "intermediate/entities", "intermediate/signals")
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
# A sponsor may stand there by name or address.
NOT_READ = {"int_company_changes__hubspot", "int_crm_account_versions__hubspot"}
VIEW = re.compile(r"materialized='view'")


def test_no_table_that_is_read_has_a_column_for_people() -> None:
    folders = [PROJECT / "models" / folder for folder in READ]
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
        if not VIEW.search(path.read_text())
    } - NOT_READ
    assert len(tables) > 100
    found = {(name, column) for name in tables for column in described[name] & PERSONAL}
    assert found == KNOWN, "make it a view"


def test_the_sponsor_by_name_is_not_published() -> None:
    """Who says so is published with all its columns."""
    models = PROJECT / "models" / "intermediate"
    said = [
        model["name"]
        for path in models.rglob("*__models.yml")
        for model in yaml.safe_load(path.read_text())["models"]
        if model.get("config", {}).get("meta", {}).get("is_published")
    ]
    assert said and not NOT_READ & {*said}
