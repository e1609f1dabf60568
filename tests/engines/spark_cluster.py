"""Start Spark with Iceberg for a test, on this machine: a master and two workers, or one process.

    with cluster(folder) as env: ...

`env` is what dbt, land and fetch need to find it. Nothing outlives the block.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tools.dbt import PROJECT

PYTHON = PROJECT / ".venv-spark" / "bin" / "python"
WORKERS = 2
MASTER = "org.apache.spark.deploy.master.Master"
WORKER = "org.apache.spark.deploy.worker.Worker"
# What a company of a dozen accounts needs; the driver plans, which takes longer than computing.
SETTINGS = {
    "spark.driver.memory": "3g",
    "spark.executor.cores": "1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.extensions": "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
    "spark.sql.catalog.spark_catalog": "org.apache.iceberg.spark.SparkSessionCatalog",
    "spark.sql.catalog.spark_catalog.type": "hive",
    # The metastore's database serves one process: its locks would wait for ever.
    "spark.hadoop.iceberg.engine.hive.lock-enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
}


def _jar() -> str:
    """The Iceberg runtime, which a package of `.venv-spark` ships."""
    (jar,) = (PROJECT / ".venv-spark").glob(
        "lib/*/site-packages/snowpark_connect_deps_iceberg/jars/iceberg-spark-runtime-3.5_2.12-*.jar"
    )
    return str(jar)


def _configure(folder: Path, master: str, memory: str) -> None:
    """Write what each session of the test reads."""
    settings = SETTINGS | {
        "spark.master": master,
        "spark.executor.memory": memory,
        "spark.jars": _jar(),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.hadoop.javax.jdo.option.ConnectionURL": (
            f"jdbc:derby:;databaseName={folder / 'metastore'};create=true"
        ),
        "spark.driver.extraJavaOptions": f"-Dderby.system.home={folder} -Duser.timezone=UTC",
        "spark.executor.extraJavaOptions": "-Duser.timezone=UTC",
    }
    (folder / "spark-defaults.conf").write_text(
        "".join(f"{name} {value}\n" for name, value in settings.items())
    )
    (folder / "log4j2.properties").write_text(
        "rootLogger.level = error\n"
        "rootLogger.appenderRef.console.ref = console\n"
        "appender.console.type = Console\n"
        "appender.console.name = console\n"
        "appender.console.target = SYSTEM_ERR\n"
        "appender.console.layout.type = PatternLayout\n"
        "appender.console.layout.pattern = %d %p %c{1}: %m%n\n"
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(log: Path, word: str, n: int, child: subprocess.Popen[bytes]) -> None:
    """Wait until a word stands `n` times in a log."""
    until = time.monotonic() + 300
    while len(re.findall(word, log.read_text())) < n:
        assert child.poll() is None and time.monotonic() < until, log.read_text()[-4000:]
        time.sleep(0.2)


@contextlib.contextmanager
def cluster(
    folder: Path, master: str = "", memory: str = "1g", is_pinned: bool = False
) -> Iterator[dict[str, str]]:
    """Run a master and two workers, and yield the environment of a session on them.

    Args:
        folder: where tables, metastore and logs go.
        master: such as `local[2]`, which starts nothing; a cluster of its own where it is empty.
        memory: of each worker and its executor, as Spark writes it.
        is_pinned: whether a worker keeps to a core of its own, as in a container. Otherwise the
            compiler and the collector of an executor of one core work on others too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    env = {
        "SPARK_CONF_DIR": str(folder),
        "BELLWETHER_TARGET": "spark",
        "TZ": "UTC",
    }
    children: list[subprocess.Popen[bytes]] = []

    cores = itertools.cycle(sorted(os.sched_getaffinity(0)))

    def start(name: str, *command: str, core: int | None = None) -> Path:
        log = folder / f"{name}.log"
        spark_class = next((PROJECT / ".venv-spark").glob("lib/*/site-packages/pyspark/bin"))
        with log.open("wb") as out:
            children.append(
                subprocess.Popen(
                    [str(spark_class / "spark-class"), *command],
                    stdout=out,
                    stderr=out,
                    cwd=folder,
                    preexec_fn=None if core is None else lambda: os.sched_setaffinity(0, {core}),
                    env={
                        **os.environ,
                        "SPARK_CONF_DIR": str(folder / "daemons"),
                        "SPARK_DAEMON_MEMORY": "256m",
                        "SPARK_LOCAL_IP": "127.0.0.1",
                        "PYSPARK_PYTHON": str(PYTHON),
                    },
                )
            )
        return log

    try:
        if not master:
            (folder / "daemons").mkdir(exist_ok=True)
            port, ui = _free_port(), _free_port()
            master = f"spark://127.0.0.1:{port}"
            log = start(
                "master", MASTER, "--host", "127.0.0.1",
                "--port", str(port), "--webui-port", str(ui),
            )  # fmt: skip
            _wait_for(log, "I have been elected leader", 1, children[0])
            for number in range(WORKERS):
                start(
                    f"worker_{number}", WORKER, "--host", "127.0.0.1", "--cores", "1",
                    "--memory", memory, "--webui-port", str(_free_port()),
                    "--work-dir", str(folder / f"work_{number}"), master,
                    core=next(cores) if is_pinned else None,
                )  # fmt: skip
            _wait_for(log, "Registering worker", WORKERS, children[0])
        _configure(folder, master, memory)
        yield env
    finally:
        for child in reversed(children):
            child.terminate()
        for child in children:
            child.wait(timeout=60)
