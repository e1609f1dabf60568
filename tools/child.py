"""A command-line tool as a child of one of ours: `python -P tools/child.py dbt build`.

It ends with its parent, so that a killed run leaves nobody writing. And it runs without Python's
garbage collector: dbt and sqlfluff keep what they parse until they end, looking for garbage in it
takes a seventh of a run and finds none. Where nobody keeps dbt's log (DBT_LOG_LEVEL_FILE=none),
nothing is written for it either.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from importlib.metadata import entry_points
from typing import Any


def end_with(parent: int) -> None:
    """End this process at once when it is no longer the child of process `parent`."""
    while os.getppid() == parent:
        time.sleep(0.1)
    os._exit(1)


def drop_debug_events() -> None:
    """Let dbt make no events of level debug: they take a tenth of a run, and none of them is shown.

    To be called before anything of dbt is loaded, whose modules take `fire_event` by name.
    """
    from dbt_common.events import functions
    from dbt_common.events.base_types import EventLevel

    fire_event = functions.fire_event

    def fire_kept(event: Any, level: Any = None, *arguments: Any, **named: Any) -> None:
        if (level or event.level_tag()) is not EventLevel.DEBUG:
            fire_event(event, level, *arguments, **named)

    functions.fire_event = fire_kept


def main() -> object:
    """Call the tool that the first argument names with the arguments after it; its exit status."""
    threading.Thread(target=end_with, args=[os.getppid()], daemon=True).start()
    del sys.argv[0]
    if sys.argv[0] == "dbt" and os.environ.get("DBT_LOG_LEVEL_FILE") == "none":
        drop_debug_events()
    (tool,) = entry_points(group="console_scripts", name=sys.argv[0])
    gc.disable()
    return tool.load()()


if __name__ == "__main__":
    sys.exit(main())
