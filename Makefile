# Two commands matter: `make build` and `make test`. `make help` lists the rest.
PYTHON ?= python3
ACCOUNTS ?= 400
WEEKS ?= 78
SEED ?= 1
END ?= 2026-06-29

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed
BOARDS := .venv-boards
LAKE := .venv-ducklake
SNOWFLAKE := .venv-snowflake
BIGQUERY := .venv-bigquery
SPARK := .venv-spark

# Options reach the tools by the environment, as they were typed: neither make nor a shell reads what stands in them.
OPTIONS := ACCOUNT ACCOUNTS WEEKS SEED END STACK AS_OF RESTATE_FROM VARS FULL FORCE MONTH CARD FROM STATUS DECISION PORT WEIGHTS SEGMENT WEEK
$(foreach option,$(OPTIONS),$(eval export OPTION_$(option) := $$(value $(option))))
unexport $(OPTIONS)

export DBT_PROFILES_DIR := profiles
export DO_NOT_TRACK := 1

.DEFAULT_GOAL := help
.PHONY: help install demo build week summary boards report review export test lint unit e2e long engines-long snowflake-test spark-test check what-if version rules docs clean

help:  ## List the commands
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(STAMP)  ## Set up the Python environment in .venv

$(STAMP): requirements.txt
	@echo "Setting up $(VENV) (about a minute) ..."
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --upgrade pip
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(BIN)/python -m pip check
	@# Some machines forbid bytecode at run time; without it every dbt start costs four seconds more.
	@$(BIN)/python -m compileall -q -j 0 $(VENV)/lib > /dev/null || true
	@touch $@

demo: $(STAMP)  ## Make the raw tables of the demo company (ACCOUNTS, WEEKS, SEED, END, STACK=hubspot+amplitude+intercom)
	@$(BIN)/python -m demo --path="$${BELLWETHER_RAW_PATH:-warehouse/raw.duckdb}" --accounts="$$OPTION_ACCOUNTS" --weeks="$$OPTION_WEEKS" --seed="$$OPTION_SEED" --end="$$OPTION_END" --stack="$$OPTION_STACK"

build: $(STAMP)  ## Build and publish everything on DuckDB (AS_OF=day, VARS='{...}', FULL=1, FORCE=1)
	@test -n "$$BELLWETHER_RAW_PATH" || $(MAKE) --no-print-directory demo
	@$(BIN)/python -m tools.build --as-of="$$OPTION_AS_OF" --vars="$$OPTION_VARS" $${OPTION_FULL:+--full-refresh} $${OPTION_FORCE:+--force}

week: $(STAMP)  ## Weekly refresh, as a scheduler calls it (AS_OF=day, RESTATE_FROM=day, VARS='{...}', FORCE=1)
	@$(BIN)/python -m tools.week --as-of="$$OPTION_AS_OF" --restate-from="$$OPTION_RESTATE_FROM" --vars="$$OPTION_VARS" $${OPTION_FORCE:+--force}

summary: $(STAMP)  ## Show the summary of the published file again
	@$(BIN)/python -m tools.summary

boards: $(STAMP) $(BOARDS)/installed  ## Open the boards on the published file in a browser (PORT=8077)
	@$(BIN)/python -m tools.boards --port="$$OPTION_PORT"

report: $(STAMP) $(BOARDS)/installed  ## Write the weekly and the monthly report into reports/ as HTML and PDF
	@$(BIN)/python -m tools.report

review: $(STAMP) $(BOARDS)/installed  ## Write the review of an account for a meeting with the customer (ACCOUNT=id or name)
	@$(BIN)/python -m tools.report --account="$$OPTION_ACCOUNT"

$(BOARDS)/installed: requirements-boards.txt
	@echo "Setting up the boards in $(BOARDS) (about a minute, once) ..."
	@$(PYTHON) -m venv $(BOARDS)
	@$(BOARDS)/bin/pip install --quiet --disable-pip-version-check -r requirements-boards.txt
	@$(BOARDS)/bin/python -m compileall -q -j 0 $(BOARDS)/lib > /dev/null || true
	@touch $@

$(SNOWFLAKE)/installed: requirements-snowflake.txt
	@echo "Setting up dbt for Snowflake, and its emulator, in $(SNOWFLAKE) (about a minute, once) ..."
	@$(PYTHON) -m venv $(SNOWFLAKE)
	@$(SNOWFLAKE)/bin/pip install --quiet --disable-pip-version-check --upgrade pip
	@$(SNOWFLAKE)/bin/pip install --quiet --disable-pip-version-check -r requirements-snowflake.txt
	@$(SNOWFLAKE)/bin/python -m pip check
	@$(SNOWFLAKE)/bin/python -m compileall -q -j 0 $(SNOWFLAKE)/lib > /dev/null || true
	@touch $@

$(BIGQUERY)/installed: requirements-bigquery.txt
	@echo "Setting up dbt for BigQuery, and its emulator, in $(BIGQUERY) (two minutes, once) ..."
	@$(PYTHON) -m venv $(BIGQUERY)
	@$(BIGQUERY)/bin/pip install --quiet --disable-pip-version-check --upgrade pip
	@$(BIGQUERY)/bin/pip install --quiet --disable-pip-version-check -r requirements-bigquery.txt
	@$(BIGQUERY)/bin/python -m pip check
	@# The package holds DuckDB's own signed extension, which the emulator asks for; nothing is fetched.
	@$(BIGQUERY)/bin/python -c 'import duckdb, pathlib, duckdb_extension_spatial as spatial; [duckdb.execute(f"install \x27{file}\x27") for file in pathlib.Path(spatial.__file__).parent.rglob("*.duckdb_extension")]'
	@$(BIGQUERY)/bin/python -m compileall -q -j 0 $(BIGQUERY)/lib > /dev/null || true
	@touch $@

