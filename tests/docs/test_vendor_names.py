"""What a source is called stands in its staging, branches and seeds, and nowhere else in SQL."""

from __future__ import annotations

import re
from pathlib import Path

PROJECT = Path(__file__).parents[2]
STAGING = PROJECT / "models" / "staging"
# Our own shape, which every company may land.
OURS = "customer_success"


def vendors() -> set[str]:
    """Names of the sources that somebody else makes, as their folders of staging have them."""
    return {path.name for path in STAGING.iterdir() if path.is_dir()} - {OURS}


def is_of_a_source(path: Path, names: set[str]) -> bool:
    """Whether a file is a source's own: staging, a branch `<what>__<source>` or a macro."""
    if STAGING in path.parents:
        return True
    if "macros" in path.relative_to(PROJECT).parts:
        return bool(names & set(path.stem.split("_")))
    return path.stem.rpartition("__")[2] in names


def named(path: Path, names: set[str]) -> list[str]:
    """Lines of a file that name a vendor."""
    word = re.compile("|".join(sorted(names)), re.IGNORECASE)
    return [
        f"{path.relative_to(PROJECT)}:{place}: {line.strip()}"
        for place, line in enumerate(path.read_text().splitlines(), 1)
        if word.search(line)
    ]


def test_no_vendor_is_named_outside_of_its_own_files() -> None:
    names = vendors()
    assert len(names) >= 5
    files = [path for folder in ("models", "macros") for path in (PROJECT / folder).rglob("*.sql")]
    assert len(files) > 400
    shared = [path for path in sorted(files) if not is_of_a_source(path, names)]
    found = [line for path in shared for line in named(path, names)]
    assert found == [], "ask for a capability (CONTRIBUTING, a source), or write a branch"


def test_a_branch_reads_staging_of_its_own_source_only() -> None:
    """A second source would have to change it otherwise."""
    names = vendors()
    wrong = []
    for path in sorted((PROJECT / "models" / "intermediate").rglob("*.sql")):
        own = path.stem.rpartition("__")[2]
        read = set(re.findall(r"ref\('stg_(\w+?)__\w+'\)", path.read_text())) - {OURS}
        if read - ({own} if own in names else set()):
            wrong.append(f"{path.relative_to(PROJECT)} reads {', '.join(sorted(read))}")
    assert wrong == [], "put it into a branch `int_<entity>__<source>`"
