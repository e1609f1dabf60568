"""A dbt project of somebody else's that uses this one as a package, as its page tells it."""

from __future__ import annotations

import csv
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from conftest import PROJECT

from tools.dbt import command_of

END = "2026-06-29"
PAGE = (PROJECT / "models" / "_docs" / "package.md").read_text()
BLOCKS = dict(re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
COMMANDS = BLOCKS["bash"].splitlines()
SEED = "scorecard_signals"
# The first weighs less than the second in our rules, in every segment.
EXCHANGED = ("login_frequency", "feature_adoption")
# Ignores the target's schema, and needs a node.
SCHEMA_NAME = """
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ ('shop_' ~ (custom_schema_name or node.fqn[0])) | trim }}
{%- endmacro %}
"""
MODEL = """
select account_id, score from {{ ref('bellwether', 'health_scores_current') }} where score < 100
"""


@dataclass
class OwnProject:
    """The project's folder and the environment that its profile reads."""

    folder: Path
    env: dict[str, str]

    def dbt(self, command: str) -> str:
        """Run a command line that begins with dbt; fails with dbt's own words."""
        done = subprocess.run(
            [*command_of("dbt"), "--no-use-colors", *command.split()[1:]],
            cwd=self.folder,
            env={
                **os.environ,
                **self.env,
                "BELLWETHER_AS_OF_DATE": END,
                "DBT_PROFILES_DIR": str(self.folder),
                "DBT_TARGET_PATH": str(self.folder / "target"),
                "DBT_LOG_PATH": str(self.folder / "logs"),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout[-6000:]}{done.stderr[-2000:]}"
        return done.stdout


def make_project(folder: Path, output: dict[str, Any], env: dict[str, str]) -> OwnProject:
    """Write the project with the page's configuration and rules of its own.

    Args:
        folder: where; `../bellwether` becomes a link to the checkout.
        output: what its profile connects to.
        env: environment variables for dbt.
    """
    (folder.parent / "bellwether").symlink_to(PROJECT)
    config = yaml.safe_load(BLOCKS["yml"])
    if output["type"] == "postgres":
        del config["vars"]["raw_database"]
    config |= {"name": "shop", "version": "1.0.0", "config-version": 2, "profile": "shop"}
    config["models"]["shop"] = {"+schema": "reports"}
    config["seeds"]["shop"] = {SEED: {"+schema": "rules", "+column_types": _column_types()}}
    files = {
        "packages.yml": BLOCKS["yaml"],
        "dbt_project.yml": yaml.safe_dump(config),
        "profiles.yml": yaml.safe_dump({"shop": {"target": "dev", "outputs": {"dev": output}}}),
        "macros/generate_schema_name.sql": SCHEMA_NAME,
        "models/low_scores.sql": MODEL,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    _write_rules(folder / "seeds" / f"{SEED}.csv")
    return OwnProject(folder, env)


def _column_types() -> dict[str, str]:
    """The seed's column types, as ours declares them."""
    for file in (PROJECT / "seeds" / "scorecards").glob("*.yml"):
        for seed in yaml.safe_load(file.read_text())["seeds"]:
            if seed["name"] == SEED:
                return dict(seed["config"]["column_types"])
    raise AssertionError(f"no yml declares {SEED}")


def _write_rules(path: Path) -> None:
    """Our rules, but in card health two signals have exchanged their weights."""
    with open(PROJECT / "seeds" / "scorecards" / f"{SEED}.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    lighter, heavier = EXCHANGED
    weights = {
        (row["version"], row["segment"], row["signal_id"]): row["weight"]
        for row in rows
        if row["scorecard_id"] == "health"
    }
    for row in rows:
        if row["scorecard_id"] == "health" and row["signal_id"] in EXCHANGED:
            other = heavier if row["signal_id"] == lighter else lighter
            row["weight"] = weights[row["version"], row["segment"], other]
    path.parent.mkdir()
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def weights_query(marts: str) -> str:
    """SQL that counts cells of the two signals, and those in which the first weighs more."""
    lighter, heavier = EXCHANGED
    return f"""
        select count(*), count(case when ours.declared_weight > theirs.declared_weight then 1 end)
        from {marts}.fct_signal_scores as ours
        inner join {marts}.fct_signal_scores as theirs
            on ours.account_id = theirs.account_id
            and ours.snapshot_week = theirs.snapshot_week
            and ours.scorecard_id = theirs.scorecard_id
            and ours.version = theirs.version
        where ours.scorecard_id = 'health'
            and ours.signal_id = '{lighter}'
            and theirs.signal_id = '{heavier}'
    """
