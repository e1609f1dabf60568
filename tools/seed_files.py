"""What is wrong with the seeds as files: one line that names file, row and column, in a moment.

Seeds are saved by people from spreadsheets. What dbt reads right (a mark before UTF-8, CRLF) is
taken; what it would read wrong or refuse in twenty lines is told before it starts.
"""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from tools.dbt import PROJECT

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_COMMA = re.compile(r"[+-]?\d*,\d+")


def _day(cell: str) -> bool:
    try:
        return dt.date.fromisoformat(cell).isoformat() == cell
    except ValueError:
        return False


# What a cell of each column type must look like, and how to say it.
_FORMS: dict[str, tuple[Callable[[str], object], str]] = {
    "double precision": (_NUMBER.fullmatch, "a number, for example 0.35"),
    "integer": (re.compile(r"[+-]?\d+").fullmatch, "a whole number, for example 26"),
    "boolean": (re.compile("true|false", re.IGNORECASE).fullmatch, "true or false"),
    "date": (_day, "a day as YYYY-MM-DD, for example 2026-06-29"),
}


def column_types(folder: Path) -> dict[str, dict[str, str]]:
    """Columns of each seed with their types, as the yml files beside the seeds declare them."""
    types: dict[str, dict[str, str]] = {}
    for path in sorted(folder.rglob("*.yml")):
        for seed in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("seeds", []):
            types[seed["name"]] = dict(seed["config"]["column_types"])
    return types


def problems(folder: Path = PROJECT / "seeds") -> list[str]:
    """One line for each thing that is wrong with a seed as a file; empty when all can be read.

    Args:
        folder: the folder that holds the seeds and their yml files, at any depth.
    """
    types = column_types(folder)
    files = {path.stem: path for path in sorted(folder.rglob("*.csv"))}
    found = [
        f"{name}.csv is not there, though its yml file declares it: restore the file."
        for name in sorted(types.keys() - files.keys())
    ]
    for name, path in files.items():
        if name not in types:
            found.append(f"{path.name} is no seed that a yml file declares: is the name misspelt?")
        else:
            found += _problems_of(path, types[name])
    return found


def _problems_of(path: Path, types: dict[str, str]) -> list[str]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return [f"{path.name}, row {line}: not UTF-8. Save the file as CSV UTF-8."]
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = [(lines.line_num, row) for row in lines]
    except csv.Error as error:
        return [f"{path.name}, row {lines.line_num}: {error}. Close the quotes of this row."]
    if not rows:
        return [f"{path.name} is empty: it needs its header, {','.join(types)}."]
    header = rows[0][1]
    wrong = list(_header_problems(path.name, header, types))
    return wrong or [
        problem
        for number, row in rows[1:]
        for problem in _row_problems(path.name, number, header, row, types)
    ]


def _header_problems(name: str, header: list[str], types: dict[str, str]) -> Iterator[str]:
    if len(header) == 1 and re.search("[;\t]", header[0]):
        yield f"{name}, row 1: cells are not parted by commas. Save the file as CSV with commas."
        return
    for column in header:
        if column not in types:
            near = difflib.get_close_matches(column.strip(), types.keys() - set(header), n=1)
            meant = f" Is {near[0]} meant?" if near else f" Its columns are {', '.join(types)}."
            yield f"{name}, row 1: there is no column {column!r}.{meant}"
        elif header.count(column) > 1:
            yield f"{name}, row 1: column {column} stands there twice. Keep one."
            return
    # A misspelt name is told once.
    if set(header) <= set(types):
        for column in types:
            if column not in header:
                yield f"{name}, row 1: column {column} is missing. Add it; its cells may be empty."


def _row_problems(
    name: str, number: int, header: list[str], row: list[str], types: dict[str, str]
) -> Iterator[str]:
    if not any(cell.strip() for cell in row):
        yield f"{name}, row {number}: the row is empty. Delete it."
        return
    if len(row) != len(header):
        more = len(row) > len(header)
        why = "Is it a decimal comma, or a text without quotes?" if more else "Are commas missing?"
        yield f"{name}, row {number}: {len(row)} cells where the header has {len(header)}. {why}"
        return
    for column, cell in zip(header, row, strict=True):
        place = f"{name}, row {number}, column {column}"
        if cell != cell.strip():
            yield f"{place}: {cell!r} has a blank at its edge. Take it away."
        elif cell and types[column] in _FORMS:
            fits, form = _FORMS[types[column]]
            if not fits(cell):
                form = cell.replace(",", ".") if _COMMA.fullmatch(cell) else form
                yield f"{place}: {cell!r} cannot be read. Write {form}."
