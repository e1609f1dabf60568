"""Keys in nested JSON and times of other zones by hand; tests/engines asks PostgreSQL."""

from __future__ import annotations

import json
from typing import Any

from conftest import Company

# What stands at the top under key `k`, lines apart where there are several.
TEXTS: dict[str, str | None] = {
    '{"k": "a1"}': "a1",
    '{"k": ["a1"]}': "a1",
    '{"k": ["b", "a1", "b", ""]}': "a1\nb",
    ' {"k" : 1234 } ': "1234",
    '{"k": 1234.0}': "1234",
    '{"k": -5}': "-5",
    '{"k": [1, "1", 1.0]}': "1",
    '{"k": 12345678901234567890123}': "12345678901234567890123",
    '{"k": "\\u00e4 \\ud83d\\ude00"}': "ä 😀",
    '{"k": "a\\"b", "c": "\\\\"}': 'a"b',
    '{"x": {"k": "z"}, "k": "y"}': "y",
    '{"k": "a", "t": [1, [2, {"z": ["]}", "{\\"k\\": 1"]}]], "e": [{}], "f": {"g": []}}': "a",
    '{"k": [{"id": 1}, "a", true, null]}': "a",
    '{"k": "true"}': "true",
    '{"x": {"k": "z"}}': None,
    '{"k": {"id": 1}}': None,
    '{"k": [["a"]]}': None,
    '{"k": null}': None,
    '{"k": ""}': None,
    '{"k": []}': None,
    '{"k": true}': None,
    '{"other": "k"}': None,
    '["k"]': None,
    '"k"': None,
    'no "k" here': None,
    '{"k": "a"} x': None,
    '{"k": "a", "b": 01}': None,
    '{"k": "a", "b": 1 2}': None,
    '{"k": "a", "b": tr ue}': None,
    '{"k": "a" "b"}': None,
    '{"k": "a", "b": "\\ud800"}': None,
    '{k: "a"}': None,
    "": None,
}
# A time on the clocks of a zone, and in UTC: summer, winter, the hour that is shown twice.
TIMES = {
    ("2026-06-01 00:30:00", "Europe/Berlin"): "2026-05-31 22:30:00",
    ("2026-10-25 02:30:00", "Europe/Berlin"): "2026-10-25 01:30:00",
    ("2026-06-14 21:00:00", "America/New_York"): "2026-06-15 01:00:00",
    ("2026-11-01 01:30:00", "America/New_York"): "2026-11-01 06:30:00",
    ("2026-06-01 03:00:00", "Asia/Kolkata"): "2026-05-31 21:30:00",
    ("2026-06-01 03:00:00", "UTC"): "2026-06-01 03:00:00",
}


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


MODEL = "\nunion all\n".join(
    [
        f"select {place} as place, {{{{ json_texts('given', 'k') }}}} as found"
        f" from (select cast({literal(text)} as {{{{ type_text() }}}}) as given) as row_{place}"
        for place, text in enumerate(TEXTS)
    ]
    + [
        f"select {place} as place, cast({{{{ utc_time_of('given', '{zone}') }}}} as"
        f" {{{{ type_text() }}}}) as found"
        f" from (select cast('{time}' as timestamp) as given) as row_{place}"
        for place, (time, zone) in enumerate(TIMES, len(TEXTS))
    ]
)


def check_found(rows: list[dict[str, Any]]) -> None:
    """Compare the rows of MODEL with what was worked out by hand."""
    found = {int(row["place"]): row["found"] for row in rows}
    given = [*TEXTS, *TIMES]
    expected = [*TEXTS.values(), *TIMES.values()]
    wrong = [
        (given[place], found[place], value)
        for place, value in enumerate(expected)
        if found[place] != value
    ]
    assert not wrong


def test_nested_json_and_zones_are_read(company: Company) -> None:
    company.load("create schema salesforce")
    shown = company.dbt("--quiet", "show", "--inline", MODEL, "--output", "json", "--limit", "-1")
    assert shown.status == 0, shown.output[-3000:]
    check_found(json.loads(shown.output)["show"])
