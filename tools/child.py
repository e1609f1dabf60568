"""A command-line tool as a child of one of ours: `python -P tools/child.py dbt build`.

It ends with its parent, so that a killed run leaves nobody writing. And it runs without Python's
garbage collector: dbt and sqlfluff keep what they parse until they end, looking for garbage in it
takes a seventh of a run and finds none.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from importlib.metadata import entry_points


def end_with(parent: int) -> None:
    """End this process at once when it is no longer the child of process `parent`."""
    while os.getppid() == parent:
        time.sleep(0.1)
    os._exit(1)


def main() -> object:
    """Call the tool that the first argument names with the arguments after it; its exit status."""
    threading.Thread(target=end_with, args=[os.getppid()], daemon=True).start()
    del sys.argv[0]
    (tool,) = entry_points(group="console_scripts", name=sys.argv[0])
    gc.disable()
    return tool.load()()


if __name__ == "__main__":
    sys.exit(main())
