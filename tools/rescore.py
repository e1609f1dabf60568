"""Scores of other weights from cells that are published: the engine's own models, run on them.

The models that weigh, roll up, override and band are run by dbt in a scratch database. What they
read stands there as the published marts and a copy of the rule seeds have it, for one week.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tools.dbt import run_dbt
from tools.files import Refused, Status, quoted, schema_of_marts
from tools.marts import Marts, csv_rows
from tools.publish import RUN_OPTIONS
from tools.rules_hash import SEEDS
from tools.seed_files import column_types
from tools.unit import SCRATCH

READ = (
    "dim_scorecards", "fct_account_scores", "fct_signal_scores", "health_scores",
    "data_quality_source_freshness",
)  # fmt: skip
# From the weights to the bands, and from there down to the points of each signal.
_MODELS = (
    "int_scorecard_category_weights",
    "int_scorecard_signal_weights",
    "int_scorecard_rules",
    "int_category_scores",
    "int_account_scores",
    "int_overridden_scores",
    "int_banded_scores",
    "int_category_contributions",
    "int_signal_scores",
)
_TEST = "assert_scorecard_weights"
_SEEDS = ("scorecards", "scorecard_parameters", "signals", "band_statuses")
_SEEDS_OF_VERSIONS = ("scorecard_categories", "scorecard_signals", "bands")
_PROBLEM = re.compile(rf"Problem found by {_TEST}: (.*)")

# What the models read beside the rules. Accounts, versions and rules are known by numbers, which
# macro hash_number makes of their names.
_INPUTS = """
    create macro hash_number(name) as cast('0x' || substr(md5(name), 1, 12) as bigint);

    create table bellwether_intermediate.int_scorecard_versions_weekly as
    select
        {week} as snapshot_week,
        asked.scorecard_id,
        asked.version,
        hash_number(asked.scorecard_id || '|' || asked.version) as version_hash,
        asked.version = asked.copied as is_in_force,
        cards.scale_max,
        cards.rollup,
        cards.min_weight_observed,
        cards.peer_group,
        cards.lifecycle
    from asked
    inner join {marts}.dim_scorecards as cards
        on asked.scorecard_id = cards.scorecard_id and asked.copied = cards.version;

    create table published_scores as
    select account_scores.*
    from {marts}.fct_account_scores as account_scores
    inner join (select distinct scorecard_id, copied from asked) as cards
        on
            account_scores.scorecard_id = cards.scorecard_id
            and account_scores.version = cards.copied
    where account_scores.snapshot_week = {week};

    create table bellwether_intermediate.int_account_weeks as
    select distinct
        account_id,
        hash_number(account_id) as account_hash,
        snapshot_week,
        segment,
        lifecycle,
        true as is_alive
    from published_scores;

    create table bellwether_intermediate.int_scored_cells as
    select
        hash_number(cells.account_id) as account_hash,
        cells.snapshot_week,
        hash_number(asked.scorecard_id || '|' || asked.version) as version_hash,
        hash_number(
            asked.scorecard_id || '|' || asked.version || '|' || scores.segment
            || '|' || cells.signal_id
        ) as rule_hash,
        cells.value,
        cells.level,
        cells.observed_week,
        cast(null as integer) as rubric_row,
        cells.scale_point,
        cells.status,
        cells.score,
        cells.has_unread_value
    from asked
    inner join {marts}.fct_signal_scores as cells
        on asked.scorecard_id = cells.scorecard_id and asked.copied = cells.version
    inner join published_scores as scores
        on
            cells.account_id = scores.account_id
            and cells.snapshot_week = scores.snapshot_week
            and cells.scorecard_id = scores.scorecard_id
    where cells.snapshot_week = {week};

    create table bellwether_intermediate.int_score_overrides as
    select
        account_id,
        scorecard_id,
        snapshot_week as valid_from,
        cast(null as date) as valid_to,
        override_score as score,
        override_band as band,
        override_author as author,
        override_reason as reason,
        cast(snapshot_week - 1 as timestamp) as recorded_at,
        cast(null as text) as rejection_reason
    from published_scores
    where is_overridden;

    create table bellwether_intermediate.int_card_coverage_weekly (
        snapshot_week date, scorecard_id text, version text, families_not_observed text
    );

    create table bellwether_intermediate.int_source_family_sources as
    select source_family, is_source_on as is_connected
    from {marts}.data_quality_source_freshness;

    -- What a company lands itself is known by who has a value of it this week.
    create table bellwether_intermediate.int_custom_signals as
    select distinct
        signal_id,
        cast({week} - 1 as timestamp) as observed_at,
        cast(null as text) as rejection_reason
    from {marts}.fct_signal_scores
    where snapshot_week = {week} and status in ('scored', 'carried_forward');

    create table bellwether_intermediate.int_rubric_rows (
        rubric_id text, rubric_number integer, rubric_row integer, label text
    );
"""

# Engines agree to 1e-9.
_DIFFERENT = """
    select count(*)
    from published_scores as published
    full join (
        select banded.*
        from bellwether_intermediate.int_banded_scores as banded
        where banded.is_in_force
    ) as computed
        on
            published.account_id = computed.account_id
            and published.scorecard_id = computed.scorecard_id
    where
        published.account_id is null
        or computed.account_id is null
        or coalesce(abs(published.score_calculated - computed.score_calculated) > 1e-9, (
            published.score_calculated is distinct from computed.score_calculated
        ))
        or coalesce(abs(published.score - computed.score) > 1e-9, (
            published.score is distinct from computed.score
        ))
        or coalesce(abs(published.mid_rank - computed.mid_rank) > 1e-9, (
            published.mid_rank is distinct from computed.mid_rank
        ))
        or published.band is distinct from computed.band
