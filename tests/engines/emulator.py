"""Run an emulator of a warehouse, in its own environment, for as long as a test needs it."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tools.dbt import PROJECT


@contextlib.contextmanager
def emulator(python: Path, module: str, *options: str) -> Iterator[str]:
    """Start a module that serves a port, wait until it does, and yield the port.

    Args:
        python: of the emulator's environment.
        module: takes the port as its first argument.
        options: what follows the port.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    child = subprocess.Popen(
        [str(python), "-m", module, port, *options],
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 120
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", int(port))):
                break
            assert child.poll() is None and time.monotonic() < until, "the emulator did not start"
            time.sleep(0.2)
        yield port
    finally:
        # It keeps nothing, and on a busy machine it takes its time to say goodbye.
        child.kill()
        child.wait()
