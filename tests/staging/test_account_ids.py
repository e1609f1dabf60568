"""What is cut to 15 characters beside a CRM without checked ids is an id of 18 and no number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

FILE = Path(__file__).parents[2] / "models/staging/salesforce/_salesforce__sources.yml"
META = yaml.safe_load(FILE.read_text())["sources"][0]["config"]["meta"]
LAST_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def of_18(key: str) -> str:
    """An id of 15 characters with the three that say which of each five are capitals."""
    parts = (key[:5], key[5:10], key[10:])
    bits = (sum(2**place for place, sign in enumerate(part) if sign.isupper()) for part in parts)
    return key + "".join(LAST_SIGNS[number] for number in bits)


@pytest.mark.parametrize(
    "key", ["001Bw00001OjCMx", "0015500000Xyy06", "001ABCDEFGHIJKL", "001000000000001"]
)
def test_an_id_of_18_is_known(key: str) -> None:
    assert re.search(META["account_id_pattern"], of_18(key))


@pytest.mark.parametrize("key", ["001000000000000011", "001234567890123450", "2182162682"])
def test_a_number_is_none(key: str) -> None:
    assert not re.search(META["account_id_pattern"], key)