export: $(STAMP)  ## Write the lists to work from into exports/ as CSV and Parquet (MONTH=2026-05)
	@$(BIN)/python -m tools.export --month="$$OPTION_MONTH"

test: $(STAMP) lint unit e2e  ## Lint, dbt tests, unit tests and end-to-end tests
	@echo "make test: all passed"

lint: $(STAMP)  ## ruff, sqlfluff and the portable form
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/python -m tools.lint_sql
	@$(BIN)/python -m tools.portable --text

unit: $(STAMP)  ## dbt build of a small demo company with all tests and unit tests
	@$(BIN)/python -m tools.unit

e2e: $(STAMP)  ## pytest: everything that needs several runs
	@DBT_LOG_LEVEL_FILE=none $(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist loadfile -m "not long and not ci" tests

long: $(STAMP)  ## pytest: what takes minutes (README commands, validation, faults, words); run it before a merge
	@DBT_LOG_LEVEL_FILE=none $(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist loadfile -m "long or ci" tests

engines-long: $(STAMP) $(LAKE)/installed $(BIGQUERY)/installed  ## pytest: what CI leaves out of the engines (DuckLake, BigQuery's emulator, adapters), an hour
	@# Spark and Snowflake have commands of their own, and would run again where they were set up.
	@BELLWETHER_ENGINES=1 $(BIN)/python -m pytest -q -m long -k "not spark and not snowflake" tests/engines

snowflake-test: $(STAMP) $(SNOWFLAKE)/installed  ## pytest: dbt for Snowflake against an emulator gives DuckDB's marts, week by week and after a kill
	@BELLWETHER_ENGINES=1 $(BIN)/python -m pytest -q tests/engines/test_snowflake.py tests/engines/test_cases_elsewhere.py -k snowflake

spark-test: $(STAMP) $(SPARK)/installed  ## pytest: Spark with Iceberg, on a master and two workers, gives DuckDB's marts; an hour and a half
	@command -v java > /dev/null || { apt-get update -q && apt-get install -y -q openjdk-17-jre-headless; }
	@BELLWETHER_ENGINES=1 $(BIN)/python -m pytest -q tests/engines/test_spark.py tests/engines/test_cases_elsewhere.py -k spark

$(SPARK)/installed: requirements-spark.txt
	@echo "Setting up dbt for Spark, Spark and Iceberg in $(SPARK) (two minutes, once) ..."
	@$(PYTHON) -m venv $(SPARK)
	@$(SPARK)/bin/pip install --quiet --disable-pip-version-check --upgrade pip
	@$(SPARK)/bin/pip install --quiet --disable-pip-version-check -r requirements-spark.txt
	@$(SPARK)/bin/python -m pip check
	@$(SPARK)/bin/python -m compileall -q -j 0 $(SPARK)/lib > /dev/null || true
	@touch $@

$(LAKE)/installed: requirements-ducklake.txt
	@echo "Setting up DuckLake in $(LAKE) (about a minute, once) ..."
	@$(PYTHON) -m venv $(LAKE)
	@$(LAKE)/bin/pip install --quiet --disable-pip-version-check -r requirements-ducklake.txt
	@# The packages hold DuckDB's own signed extensions; installed from them, nothing is fetched.
	@$(LAKE)/bin/python -c 'import duckdb, pathlib, duckdb_extension_ducklake as lake, duckdb_extension_sqlite_scanner as sqlite; [duckdb.execute(f"install \x27{file}\x27") for package in (lake, sqlite) for file in pathlib.Path(package.__file__).parent.rglob("*.duckdb_extension")]'
	@$(LAKE)/bin/python -m compileall -q -j 0 $(LAKE)/lib > /dev/null || true
	@touch $@

check: $(STAMP)  ## Check the rules alone: seed files, locks, weights, ranges, names (before `make build`)
	@$(BIN)/python -m tools.check

what-if: $(STAMP)  ## Who would stand where under other weights (CARD=health WEIGHTS='usage_trend=0.4 ...', SEGMENT, WEEK)
	@$(BIN)/python -m tools.what_if --card="$$OPTION_CARD" --weights="$$OPTION_WEIGHTS" --segment="$$OPTION_SEGMENT" --week="$$OPTION_WEEK"

version: $(STAMP)  ## Copy a card's newest version to edit it (CARD=health FROM=day, STATUS=draft)
	@$(BIN)/python -m tools.new_version --card="$$OPTION_CARD" --from="$$OPTION_FROM" --status="$${OPTION_STATUS:-live}" --decision="$$OPTION_DECISION"

rules: $(STAMP)  ## Write the hash of each scorecard version's rules into its seed row, and the cards into the docs
	@$(BIN)/python -m tools.rules_hash
	@$(BIN)/python -m tools.cards

docs: $(STAMP)  ## One static page of documentation: target/static_index.html
	@BELLWETHER_INNER_PATH="$${BELLWETHER_PATH:-warehouse/scores.duckdb}.work" $(BIN)/dbt docs generate --static

clean:  ## Remove what builds leave (not the warehouse)
	rm -rf target logs .pytest_cache .ruff_cache
