"""Pages: what shipped files name is there, what pages hold is shown, what they link to exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
NOT_SHIPPED = {
    ".git", ".venv", ".venv-bigquery", ".venv-boards", ".venv-ducklake", ".venv-snowflake",
    ".venv-spark",
    "dbt_packages", "exports", "logs", "target", "warehouse", "__pycache__", ".pytest_cache",
    ".ruff_cache",
}  # fmt: skip
# The name by which tests say that a page is missing.
NO_PAGE = "nothing.md"

_PAGE = re.compile(r"[\w./-]*\w\.md\b")
_LINK = re.compile(r"\]\(([^)#\s]+)")
_BLOCK = re.compile(r"\{% docs (\w+) %\}.*?\{% enddocs %\}", re.DOTALL)
_NODE = re.compile(r"#!/(\w+)/\1\.bellwether\.(\w+)\)")
_DOC = re.compile(r"doc\('(\w+)'\)")


def shipped() -> Iterator[Path]:
    """Every text file of the repository."""
    for path in sorted(PROJECT.rglob("*")):
        inside = path.relative_to(PROJECT).parts
        is_made = bool(NOT_SHIPPED & set(inside)) or inside[0] == "reports"
        if path.is_file() and not is_made and path.suffix != ".duckdb":
            yield path


FILES = list(shipped())
PAGES = [path for path in FILES if path.suffix == ".md"]
DOCS = [path for path in PAGES if path.parent.name == "_docs"]
NAMES = {path.name for path in PAGES}


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def unknown_pages(text: str) -> set[str]:
    """Names of pages in a text that the repository does not hold."""
    return {name for name in _PAGE.findall(text) if name.rsplit("/", 1)[-1] not in NAMES}


def test_no_file_names_a_page_that_is_not_there() -> None:
    assert len(FILES) > 500
    found = {str(path.relative_to(PROJECT)): unknown_pages(text_of(path)) for path in FILES}
    assert {path: names for path, names in found.items() if names - {NO_PAGE}} == {}


def test_a_missing_page_is_seen() -> None:
    assert unknown_pages(f"as README.md and models/_docs/{NO_PAGE} say") == {
        f"models/_docs/{NO_PAGE}"
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = [link for link in _LINK.findall(text_of(page)) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", DOCS, ids=lambda path: path.name)
def test_a_page_stands_in_its_blocks(page: Path) -> None:
    """What stands outside is not shown; a remark that says who writes the page may."""
    rest = _BLOCK.sub("", text_of(page))
    assert re.sub(r"\[comment\]: # \([^\n]*\)", "", rest).strip() == ""


def test_every_block_is_shown() -> None:
    """dbt docs shows the overview and what a description refers to."""
    blocks = {name for page in DOCS for name in _BLOCK.findall(text_of(page))}
    yml = " ".join(text_of(path) for path in FILES if path.suffix == ".yml")
    used = set(_DOC.findall(yml))
    assert len(blocks) > 100
    assert {
        name for name in blocks - used if not name.startswith(("__", "band_", "signal_"))
    } == set()


def exposures(page: str) -> set[str]:
    """Names in a file of exposures."""
    found = yaml.safe_load((PROJECT / "models" / "_docs" / page).read_text())["exposures"]
    return {exposure["name"] for exposure in found}


@pytest.mark.parametrize("page", DOCS, ids=lambda path: path.name)
def test_links_inside_the_documentation_lead_to_a_node(page: Path) -> None:
    text = text_of(page)
    known = {
        "model": {path.stem for path in (PROJECT / "models").rglob("*.sql")},
        "exposure": exposures("_docs__exposures.yml") | exposures("_reports__exposures.yml"),
    }
    links = _NODE.findall(text)
    assert len(links) == text.count("](#!/")
    assert [link for link in links if link[1] not in known[link[0]]] == []


def test_the_overview_leads_to_every_page_and_board() -> None:
    text = text_of(PROJECT / "models" / "_docs" / "overview.md")
    pages = exposures("_docs__exposures.yml")
    boards = {name for name in exposures("_reports__exposures.yml") if name.startswith("board_")}
    assert len(pages) > 5 and len(boards) > 5
    assert (pages | boards) - {
        name for kind, name in _NODE.findall(text) if kind == "exposure"
    } == set()
