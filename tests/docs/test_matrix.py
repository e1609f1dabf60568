"""README's table of engines is what commands wrote."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tools import matrix

ROW = matrix.Row("DuckDB", "build", "1.5.6", "12 x 10", "20", "2026-06-29", "")


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A README and a file of rows that may be written; the README."""
    page, file = tmp_path / "README.md", tmp_path / "matrix.csv"
    page.write_text("Before.\n\n<!-- engines -->\n<!-- /engines -->\n\nAfter.\n")
    file.write_text(",".join(matrix.Row._fields) + "\n" + ",".join(ROW) + "\n")
    monkeypatch.setattr(matrix, "PAGE", page)
    monkeypatch.setattr(matrix, "FILE", file)
    return page


def test_readme_holds_the_table_that_the_rows_give() -> None:
    assert matrix.table() in matrix.PAGE.read_text()
    assert matrix.written() == matrix.PAGE.read_text(), "python -m tools.matrix writes it"


def test_rows_are_of_known_engines_and_checks_once() -> None:
    found = matrix.rows()
    assert len({(row.engine, row.check) for row in found}) == len(found) > 0
    assert all(date.fromisoformat(row.passed_on) for row in found)


def test_a_pass_is_written_when_asked(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELLWETHER_WRITE_MATRIX", "1")
    with matrix.passes("DuckLake", "build", "data tests", version="1.5.5", size="20 x 24"):
        pass
    page = elsewhere.read_text()
    assert page.startswith("Before.") and page.endswith("After.\n")
    assert "| DuckLake (1.5.5) | - | 20 x 24, 0 s | - | 20 x 24 | - | - |" in page
    assert "| DuckDB (1.5.6) | - | 12 x 10, 20 s | - | - | - | - |" in page
    with matrix.passes("DuckDB", "build", version="2.0.0", size="9 x 9", note="views alone"):
        pass
    assert "| DuckDB (2.0.0) | - | 9 x 9, 0 s, views alone |" in elsewhere.read_text()


def test_nothing_is_written_unasked_or_of_what_fails(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = elsewhere.read_text(), matrix.FILE.read_text()
    monkeypatch.delenv("BELLWETHER_WRITE_MATRIX", raising=False)
    with matrix.passes("DuckLake", "week"):
        pass
    monkeypatch.setenv("BELLWETHER_WRITE_MATRIX", "1")
    with pytest.raises(ValueError), matrix.passes("DuckLake", "week"):
        raise ValueError
    assert (elsewhere.read_text(), matrix.FILE.read_text()) == before