"""


@dataclass(frozen=True)
class Asked:
    """A version of a card that is to be scored as the one in force was, from its cells."""

    scorecard_id: str
    version: str
    copied: str


@contextlib.contextmanager
def rescored(
    published: Marts, seeds: Path, week: dt.date, asked: Sequence[Asked]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Score versions of cards, and beside each the version whose rows it copies.

    Args:
        published: the published marts, of which READ are attached; only read.
        seeds: a folder of rule seeds with the rows of all those versions.
        week: a snapshot that they hold.
        asked: the versions; `copied` is in force that week.

    Yields:
        A connection to the scratch database: `bellwether_intermediate.int_banded_scores` and
        `int_signal_scores` hold both versions; the marts are attached as `published`.

    Raises:
        Refused: the rules refuse the weights, or the published scores are not those of the seeds.
    """
    corner = SCRATCH / "what_if"
    corner.mkdir(parents=True, exist_ok=True)
    # dbt reads the project anew for another path, so that runs share this one, one after another.
    database = corner / "scores.duckdb"
    with open(corner / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            _clean(database)
            with duckdb.connect(str(database)) as connection:
                connection.execute("set TimeZone = 'UTC'")
                published.attach(connection, week)
                _fill(connection, seeds, week, asked)
            _run(corner, database)
            with duckdb.connect(str(database)) as connection:
                published.attach(connection, week)
                _compare(connection)
                yield connection
        finally:
            _clean(database)


def _clean(database: Path) -> None:
    for file in (database, database.with_name(f"{database.name}.wal")):
        file.unlink(missing_ok=True)


def _fill(
    connection: duckdb.DuckDBPyConnection, seeds: Path, week: dt.date, asked: Sequence[Asked]
) -> None:
    """Make the tables that the models read."""
    connection.execute(
        "create table asked (scorecard_id text, version text, copied text); "
        "create schema bellwether_scorecards; create schema bellwether_intermediate"
    )
    for one in asked:
        for version in {one.version, one.copied}:
            connection.execute(
                "insert into asked values (?, ?, ?)", [one.scorecard_id, version, one.copied]
            )
    types = column_types(SEEDS)
    for seed in (*_SEEDS, *_SEEDS_OF_VERSIONS):
        table, file = f"bellwether_scorecards.{seed}", seeds / f"{seed}.csv"
        columns = ", ".join(f"{quoted(name)} {kind}" for name, kind in types[seed].items())
        connection.execute(f"create table {table} ({columns})")
        connection.execute(f"insert into {table} by name select * from {csv_rows(file)}")
        if seed in _SEEDS_OF_VERSIONS:
            connection.execute(
                f"delete from {table} where (scorecard_id, version) not in "
                "(select (scorecard_id, version) from asked)"
            )
    marts = f"published.{quoted(schema_of_marts())}"
    try:
        connection.execute(_INPUTS.format(marts=marts, week=f"date '{week}'"))
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise Refused(
            f"The marts were not built by this version of the project: {error}\n"
            "Run `make build FULL=1` first."
        ) from error


def _run(corner: Path, database: Path) -> None:
    """Build the models, and test that the weights are weights."""
    raw = corner / "raw.duckdb"
    # The profile attaches a raw file, of which these models read nothing.
    duckdb.connect(str(raw)).close()
    if not (corner / "target" / "partial_parse.msgpack").exists():
        print("dbt reads the project for the first time, which takes half a minute ...", flush=True)
    lines: list[str] = []
    status = run_dbt(
        ["build", "--indirect-selection", "empty", "--select", *_MODELS, _TEST,
         "--exclude-resource-type", "unit_test", "--no-write-json"],
        {
            "BELLWETHER_TARGET": "duckdb",
            "BELLWETHER_SCHEMA": "bellwether",
            "BELLWETHER_PATH": str(database),
            "BELLWETHER_RAW_PATH": str(raw),
            "BELLWETHER_INNER_PATH": "",
            "DBT_TARGET_PATH": str(corner / "target"),
            "DBT_LOG_PATH": str(corner / "logs"),
            **{f"BELLWETHER_{name.upper()}": "" for name in RUN_OPTIONS},
        },
        is_quiet=True,
        is_last=lambda line: bool(lines.append(line)),
    )  # fmt: skip
    if problems := [found[1] for line in lines if (found := _PROBLEM.search(line))]:
        raise Refused("\n".join(problems), Status.NOT_AS_ASKED)
    if status:
        raise Refused("\n".join([*lines[-20:], "dbt could not score these weights, see above."]))


def _compare(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise Refused when today's weights do not give what is published."""
    found = connection.execute(_DIFFERENT).fetchone()
    if found and found[0]:
        raise Refused(
            f"The rules in the seeds do not give the scores that are published: {found[0]} "
            f"{'account differs' if found[0] == 1 else 'accounts differ'}. The rules were edited "
            "since that week was scored: run `make build` first. A closed week keeps what was "
            "published: ask about the newest, without WEEK."
        )
